import { Annotations } from "cdktf";
import { type Construct } from "constructs";

/** Context key that an app sets to `true` because its own summary says what constructs would warn of. */
export const WARNS_ITSELF = "warnsItself";

/**
 * Warns of what is accepted and has to be known, in CDKTF's own words at synth.
 *
 * @param code stable, kebab-case identifier
 * @param message one sentence without a closing full stop
 */
export function warn(owner: Construct, code: string, message: string): void {
  if (owner.node.tryGetContext(WARNS_ITSELF) === true) return;
  Annotations.of(owner).addWarning(`${message} [${code}]`);
}
