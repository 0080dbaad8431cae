import { type Problem } from "../problem";

/** One breach of one rule. */
export interface Violation {
  readonly rule: string;
  readonly stack: string;
  /** Terraform address. */
  readonly resource: string;
  readonly message: string;
  readonly change: string;
  /** Where the resource was made. @default - cdktf wrote no metadata */
  readonly constructPath?: string;
}

/** A deliberate departure that a rule really needed. */
export interface GrantedException {
  readonly stack: string;
  readonly resource: string;
  readonly rule: string;
  /** What the rule objects to. */
  readonly message: string;
  readonly reason: string;
}

/** What the baseline says of all stacks. */
export interface BaselineReport {
  readonly violations: readonly Violation[];
  readonly exceptions: readonly GrantedException[];
  readonly checked: { readonly rules: number; readonly resources: number };
}

/** Violations as problems: the rule is the code, stack and address are the path. */
export function baselineProblems({ violations }: BaselineReport): Problem[] {
  return violations.map(({ change, constructPath, message, resource, rule, stack }) => ({
    code: rule,
    path: `${stack} ${resource}`,
    message: constructPath === undefined ? message : `${message} (${constructPath})`,
    change,
  }));
}

function plural(number: number, noun: string): string {
  return `${number.toLocaleString("en-US")} ${noun}${number === 1 ? "" : "s"}`;
}

/** The report as a few lines for a summary: one line of counts, one for each departure. */
export function formatBaseline(report: BaselineReport): string {
  const { checked, exceptions, violations } = report;
  const result = violations.length === 0 ? "held" : plural(violations.length, "violation");
  return [
    `Baseline: ${result} (${plural(checked.rules, "rule")}, ${plural(checked.resources, "resource")}, ${plural(exceptions.length, "exception")})`,
    ...exceptions.map(
      ({ message, reason, resource, rule, stack }) =>
        `  excepted ${stack} ${resource} from ${rule}: ${message} (${reason})`,
    ),
  ].join("\n");
}
