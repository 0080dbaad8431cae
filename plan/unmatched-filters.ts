import { scanningFilterMatches } from "../aws";
import { listed, type Rule } from "./note";

/** Whether repositories that ECR makes below the prefix of a cache can match: all up to the first `*` decides. */
function mayMatchBelow(prefix: string, filter: string): boolean {
  const [start = ""] = filter.split("*");
  return !filter.includes("*") || `${prefix}/`.startsWith(start) || start.startsWith(`${prefix}/`);
}

/** A misspelt filter scans nothing, and nothing else tells. */
export const unmatchedFilters: Rule = ({ registry: { scanning, repositories, pullThroughCache } }) => {
  const names = Object.keys(repositories);
  const prefixes = Object.keys(pullThroughCache);
  return (["continuous", "onPush"] as const).flatMap((key) => {
    const unmatched = scanning[key].filter(
      (filter) =>
        !/^\*+$/.test(filter) &&
        !names.some((name) => scanningFilterMatches(filter, name)) &&
        !prefixes.some((prefix) => mayMatchBelow(prefix, filter)),
    );
    if (unmatched.length === 0) return [];
    return [
      {
        code: "filter-matches-nothing",
        path: `registry.scanning.${key}`,
        message: `${listed(unmatched)} ${unmatched.length === 1 ? "matches" : "match"} no repository and no cache of this file`,
        change:
          "correct or remove what does not match, unless the registry has repositories that this file does not list",
      },
    ];
  });
};
