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
/** Turns that spread over all items evenly. */
const GOLDEN_RATIO = 0.618_033_988_75;

/** The same items, beginning somewhere else every hour. */
export function inTurn<T>(items: readonly T[], now: number): T[] {
  const first = Math.floor(items.length * ((Math.floor(now / HOUR) * GOLDEN_RATIO) % 1));
  return [...items.slice(first), ...items.slice(0, first)];
}
