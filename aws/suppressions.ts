import { REPOSITORY_NAME } from "./patterns";

/** Longest reason and description of a filter. @see https://docs.aws.amazon.com/inspector/v2/APIReference/API_CreateFilter.html */
export const FILTER_TEXT_LENGTH = 512;

/** What a suppression hides: what fits every list that is there; a list of repositories may hold `shop/*`. */
export interface SuppressionScope {
  readonly vulnerabilities?: readonly string[] | undefined;
  readonly packages?: readonly string[] | undefined;
  readonly repositories?: readonly string[] | undefined;
}

/** A repository, or what several begin with and a last `/*`: Inspector compares no other pattern. */
export const SUPPRESSED_REPOSITORY = new RegExp(`^${REPOSITORY_NAME.source.slice(1, -1)}(?:/\\*)?$`);

/** Longest id of a vulnerability and name of a package. */
export const SUPPRESSION_LENGTH = { vulnerability: 100, package: 100 } as const;

/**
 * Why a suppression would hide more than anybody can have looked at, or `undefined`.
 *
 * A vulnerability can be judged once for every image. A package cannot: what is found in it tomorrow, nobody has
 * seen today. So a package alone is hidden only in repositories that are named in full.
 */
export function tooBroad(scope: SuppressionScope): string | undefined {
  const { vulnerabilities = [], packages = [], repositories = [] } = scope;
  if (vulnerabilities.length > 0) return undefined;
  if (packages.length === 0)
    return "names neither vulnerabilities nor packages, so it would hide everything, also what is found later";
  const what = `names no vulnerabilities, so it would hide everything in ${packages.join(", ")}, also what is found later`;
  if (repositories.length === 0) return `${what}, in every image`;
  const patterns = repositories.filter((name) => name.endsWith("*"));
  return patterns.length === 0 ? undefined : `${what}, in whatever repositories ${patterns.join(", ")} match`;
}
