/** Up to so many pages; whether it was cut. A server that never ends must not keep the function. */
export async function* upTo<T>(
  count: number,
  pages: AsyncIterable<T>,
  whenCut: () => void,
): AsyncGenerator<T> {
  let seen = 0;
  for await (const page of pages) {
    if (seen === count) {
      whenCut();
      return;
    }
    seen++;
    yield page;
  }
}

const HOUR = 3_600_000;
/** In milliseconds. */
export const DAY = 24 * HOUR;
/** Turns that spread over all items evenly. */
const GOLDEN_RATIO = 0.618_033_988_75;

/**
 * The same items, beginning somewhere else every time.
 *
 * @param every milliseconds from one time to the next: of turns that are left out those that come spread no more
 * evenly. @default - an hour
 */
export function inTurn<T>(items: readonly T[], now: number, every = HOUR): T[] {
  const first = Math.floor(items.length * ((Math.floor(now / every) * GOLDEN_RATIO) % 1));
  return [...items.slice(first), ...items.slice(0, first)];
}
