import { setMaxListeners } from "node:events";

/** Kept of a function's time, so that it can still answer, or say what went wrong. */
const MARGIN_MILLISECONDS = 5_000;
/** Of that, how long sending decisions may take. */
export const RECORDING_MILLISECONDS = 3_000;

/** What a call of a function may use of its time. */
export interface TimeLeft {
  readonly milliseconds: number;
  /** Aborted when they are over. Any number of calls may listen to it. */
  readonly signal: AbortSignal;
}

/** Rejects when a signal ends, whether or not anybody waits for it then. */
export function whenAborted(signal: AbortSignal, error: () => Error): Promise<never> {
  const over = new Promise<never>((_, reject) => {
    const end = () => {
      reject(error());
    };
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  });
  over.catch(() => undefined);
  return over;
}

/**
 * The time until Lambda ends a function, less what is kept for the answer.
 *
 * @param remaining milliseconds, as Lambda's context tells them
 */
export function timeLeft(remaining: number): TimeLeft {
  const milliseconds = Math.max(remaining - MARGIN_MILLISECONDS, 0);
  const signal = AbortSignal.timeout(milliseconds);
  // Every call under way listens, which Node would warn of as a leak.
  setMaxListeners(Infinity, signal);
  return { milliseconds, signal };
}
