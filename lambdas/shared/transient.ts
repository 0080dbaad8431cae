import { isThrottlingError, isTransientError } from "@smithy/core/retry";
import { type SdkError } from "@smithy/types";
import { CONNECTION_ERRORS, CONNECTION_TIMEOUT, GIVEN_UP_ERRORS } from "../../aws/failed-calls";

/** Why a call of AWS failed where the next may not. */
export type TransientFailure = "throttled" | "aws-error" | "too-slow" | "unreachable" | "answer-unreadable";

/** The SDK may hand on a text alone. */
const NETWORK = new RegExp(`\\b(?:${[...CONNECTION_ERRORS, CONNECTION_TIMEOUT].join("|")})\\b`);

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
  if (GIVEN_UP_ERRORS.has(failure.name)) return "too-slow";
  if (NETWORK.test(`${String(failure.code)} ${failure.message}`)) return "unreachable";
  if (failure.name === "SyntaxError" && failure.$metadata !== undefined) return "answer-unreadable";
  return isTransientError(failure) ? "aws-error" : undefined;
}

/** Whether an error of an AWS call may be gone when it is made again. */
export function isTransient(error: unknown): boolean {
  return transientFailure(error) !== undefined;
}
