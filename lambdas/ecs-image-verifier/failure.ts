import { Undecided } from "../image-verification/failure";
import { errorMessage } from "../shared/error-message";
import { whenAborted } from "../shared/time-left";
import { isTransient } from "../shared/transient";
import { ProblemError } from "../../problem";
import { type ImageOutcome } from "../../verification";

/** What is said of something when verification itself failed: nobody knows whether it may run. */
export function failureOutcome(reference: string, error: unknown): ImageOutcome {
  return {
    image: { reference },
    outcome: "undecided",
    code: codeOf(error),
    message: errorMessage(error),
    transient: error instanceof Undecided ? error.transient : isTransient(error),
  };
}

function codeOf(error: unknown): string {
  if (error instanceof Undecided) return error.code;
  if (error instanceof ProblemError) return error.problems[0]?.code ?? "unexpected";
  return isTransient(error) ? "aws-unavailable" : "unexpected";
}

/**
 * Waits for work until a signal ends, and no longer: what does not listen to the signal is left behind.
 *
 * @throws Undecided `deadline`
 */
export function waiting(signal: AbortSignal): <T>(work: Promise<T>) => Promise<T> {
  const message = "the time of the function was over before everything was verified";
  const over = whenAborted(signal, () => new Undecided("deadline", message, true));
  return (work) => {
    work.catch(() => undefined);
    return Promise.race([work, over]);
  };
}
