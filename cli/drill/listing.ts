/** What a repository holds. */
export interface Listing {
  /** Images that a workload may run, without indexes and what is only about others. */
  readonly images: readonly { readonly digest: string; readonly tags: readonly string[] }[];
  /** Digests of all that may be pulled from it. */
  readonly held: ReadonlySet<string>;
  /** Digests of the indexes that list an image, directly or through another index, by the digest of the image. */
  readonly indexes: ReadonlyMap<string, readonly string[]>;
}

/** A repository of which nothing is there. */
export const EMPTY: Listing = { images: [], held: new Set(), indexes: new Map() };

/**
 * Indexes by what they list; an index may list another.
 *
 * @param children what each index lists, by its digest
 */
export function indexesByImage(
  children: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, Set<string>>();
  for (const index of children.keys()) {
    const seen = new Set<string>();
    const queue = [index];
    for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
      for (const child of children.get(next) ?? []) {
        if (seen.has(child) || child === index) continue;
        seen.add(child);
        queue.push(child);
        found.set(child, (found.get(child) ?? new Set()).add(index));
      }
    }
  }
  return new Map([...found].map(([digest, indexes]) => [digest, [...indexes]]));
}
