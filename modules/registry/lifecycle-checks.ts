import { lifecycleFindings, type LifecycleRule } from "../../lifecycle";
import { type Problem } from "../../problem";
import { templateProblems } from "../checks";

/** What ECR would refuse in lifecycle rules, and what would lose images that should stay. */
export function lifecycleProblems(path: string, rules: readonly LifecycleRule[]): Problem[] {
  const problems = lifecycleFindings(rules).map(({ rule, message, ...finding }) => ({
    ...finding,
    path,
    message: rule ? `lifecycle rule ${String(rule.priority)} ${message}` : message,
  }));
  const descriptions = rules.flatMap(({ priority, description }, index) =>
    templateProblems(path, {
      [`the description of lifecycle rule ${String(priority ?? index + 1)}`]: description,
    }),
  );
  return [...problems, ...descriptions];
}
