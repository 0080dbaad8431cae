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
   * whole registry, as in pull-through cache rules. @default - none
   */
  readonly prefixes?: readonly string[];
}

/** Whether a repository lies under a prefix of pull-through caches. */
export function liesUnder(repository: string, prefix: string): boolean {
  return repository.startsWith(folder(prefix));
}

/**
 * The filters of a signing rule: they match every repository given and none of the others.
 *
 * ECR has no negative filters. Up to {@link MAX_SIGNING_FILTERS} repositories are named one by one; beyond that
 * the deepest common folders become `folder/*` first, then shallower ones, until the list is short enough. A
 * list that is still longer is the shortest there is.
 */
export function signingFilters(repositories: readonly string[], others: UnsignedRepositories = {}): string[] {
  const wanted = [...new Set(repositories)];
  const allowed = allowedFolders(wanted, others);
  let filters = wanted;
  for (let depth = deepest(wanted); depth >= 1 && filters.length > MAX_SIGNING_FILTERS; depth--) {
    filters = compress(wanted, allowed, depth);
  }
  return filters.sort();
}

/** `a/b/c` lies in the folders `a/` and `a/b/`. */
function foldersOf(repository: string): string[] {
  const parts = repository.split("/");
  return parts.slice(1).map((_, index) => `${parts.slice(0, index + 1).join("/")}/`);
}

function folder(prefix: string): string {
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
  const excluded = prefixes.map(folder);
  const taken = new Set([...names, ...excluded].flatMap(foldersOf));
  return new Set(
    wanted
      .flatMap(foldersOf)
      .filter((name) => !taken.has(name) && !excluded.some((prefix) => name.startsWith(prefix))),
  );
}

/** Puts every repository under its shallowest allowed folder of at least this depth. */
function compress(wanted: readonly string[], allowed: ReadonlySet<string>, depth: number): string[] {
  const groups = new Map<string, string[]>();
  for (const name of wanted) {
    const group = foldersOf(name)
      .slice(depth - 1)
      .find((candidate) => allowed.has(candidate));
    const key = group ?? name;
    groups.set(key, [...(groups.get(key) ?? []), name]);
  }
  return [...groups].map(([key, names]) => (names.length > 1 ? `${key}*` : (names[0] as string)));
}
