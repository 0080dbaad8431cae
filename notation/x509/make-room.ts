/** Forgets the oldest of what is kept, where there is no room for one more: a full cache costs time, and no memory. */
export function makeRoom<Key>(
  kept: { readonly size: number; keys(): Iterable<Key>; delete(key: Key): boolean },
  capacity: number,
): void {
  const [oldest] = kept.keys();
  if (kept.size >= capacity && oldest !== undefined) kept.delete(oldest);
}
