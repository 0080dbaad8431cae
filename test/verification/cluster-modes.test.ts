import { type ProblemError } from "../../problem";
import { areSameModes, clusterModes, parseClusterModes } from "../../verification";
import { settingsWith } from "../lambdas/image-verification/support";

const PLACE = { partition: "aws", accountId: "444444444444", region: "eu-central-1" };
const MODES = { version: 1, ...PLACE, modes: { shop: "block", tools: "alert", lab: "off" } };

function problems(value: unknown): string[] {
  try {
    parseClusterModes(value);
    return [];
  } catch (error) {
    return (error as ProblemError).problems.map(
      ({ path, code, message, allowed = "" }) => `${path} ${code}: ${message}; ${allowed}`,
    );
  }
}

test("the modes of settings are those of their clusters, and of those that are off", () => {
  const modes = clusterModes(settingsWith({ unverified: ["lab"] }));
  expect(JSON.parse(JSON.stringify(modes))).toEqual(MODES);
  expect(parseClusterModes(JSON.parse(JSON.stringify(modes)))).toEqual(modes);
});

test("names that every object has are names of clusters like any other", () => {
  const settings = settingsWith({ clusters: {}, unverified: ["__proto__", "constructor"] });
  const { modes } = parseClusterModes(JSON.parse(JSON.stringify(clusterModes(settings))));
  expect(Object.entries(modes)).toEqual([
    ["__proto__", "off"],
    ["constructor", "off"],
  ]);
});

test.each<[string, unknown, string[]]>([
  [
    "an unknown key",
    { ...MODES, clusters: {} },
    ["clusters unknown-key: is not known; version, partition, accountId, region, modes"],
  ],
  ["no version", { ...MODES, version: undefined }, ["version missing-key: is missing; 1"]],
  ["another version", { ...MODES, version: 2 }, ["version invalid-value: is 2; 1"]],
  [
    "a partition",
    { ...MODES, partition: "AWS" },
    ['partition invalid-value: is "AWS"; a partition such as aws'],
  ],
  ["an account", { ...MODES, accountId: "4" }, ['accountId invalid-value: is "4"; 12 digits']],
  ["a region", { ...MODES, region: "*" }, ['region invalid-value: is "*"; a region']],
  ["no modes", { ...MODES, modes: undefined }, ["modes missing-key: is missing; an object"]],
  ["a list of modes", { ...MODES, modes: ["shop"] }, ['modes invalid-value: is ["shop"]; an object']],
  [
    "a mode that is none",
    { ...MODES, modes: { shop: "warn" } },
    ['modes.shop invalid-value: is "warn"; block, alert, off'],
  ],
  [
    "a name that is none",
    { ...MODES, modes: { "*": "alert" } },
    ['modes.* invalid-value: is "*"; a name of letters, digits, - and _'],
  ],
])("%s is refused", (_, value, expected) => {
  expect(problems(value)).toEqual(expected);
});

test.each([null, "", 1, []])("%j is no object of modes", (value) => {
  expect(problems(value)).toContain(` invalid-value: is ${JSON.stringify(value)}; an object`);
});

test("modes are the same in whatever order, and differ by place, cluster and mode", () => {
  const read = (change: object) => parseClusterModes({ ...MODES, ...change });
  const one = read({});
  expect(areSameModes(one, read({ modes: { lab: "off", tools: "alert", shop: "block" } }))).toBe(true);
  for (const change of [
    { region: "eu-west-1" },
    { accountId: "555555555555" },
    { partition: "aws-cn" },
    { modes: { shop: "block", tools: "alert" } },
    { modes: { ...MODES.modes, shop: "alert" } },
    { modes: { ...MODES.modes, more: "off" } },
  ])
    expect(areSameModes(one, read(change))).toBe(false);
});
