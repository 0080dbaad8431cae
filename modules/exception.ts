import { type TerraformElement } from "cdktf";

/** A deliberate departure from one rule of the security baseline. */
export interface BaselineException {
  /** Id of the baseline rule, e.g. `retention-on-logs`. */
  readonly rule: string;
  /** Why it is right here; at least ten characters, printed in the summary of every synth. */
  readonly reason: string;
  /** How many findings of the rule it is for; with more or fewer it excepts nothing. @default 1 */
  readonly findings?: number;
}

/**
 * Records, next to the resource, why it may depart from a baseline rule.
 *
 * The note is written into the resource's `//` comment of the Terraform JSON, where the baseline finds it and
 * Terraform ignores it. An exception that names an unknown rule, gives another number of findings than there are,
 * or that no violation needs, is a violation.
 */
export function exceptFromBaseline(resource: TerraformElement, exception: BaselineException): void {
  const { findings, reason, rule } = exception;
  const note = findings === undefined ? reason : { reason, findings };
  resource.addOverride(`//.baselineException.${rule}`, note);
}
