import { type TerraformElement } from "cdktf";

/** A deliberate departure from one rule of the security baseline. */
export interface BaselineException {
  /** Id of the baseline rule, e.g. `retention-on-logs`. */
  readonly rule: string;
  /** Why it is right here; at least ten characters, printed in the summary of every synth. */
  readonly reason: string;
}

/**
 * Records, next to the resource, why it may depart from a baseline rule.
 *
 * The note is written into the resource's `//` comment of the Terraform JSON, where the baseline finds it and
 * Terraform ignores it. An exception that names an unknown rule, or that no violation needs, is a violation.
 */
export function exceptFromBaseline(resource: TerraformElement, exception: BaselineException): void {
  resource.addOverride(`//.baselineException.${exception.rule}`, exception.reason);
}
