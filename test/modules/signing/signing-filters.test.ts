import * as fc from "fast-check";
import { signingFilters, type UnsignedRepositories } from "../../../modules/signing";

const SEED = { seed: 20261124 };

/** ECR's `WILDCARD_MATCH`, read letter by letter from its documentation: `*` stands for any run of characters. */
function matches(filter: string, name: string): boolean {
  if (filter === "") return name === "";
  if (filter.startsWith("*")) {
    return Array.from({ length: name.length + 1 }, (_, used) => name.slice(used)).some((rest) =>
      matches(filter.slice(1), rest),
    );
  }
  return filter[0] === name[0] && matches(filter.slice(1), name.slice(1));
}

/** The fewest filters there can be: a folder counts once when nothing else lies in it, else what is in it. */
function fewest(wanted: readonly string[], forbidden: (folder: string) => boolean, folder = ""): number {
  if (wanted.length === 0) return 0;
  if (folder !== "" && !forbidden(folder)) return 1;
  const children = new Map<string, string[]>();
  let named = 0;
  for (const name of wanted) {
    const end = name.indexOf("/", folder.length);
    if (end < 0) named++;
    else children.set(name.slice(0, end + 1), [...(children.get(name.slice(0, end + 1)) ?? []), name]);
  }
  return [...children].reduce((sum, [child, names]) => sum + fewest(names, forbidden, child), named);
}

function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(3, "0")}`);
}

const segment = fc.constantFrom("a", "b", "c", "d", "e", "web", "web-a");
const name = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
const registry = fc.record({
  wanted: fc.uniqueArray(name, { maxLength: 260, size: "max" }),
  names: fc.uniqueArray(name, { maxLength: 12 }),
  prefixes: fc.uniqueArray(name, { maxLength: 3 }),
  cached: fc.array(name, { minLength: 1, maxLength: 5 }),
});

function apart({ wanted, names, prefixes }: { wanted: string[] } & Required<UnsignedRepositories>) {
  const signed = wanted.filter(
    (repository) => !prefixes.some((prefix) => repository.startsWith(`${prefix}/`)),
  );
  return { signed, others: { names: names.filter((other) => !signed.includes(other)), prefixes } };
}

describe("signingFilters", () => {
  test("matches every repository wanted, none of the others and nothing under an excluded prefix", () => {
    fc.assert(
      fc.property(registry, ({ cached, ...rest }) => {
        const { signed, others } = apart({ ...rest, names: [...rest.names], prefixes: [...rest.prefixes] });
        const filters = signingFilters(signed, others);
        const matched = (repository: string) => filters.some((filter) => matches(filter, repository));
        expect(signed.filter((repository) => !matched(repository))).toEqual([]);
        expect(others.names.filter(matched)).toEqual([]);
        const inCaches = others.prefixes.flatMap((prefix) => cached.map((image) => `${prefix}/${image}`));
        expect(inCaches.filter(matched)).toEqual([]);
      }),
      { ...SEED, numRuns: 150 },
    );
  });

  test("stays within a hundred filters whenever that can be done", () => {
    fc.assert(
      fc.property(registry, (sample) => {
        const { signed, others } = apart(sample);
        const forbidden = (folder: string) =>
          others.names.some((other) => other.startsWith(folder)) ||
          others.prefixes.some(
            (prefix) => `${prefix}/`.startsWith(folder) || folder.startsWith(`${prefix}/`),
          );
        const least = fewest(signed, forbidden);
        const { length } = signingFilters(signed, others);
        expect(length).toBeGreaterThanOrEqual(least);
        expect(length <= 100 || length === least).toBe(true);
      }),
      { ...SEED, numRuns: 300 },
    );
  });

  test("does not depend on order or repetition", () => {
    fc.assert(
      fc.property(registry, (sample) => {
        const { signed, others } = apart(sample);
        const turned = [...signed].reverse();
        expect(signingFilters([...turned, ...signed], others)).toEqual(signingFilters(signed, others));
      }),
      { ...SEED, numRuns: 100 },
    );
  });

  test("writes only what ECR takes as a filter", () => {
    fc.assert(
      fc.property(registry, (sample) => {
        const { signed, others } = apart(sample);
        const pattern = /^(?:[a-z0-9*]+(?:[._-][a-z0-9*]+)*\/)*[a-z0-9*]+(?:[._-][a-z0-9*]+)*$/;
        expect(signingFilters(signed, others).filter((filter) => !pattern.test(filter))).toEqual([]);
      }),
      { ...SEED, numRuns: 100 },
    );
  });

  test("names up to a hundred repositories one by one, sorted", () => {
    const names = [...numbered("shop/", 98), "web", "api"];
    expect(signingFilters([...names].reverse())).toEqual(["api", ...numbered("shop/", 98), "web"]);
  });

  test("makes a folder of what is too much", () => {
    expect(signingFilters([...numbered("shop/", 100), "web"])).toEqual(["shop/*", "web"]);
  });

  test("takes the deepest folders first, so that little is signed unasked", () => {
    const names = [...numbered("shop/eu/", 60), ...numbered("shop/us/", 60), "shop/api", "tools/cli"];
    expect(signingFilters(names)).toEqual(["shop/api", "shop/eu/*", "shop/us/*", "tools/cli"]);
  });

  test("takes shallower folders when the deep ones are not enough", () => {
    const names = numbered("shop/", 101).flatMap((team) => [`${team}/api`, `${team}/web`]);
    expect(signingFilters(names)).toEqual(["shop/*"]);
  });

  test("keeps a folder with one repository by its name", () => {
    expect(signingFilters([...numbered("shop/", 100), "web/only"])).toEqual(["shop/*", "web/only"]);
  });

  test("goes round an unsigned repository", () => {
    const names = [...numbered("shop/eu/", 60), ...numbered("shop/us/", 60)];
    expect(signingFilters(names, { names: ["shop/us/test"] })).toEqual([
      "shop/eu/*",
      ...numbered("shop/us/", 60),
    ]);
  });

  test("goes round a prefix of pull-through caches, above and below", () => {
    const names = [...numbered("shop/", 60), ...numbered("web/", 60)];
    const expected = [...numbered("shop/", 60), "web/*"];
    expect(signingFilters(names, { prefixes: ["shop/mirror/quay"] })).toEqual(expected);
    expect(signingFilters(numbered("mirror/own/", 101), { prefixes: ["mirror"] })).toHaveLength(101);
  });

  test("does not take a name that only begins alike for a prefix", () => {
    expect(
      signingFilters(numbered("shop/", 101), { names: ["shop", "shop-2/x"], prefixes: ["sho"] }),
    ).toEqual(["shop/*"]);
  });

  test("makes no folders where a cache serves the whole registry", () => {
    expect(signingFilters(numbered("shop/", 101), { prefixes: ["ROOT"] })).toEqual(numbered("shop/", 101));
  });

  test("gives more than a hundred only when there is no shorter list", () => {
    expect(signingFilters(numbered("repository-", 101))).toEqual(numbered("repository-", 101));
  });
});
