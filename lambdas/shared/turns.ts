const HOUR = 3_600_000;
/** In milliseconds. */
export const DAY = 24 * HOUR;
/** Parts of a round by which turns spread over all items evenly, the one whatever the other does. */
export const RATIO = { golden: 0.618_033_988_75, silver: 0.414_213_562_37 } as const;

/**
 * The same items, beginning somewhere else every time.
 *
 * @param every milliseconds from one time to the next: of turns that are left out those that come spread no more
 * evenly. @default - an hour
 * @param ratio what is in turn within something that is in turn takes another one, else it always begins at the same
 * place when its own turn has come. @default - golden
 */
export function inTurn<T>(items: readonly T[], now: number, every = HOUR, ratio: number = RATIO.golden): T[] {
  const first = Math.floor(items.length * ((Math.floor(now / every) * ratio) % 1));
  return [...items.slice(first), ...items.slice(0, first)];
}
