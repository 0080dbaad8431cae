/**
 * Most filters one signing rule takes.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SigningRule.html
 */
export const MAX_SIGNING_FILTERS = 100;

/** Repositories that a signing rule must leave alone. */
export interface UnsignedRepositories {
  /** Exact names. @default - none */
  readonly names?: readonly string[];
  /**
   * Prefixes without a closing slash, under which repositories appear by themselves; `ROOT` stands for the
   * whole registry, as in pull-through cache rules and creation templates. @default - none
   */
  readonly prefixes?: readonly string[];
}

/** Whether a repository lies under a prefix. */
export function liesUnder(repository: string, prefix: string): boolean {
  return repository.startsWith(folderOf(prefix));
}

/**
 * The filters of a signing rule: they match every repository given and none of the others.
 *
 * ECR has no negative filters. Up to {@link MAX_SIGNING_FILTERS} repositories are named one by one; beyond that
 * the deepest common folders become `folder/*` first, then shallower ones, until the list is short enough. Where
 * not even the shallowest folders are, their names are cut: `team-1*` for `team-1/` and `team-10/`, the longest
 * cut that is short enough. A list that is still longer is the shortest there is of names and beginnings; a `*`
 * elsewhere, which ECR takes too, is not tried.
 */
export function signingFilters(repositories: readonly string[], others: UnsignedRepositories = {}): string[] {
  const wanted = [...new Set(repositories)];
  const allowed = allowedFolders(wanted, others);
  let filters = wanted.map((name): Filter => ({ stem: name, names: 1 }));
  for (let depth = deepest(wanted); depth >= 1 && filters.length > MAX_SIGNING_FILTERS; depth--) {
    filters = inFolders(wanted, allowed, depth);
  }
  if (filters.length > MAX_SIGNING_FILTERS) filters = cut(filters, others);
  return filters.map(({ stem, names }) => (names > 1 ? `${stem}*` : stem)).sort();
}

/** What one filter matches: everything that begins with the stem, or the one repository of that name. */
interface Filter {
  readonly stem: string;
  /** How many of the repositories given. */
  readonly names: number;
}

/** `a/b/c` lies in the folders `a/` and `a/b/`. */
function foldersOf(repository: string): string[] {
  const parts = repository.split("/");
  return parts.slice(1).map((_, index) => `${parts.slice(0, index + 1).join("/")}/`);
}

/** Beginning of the names under a prefix: `shop/`; nothing for `ROOT`, under which all are. */
export function folderOf(prefix: string): string {
  return prefix === "ROOT" ? "" : `${prefix.replace(/\/$/, "")}/`;
}

function deepest(repositories: readonly string[]): number {
  return repositories.reduce((depth, name) => Math.max(depth, foldersOf(name).length), 0);
}

/** Folders of which everything may be signed: none of the others lies in them, nor they in an excluded prefix. */
function allowedFolders(
  wanted: readonly string[],
  { names = [], prefixes = [] }: UnsignedRepositories,
): Set<string> {
  const excluded = prefixes.map(folderOf);
  const taken = new Set([...names, ...excluded].flatMap(foldersOf));
  return new Set(
    wanted
      .flatMap(foldersOf)
      .filter((name) => !taken.has(name) && !excluded.some((prefix) => name.startsWith(prefix))),
  );
}

function groupBy<T>(items: readonly T[], keyOf: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

/** Puts every repository under its shallowest allowed folder of at least this depth. */
function inFolders(wanted: readonly string[], allowed: ReadonlySet<string>, depth: number): Filter[] {
  const shallowest = (name: string) =>
    foldersOf(name)
      .slice(depth - 1)
      .find((candidate) => allowed.has(candidate)) ?? name;
  return [...groupBy(wanted, shallowest)].map(([stem, names]) =>
    names.length > 1 ? { stem, names: names.length } : { stem: names[0] as string, names: 1 },
  );
}

/** Joins filters whose stems begin alike, by the longest beginning that leaves few enough. */
function cut(filters: readonly Filter[], others: UnsignedRepositories): Filter[] {
  const shortest = shortestStems(others);
  const stems = filters.map((filter) => ({ ...filter, shortest: shortest(filter.stem) }));
  const joined = (length: number): Filter[] =>
    [...groupBy(stems, (each) => each.stem.slice(0, Math.max(length, each.shortest))).values()].map(join);
  let short = 1;
  let long = Math.max(...stems.map(({ stem }) => stem.length));
  // The shorter the beginnings, the fewer there are.
  while (short < long) {
    const middle = Math.ceil((short + long) / 2);
    if (joined(middle).length > MAX_SIGNING_FILTERS) long = middle - 1;
    else short = middle;
  }
  return joined(short);
}

/** One filter for several; by the longest beginning they share, so that little is signed unasked. */
function join(filters: readonly Filter[]): Filter {
  const [first, ...rest] = filters as [Filter, ...Filter[]];
  const length = rest.reduce(
    (shared, { stem }) => Math.min(shared, alike(first.stem, stem)),
    first.stem.length,
  );
  return { stem: first.stem.slice(0, length), names: filters.reduce((sum, { names }) => sum + names, 0) };
}

/** Length of the shortest beginning of a stem that none of the others begins with, nor could in an excluded prefix. */
function shortestStems({ names = [], prefixes = [] }: UnsignedRepositories): (stem: string) => number {
  const excluded = prefixes.map(folderOf);
  const sorted = [...names, ...excluded].sort();
  return (stem) => {
    if (excluded.some((prefix) => stem.startsWith(prefix))) return Infinity;
    // What has most in common with the stem stands next to it.
    const at = placeOf(stem, sorted);
    return 1 + Math.max(alike(stem, sorted[at - 1] ?? ""), alike(stem, sorted[at] ?? ""));
  };
}

/** Index of the first text that is not less. */
function placeOf(text: string, sorted: readonly string[]): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as string) < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Length of the beginning that two texts share. */
function alike(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}
