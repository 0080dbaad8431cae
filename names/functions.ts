/** The functions of the suite; each is a folder of `lambdas/`. */
export const SUITE_FUNCTIONS = [
  "basic-scan-findings",
  "decision-recorder",
  "ecs-image-verifier",
  "ecs-task-verifier",
  "inspector-rescan-duration",
  "signing-watch",
] as const;

/** A function of the suite, by its folder. */
export type SuiteFunction = (typeof SUITE_FUNCTIONS)[number];

/** Name of a function, of which there is one in an account and region; the names of its roles begin with it. */
export function functionName(fn: SuiteFunction): string {
  return `supply-chain-${fn}`;
}
