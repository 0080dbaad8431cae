import { ProblemError } from "../../problem";
import { type Logger } from "./logger";

/** The part of Lambda's context that we use. @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-context.html */
export interface LambdaContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** One call of a function. */
export interface Invocation {
  /** What the function was called with, not looked at yet. */
  readonly event: unknown;
  /** Writes with the id of the request. */
  readonly log: Logger;
  /** Milliseconds until Lambda ends the function. */
  remaining(): number;
}

/**
 * The handler that Lambda calls: runs the work, logs how it ended, and lets its error through, so that the caller or
 * the retries of Lambda learn of it.
 *
 * An error of our own says in its message what is wrong and what to do. The trace, which Lambda would pass on to
 * whoever called, is taken from it.
 */
export function createHandler<T>(
  log: Logger,
  work: (invocation: Invocation) => Promise<T>,
): (event: unknown, context: LambdaContext) => Promise<T> {
  return async (event, context) => {
    const own = log.with({ requestId: context.awsRequestId });
    try {
      const result = await work({ event, log: own, remaining: () => context.getRemainingTimeInMillis() });
      own.info("done", { result });
      return result;
    } catch (error) {
      own.error("failed", { error, ...(error instanceof ProblemError ? { problems: error.problems } : {}) });
      throw withoutTrace(error);
    }
  };
}

/** Runs what happens once at start, with the same kind of error. */
export function atStart<T>(log: Logger, work: () => T): T {
  try {
    return work();
  } catch (error) {
    log.error("cannot start", { error });
    throw withoutTrace(error);
  }
}

function withoutTrace(error: unknown): unknown {
  if (error instanceof ProblemError) error.stack = `${error.name}: ${error.message}`;
  return error;
}
