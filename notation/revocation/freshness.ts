/** How far the clock of whoever answers may be ahead, in milliseconds. */
const CLOCK_SKEW = 5 * 60_000;

/** When an answer about revocation holds, in milliseconds since 1970. */
export interface Period {
  readonly thisUpdate: number;
  /** @default - it never ends, and nobody could say that it still holds */
  readonly nextUpdate: number | undefined;
}

/**
 * Why an answer does not hold now; nothing when it does. One of the future is not reliable: whoever made it did not
 * know the time, or made it in stock.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6960#section-4.2.2.1
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-5.1.2.4
 */
export function staleness({ thisUpdate, nextUpdate }: Period, now: number): string | undefined {
  if (thisUpdate > now + CLOCK_SKEW) return "is of the future";
  return nextUpdate === undefined || now > nextUpdate ? "is out of date" : undefined;
}
