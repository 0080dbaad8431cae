import { NotationError } from "../error";
import { type ValidationAction } from "../trust-policy";

/** The checks as they come one after another, and in a verdict. */
export const CHECK_NAMES = [
  "policy",
  "envelope",
  "certificateChain",
  "signature",
  "criticalAttributes",
  "subject",
  "userMetadata",
  "trustStore",
  "trustedIdentity",
  "expiry",
  "authenticTimestamp",
  "revocation",
] as const;

/** What is checked. */
export type CheckName = (typeof CHECK_NAMES)[number];

/** How a check ended. */
export type Outcome =
  | { readonly outcome: "passed" }
  | { readonly outcome: "failed" | "undecided"; readonly code: string; readonly message: string };

/** One check with its outcome and what the trust policy makes of it. */
export type Check = { readonly name: CheckName; readonly action: ValidationAction } & Outcome;

export const PASSED: Outcome = { outcome: "passed" };

/** A check that found something wrong. */
export function failed(code: string, message: string): Outcome {
  return { outcome: "failed", code, message };
}

/** A check that nobody could decide. */
export function undecided(code: string, message: string): Outcome {
  return { outcome: "undecided", code, message };
}

/** Passed, unless it is refused. */
export function outcomeOf(check: () => void): Outcome {
  try {
    check();
    return PASSED;
  } catch (error) {
    return refused(error);
  }
}

/** What it comes to, or failed when it is refused. */
export async function outcomeOfAsync(check: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await check();
  } catch (error) {
    return refused(error);
  }
}

/** An error of any other type is a mistake in here and not hidden. */
function refused(error: unknown): Outcome {
  if (!(error instanceof NotationError)) throw error;
  return failed(error.code, error.message);
}
