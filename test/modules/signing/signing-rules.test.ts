import { signingFilterMatches, signingFilters, signingProfilesOf, signingRulesText } from "../../../aws";
import { workOf } from "../../support/work";

test.each([
  ["shop/api", "shop/api", true],
  ["shop/api", "shop/api2", false],
  ["shop/api", "my/shop/api", false],
  ["shop/*", "shop/api", true],
  ["shop/*", "shop", false],
  ["shop/*", "shop/", true],
  ["*/production", "shop/production", true],
  ["*/production", "production", false],
  ["*prod*", "prod", true],
  ["*prod*", "a/prod/b", true],
  ["*prod*", "a/pro/d", false],
  ["a*b*c", "abc", true],
  ["a*b*c", "a-b-b-c", true],
  ["a*b*c", "acb", false],
  ["a*a", "a", false],
  ["ab*ba", "aba", false],
  ["*", "", true],
  ["**", "anything/at/all", true],
  ["a.c", "abc", false],
  ["", "", true],
  ["", "a", false],
])("the filter %j on %j: %p", (filter, repository, matches) => {
  expect(signingFilterMatches(filter, repository)).toBe(matches);
});

test("a long filter of many wildcards is decided at once", async () => {
  const filter = `${"a*".repeat(120)}b`;
  const { value, milliseconds } = await workOf(50, () => signingFilterMatches(filter, "a".repeat(256)));
  expect(value).toBe(false);
  expect(milliseconds).toBeLessThan(50);
});

test("the filters we make match what they are made for", () => {
  const repositories = Array.from(
    { length: 250 },
    (_, index) => `team-${String(index % 30)}/app-${String(index)}`,
  );
  const filters = signingFilters(repositories, { names: ["other/app"] });
  for (const repository of repositories) {
    expect(filters.some((filter) => signingFilterMatches(filter, repository))).toBe(true);
  }
  expect(filters.some((filter) => signingFilterMatches(filter, "other/app"))).toBe(false);
});

describe("the profiles of a repository", () => {
  const rules = [
    { profileArn: "one", filters: ["shop/*"] },
    { profileArn: "two", filters: ["web", "shop/api"] },
    { profileArn: "one", filters: ["web"] },
  ];

  test("are those of every rule that matches, each once", () => {
    expect(signingProfilesOf("shop/api", rules)).toEqual(["one", "two"]);
    expect(signingProfilesOf("web", rules)).toEqual(["two", "one"]);
    expect(signingProfilesOf("tools", rules)).toEqual([]);
  });

  test("without filters are those of every repository", () => {
    expect(signingProfilesOf("tools", [{ profileArn: "all", filters: [] }])).toEqual(["all"]);
  });
});

test("rules that mean the same have one text, others another", () => {
  const rules = [
    { profileArn: "b", filters: ["x", "y"] },
    { profileArn: "a", filters: ["z"] },
  ];
  const same = [
    { profileArn: "a", filters: ["z", "z"] },
    { profileArn: "b", filters: ["y", "x"] },
  ];
  expect(signingRulesText(same)).toBe(signingRulesText(rules));
  expect(signingRulesText([{ profileArn: "a", filters: ["z"] }])).not.toBe(signingRulesText(rules));
  expect(signingRulesText([{ profileArn: "a", filters: [] }])).not.toBe(
    signingRulesText([{ profileArn: "a", filters: ["z"] }]),
  );
});
