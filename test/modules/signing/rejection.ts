import { type TerraformStack } from "cdktf";
import { ProblemError } from "../../../problem";
import { synthStack } from "../../support/synth";

/** Every line of the message with which an action is rejected; fails when it is accepted. */
export function rejectionOf(action: () => unknown): string[] {
  try {
    action();
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.message.split("\n");
  }
  throw new Error("expected a ProblemError, nothing was thrown");
}

/** The same for constructs built in a stack. */
export function stackRejectionOf(build: (stack: TerraformStack) => unknown): string[] {
  return rejectionOf(() => synthStack(build));
}
