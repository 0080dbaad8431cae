import { folderOf, type RegistrySigningRule } from "../../aws";
import { type Problem } from "../../problem";
import { type RegistryContents } from "../registry-contents";
import { type SigningRule } from "./signing-rules";

/** What wildcard filters reach of what the app declares beside the repositories that their rules name. */
export function reachProblems(
  path: string,
  rules: readonly SigningRule[],
  filtersOf: readonly RegistrySigningRule["filters"][],
  { caches, templates, repositories }: RegistryContents,
): Problem[] {
  const wide = rules.flatMap((rule, index) =>
    (filtersOf[index] ?? [])
      .filter((filter) => filter.endsWith("*"))
      .map((filter) => ({ filter, stem: filter.slice(0, -1), signed: new Set(rule.repositories) })),
  );
  const tooWide = (filter: string, reached: string, prop: string): Problem => ({
    code: "signing-filter-too-wide",
    path,
    message: `the filter ${filter} reaches ${reached}`,
    change: `name it in ${prop}`,
  });
  return wide.flatMap(({ filter, stem, signed }) => {
    const within = (prefix: string) => {
      const folder = folderOf(prefix);
      return folder.startsWith(stem) || stem.startsWith(folder);
    };
    const prefixes = (made: ReadonlyMap<string, string>) => [...made].filter(([prefix]) => within(prefix));
    return [
      ...prefixes(caches).map(([prefix, cache]) =>
        tooWide(filter, `what ${cache} caches under ${prefix}`, "excludedPrefixes"),
      ),
      ...prefixes(templates).map(([prefix, template]) =>
        tooWide(filter, `what a push creates under ${prefix} by ${template}`, "createdPrefixes"),
      ),
      ...[...repositories]
        .filter(([name]) => name.startsWith(stem) && !signed.has(name))
        .map(([name, repository]) =>
          tooWide(
            filter,
            `${name}, which ${repository.path} makes and the rule does not name`,
            "unsignedRepositories",
          ),
        ),
    ];
  });
}
