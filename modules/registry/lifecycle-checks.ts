import { lifecycleFindings, type LifecycleRule } from "../../lifecycle";
import { type Problem } from "../../problem";

/** What ECR would refuse in lifecycle rules, and what would lose images that should stay. */
export function lifecycleProblems(path: string, rules: readonly LifecycleRule[]): Problem[] {
  return lifecycleFindings(rules).map(({ rule, message, ...finding }) => ({
    ...finding,
    path,
    message: rule ? `lifecycle rule ${String(rule.priority)} ${message}` : message,
  }));
}
