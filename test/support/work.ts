/** Milliseconds that this process has worked; waiting for a busy machine does not count. */
function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** What something came to, and the milliseconds of work that it took. */
export interface Work<T> {
  readonly value: T;
  readonly milliseconds: number;
}

const ATTEMPTS = 5;
/** How much longer than the bound the first attempt may take: later ones may find what it has left in a cache. */
const FIRST = 3;

/**
 * Does something that has to be done within a bound. What takes longer is done again, unless it takes much longer, and
 * the shortest of five counts: it may have been the turn of the garbage collector, which also clears up after every
 * other test.
 */
export async function workOf<T>(bound: number, run: () => T | Promise<T>): Promise<Work<T>> {
  let shortest = Infinity;
  for (let attempt = 1; ; attempt += 1) {
    const begun = cpuTime();
    const value = await run();
    shortest = Math.min(shortest, cpuTime() - begun);
    if (shortest < bound || shortest > FIRST * bound || attempt === ATTEMPTS)
      return { value, milliseconds: shortest };
  }
}
