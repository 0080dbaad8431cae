import { isThrottlingError, isTransientError } from "@smithy/core/retry";
import { type SdkError } from "@smithy/types";

/** Why a call of AWS failed where the next may not. */
export type TransientFailure = "throttled" | "aws-error" | "too-slow" | "unreachable" | "answer-unreadable";

/** Names of errors of a call that was given up because its time was over, by us or by the other side. */
const GIVEN_UP = new Set(["AbortError", "RequestTimeout", "RequestTimeoutException", "TimeoutError"]);
/** The SDK may hand on a text alone. @see https://nodejs.org/api/errors.html#common-system-errors */
const NETWORK =
  /\b(?:E(?:CONN(?:ABORTED|REFUSED|RESET)|HOSTUNREACH|NETUNREACH|NOTFOUND|PIPE|PROTO|TIMEDOUT)|EAI_AGAIN)\b/;

/**
 * Why an error of an AWS call may be gone when it is made again: throttling, errors of the server, broken and slow
 * connections, answers that cannot be read. A refusal is not, and neither is anything that is not known.
 *
 * @returns `undefined` for an error that stays
 * @see https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html
 */
export function transientFailure(error: unknown): TransientFailure | undefined {
  if (!(error instanceof Error)) return undefined;
  const failure = error as SdkError & { readonly code?: unknown };
  if (isThrottlingError(failure)) return "throttled";
  if (failure.$fault === "server" || (failure.$metadata?.httpStatusCode ?? 0) >= 500) return "aws-error";
  if (GIVEN_UP.has(failure.name)) return "too-slow";
  if (NETWORK.test(`${String(failure.code)} ${failure.message}`)) return "unreachable";
  if (failure.name === "SyntaxError" && failure.$metadata !== undefined) return "answer-unreadable";
  return isTransientError(failure) ? "aws-error" : undefined;
}

/** Whether an error of an AWS call may be gone when it is made again. */
export function isTransient(error: unknown): boolean {
  return transientFailure(error) !== undefined;
}
