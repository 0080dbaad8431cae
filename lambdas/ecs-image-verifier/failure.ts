import { EcsError } from "../image-verification/ecs";
import { errorMessage } from "../shared/error-message";
import { isTransient } from "../shared/transient";
import { ProblemError } from "../../problem";
import { type ImageOutcome } from "../../verification";

/** The function's own time was over. */
export class DeadlineError extends Error {
  override readonly name = "DeadlineError";

  constructor() {
    super("the time of the function was over before everything was verified");
  }
}

/** The function was deployed with settings that it cannot use. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
}

/** What is said of something when verification itself failed: nobody knows whether it may run. */
export function failureOutcome(reference: string, error: unknown): ImageOutcome {
  return {
    image: { reference },
    outcome: "undecided",
    code: codeOf(error),
    message: errorMessage(error),
    transient:
      error instanceof EcsError ? error.transient : error instanceof DeadlineError || isTransient(error),
  };
}

function codeOf(error: unknown): string {
  if (error instanceof EcsError) return error.code;
  if (error instanceof DeadlineError) return "deadline";
  if (error instanceof ConfigurationError) return "configuration";
  if (error instanceof ProblemError) return error.problems[0]?.code ?? "unexpected";
  return isTransient(error) ? "aws-unavailable" : "unexpected";
}

/**
 * Waits for work until a signal ends, and no longer: what does not listen to the signal is left behind.
 *
 * @throws DeadlineError
 */
export function waiting(signal: AbortSignal): <T>(work: Promise<T>) => Promise<T> {
  const over = new Promise<never>((_, reject) => {
    const end = () => {
      reject(new DeadlineError());
    };
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  });
  // Nobody may be waiting when it ends.
  over.catch(() => undefined);
  return (work) => {
    work.catch(() => undefined);
    return Promise.race([work, over]);
  };
}
