import { type TerraformStack } from "cdktf";
import { type Problem, ProblemError } from "../../problem";
import { synthStack } from "./synth";

/** The problems for which an action is rejected; fails when it is accepted. */
export function problemsOf(action: () => unknown): readonly Problem[] {
  try {
    action();
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
  throw new Error("expected a ProblemError, nothing was thrown");
}

/** The line a person reads for each problem. */
export function rejectionOf(action: () => unknown): string[] {
  return new ProblemError(problemsOf(action)).message.split("\n");
}

/** The same for constructs built in a stack. */
export function stackRejectionOf(build: (stack: TerraformStack) => void): string[] {
  return rejectionOf(() => synthStack(build));
}
