import * as fc from "fast-check";
import { signingFilters, type UnsignedRepositories } from "../../../modules/signing";
import { workOf } from "../../support/work";

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

/**
 * The fewest filters there can be: a beginning counts once when it may be matched as a whole, else what stands
 * behind it, letter by letter.
 */
function fewest(
  wanted: readonly string[],
  forbidden: (beginning: string) => boolean,
  beginning = "",
): number {
  if (wanted.length === 0) return 0;
  if (beginning !== "" && !forbidden(beginning)) return 1;
  const children = new Map<string, string[]>();
  let named = 0;
  for (const name of wanted) {
    const child = name.slice(0, beginning.length + 1);
    if (child === beginning) named++;
    else children.set(child, [...(children.get(child) ?? []), name]);
  }
  return [...children].reduce((sum, [child, names]) => sum + fewest(names, forbidden, child), named);
}

function numbered(prefix: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${prefix}${String(index).padStart(3, "0")}`);
}

const segment = fc.constantFrom("a", "b", "c", "d", "e", "web", "web-a");
const nested = fc.array(segment, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
/** Many shallow folders with numbers, as the teams of a large organization have them. */
const numberedFolder = fc
  .tuple(
    fc.constantFrom("team-", "team", "t", "x-"),
    fc.nat({ max: 400 }),
    fc.constantFrom("", "/api", "/web"),
  )
  .map(([word, number, repository]) => `${word}${String(number)}${repository}`);
const registryOf = (name: fc.Arbitrary<string>) =>
  fc.record({
    wanted: fc.uniqueArray(name, { maxLength: 260, size: "max" }),
    names: fc.uniqueArray(name, { maxLength: 12 }),
    prefixes: fc.uniqueArray(name, { maxLength: 3 }),
    cached: fc.array(name, { minLength: 1, maxLength: 5 }),
  });
const registry = fc.oneof(registryOf(nested), registryOf(numberedFolder));

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
        const forbidden = (beginning: string) =>
          others.names.some((other) => other.startsWith(beginning)) ||
          others.prefixes.some(
            (prefix) => `${prefix}/`.startsWith(beginning) || beginning.startsWith(`${prefix}/`),
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

  test("cuts names where folders are too many, as little as possible", () => {
    const teams = Array.from({ length: 197 }, (_, index) => `team-${String(index)}`);
    const names = teams.flatMap((team) => [`${team}/api`, `${team}/web`]);
    expect(signingFilters(names)).toEqual(
      [
        ...Array.from({ length: 10 }, (_, index) => `team-${String(index)}/*`),
        ...Array.from({ length: 90 }, (_, index) => `team-${String(index + 10)}${index < 10 ? "" : "/"}*`),
      ].sort(),
    );
  });

  test("leaves alone what needs no cut beside it", () => {
    expect(signingFilters([...numbered("team-", 101), "shop/api", "shop/web", "tools"])).toEqual([
      "shop/*",
      ...numbered("team-", 100)
        .filter((name) => name.endsWith("0"))
        .map((name) => `${name.slice(0, -1)}*`),
      "team-100",
      "tools",
    ]);
  });

  test("cuts no shorter than an unsigned repository or a cache lets it", () => {
    const filters = signingFilters(numbered("team-", 300), { names: ["team-1"], prefixes: ["team-2"] });
    expect(filters).toHaveLength(30);
    expect(
      filters.filter((filter) => ["team-1", "team-2", "team-2/x"].some((name) => matches(filter, name))),
    ).toEqual([]);
  });

  test("gives more than a hundred only when there is no shorter list", () => {
    const names = numbered("repository-", 101);
    expect(signingFilters(names, { names: names.map((name) => `${name}-test`) })).toEqual(names);
  });

  test("takes well under a second for five thousand repositories, of which as many are unsigned", async () => {
    const names = numbered("repository-", 10_000);
    const { value: filters, milliseconds } = await workOf(1_000, () =>
      signingFilters(
        names.filter((_, index) => index % 2 === 0),
        { names: names.filter((_, index) => index % 2 === 1), prefixes: ["docker-hub", "quay"] },
      ),
    );
    expect(milliseconds).toBeLessThan(1_000);
    expect(filters).toHaveLength(5000);
  });
});
