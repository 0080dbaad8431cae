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

/** Items in groups of at most `size`. */
export function chunks<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** Does the work for every item, at most `width` at a time; results come in the order of the items. */
export async function inParallel<T, R>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results: R[] = [];
  const queue = [...items.entries()];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}

const HOUR = 3_600_000;
/** Turns that spread over all items evenly. */
const GOLDEN_RATIO = 0.618_033_988_75;

/** The same items, beginning somewhere else every hour. */
export function inTurn<T>(items: readonly T[], now: number): T[] {
  const first = Math.floor(items.length * ((Math.floor(now / HOUR) * GOLDEN_RATIO) % 1));
  return [...items.slice(first), ...items.slice(0, first)];
}
