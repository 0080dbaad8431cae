/** Something that comes after others, named by their names. */
export interface Ordered {
  readonly name: string;
  readonly after: readonly string[];
}

/**
 * Sorts so that everything stands behind what it comes after; ties keep the order given.
 *
 * @throws RangeError when a name is missing or the order has a cycle: that is our mistake, not the user's.
 */
export function inOrder<T extends Ordered>(items: readonly T[]): T[] {
  const byName = new Map(items.map((item) => [item.name, item]));
  const state = new Map<string, "open" | "done">();
  const sorted: T[] = [];
  const visit = (name: string, from: string): void => {
    if (state.get(name) === "done") return;
    const item = byName.get(name);
    if (!item) throw new RangeError(`${from} comes after ${name}, which is not planned`);
    if (state.get(name) === "open") throw new RangeError(`${from} and ${name} come after each other`);
    state.set(name, "open");
    for (const before of item.after) visit(before, name);
    state.set(name, "done");
    sorted.push(item);
  };
  for (const { name } of items) visit(name, name);
  return sorted;
}
