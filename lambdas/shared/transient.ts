import { isServerError, isThrottlingError, isTransientError } from "@smithy/core/retry";
import { type SdkError } from "@smithy/types";

/** Names of errors of a call that was given up because its time was over. */
const GIVEN_UP = new Set(["AbortError", "TimeoutError"]);

/**
 * Whether an error of an AWS call may be gone when it is made again: throttling, errors of the server, broken and slow
 * connections. A refusal is not, and neither is anything that is not known.
 *
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const failure = error as SdkError;
  return (
    GIVEN_UP.has(error.name) ||
    failure.$fault === "server" ||
    isThrottlingError(failure) ||
    isTransientError(failure) ||
    isServerError(failure)
  );
}
