import { readFileSync } from "node:fs";
import fc from "fast-check";
import { parseOrganization } from "../../config";
import { distance } from "../../config/distance";
import { type Problem, ProblemError } from "../../problem";
import { VALID } from "./bad-files/base";

jest.mock("../../config/distance", () => {
  const real = jest.requireActual<{ distance: typeof distance }>("../../config/distance");
  return { distance: jest.fn(real.distance) };
});

const FILE = "organization.yaml";

function refusalOf(text: string): ProblemError {
  try {
    parseOrganization(text, FILE);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error;
  }
  return new ProblemError([]);
}

const problemsOf = (text: string): readonly Problem[] => refusalOf(text).problems;

const firstMessage = (text: string) => refusalOf(text).message.split("\n")[0];

/** What many things look like next to each other. */
const many = (count: number, one: (index: number) => string, between = "") =>
  Array.from({ length: count }, (_, index) => one(index)).join(between);

/** The valid file with something else in the place of a part. */
const instead = (part: string, text: string) => VALID.replace(part, () => text);

const TOO_DEEP =
  "lists and maps are nested too deeply; allowed: 32 levels; end them by less indentation, or by ] and } [yaml-too-deep]";

test.each([
  ["lists", "[", `${FILE}:1:33 ${TOO_DEEP}`],
  ["block lists", "- ", `${FILE}:1:65 ${TOO_DEEP}`],
  ["maps", "{a: ", `${FILE}:1:129 ${TOO_DEEP}`],
  ["keys", "? ", `${FILE}:1:65 ${TOO_DEEP}`],
])("10,000 levels of %s", (_name, opening, message) => {
  expect(refusalOf(opening.repeat(10_000)).message).toBe(message);
});

test("1,000 levels of indentation", () => {
  expect(refusalOf(many(1000, (level) => `${" ".repeat(level)}a:\n`)).message).toBe(
    `${FILE}:33:33 ${TOO_DEEP}`,
  );
});

test("32 levels are read, 33 are not", () => {
  const nested = (levels: number) => firstMessage(`${"[".repeat(levels)}${"]".repeat(levels)}`);
  expect(nested(32)).toMatch(/ is a list of 1 entry; /);
  expect(nested(33)).toBe(`${FILE}:1:33 ${TOO_DEEP}`);
});

test("an alias bomb is refused where it begins", () => {
  const bomb = many(30, (level) => {
    const uses = level === 0 ? "x" : many(10, () => `*a${String(level - 1)}`, ", ");
    return `a${String(level)}: &a${String(level)} [${uses}]\n`;
  });
  const { problems, omitted } = refusalOf(bomb);
  expect(problems.length + omitted).toBe(30 + 29 * 10);
  expect(firstMessage(bomb)).toBe(
    `${FILE}:1:9 a0: the anchor &a0 is not read; remove it, and write the value out where an alias repeats it [yaml-anchor]`,
  );
});

test("a key of a megabyte", () => {
  expect(firstMessage(`${"x".repeat(1_000_000)}: 1\n`)).toBe(
    `${FILE}:1:1 not valid YAML: a key has more than 1,024 characters; shorten it [yaml-syntax]`,
  );
});

test("a key of a megabyte that YAML allows is not repeated in full", () => {
  const [, , message] = refusalOf(`? ${"x".repeat(1_000_000)}\n: 1\n`).message.split("\n");
  expect(message).toBe(
    `${FILE}:1:3 ${"x".repeat(60)}… (1000000 characters): unknown key; allowed: organization, accounts, deployment, terraform, state, tags, signing, registry, pipelines, inspector, guardDuty, securityHub, guardrails, verification; remove it [unknown-key]`,
  );
});

test("400,000 words and signs are read", () => {
  const list = (entries: number) => refusalOf(`[${many(entries, () => "a", ",")}]`).message;
  expect(list(199_999)).toMatch(/ is a list of 199999 entries; /);
  expect(list(200_001)).toBe(
    `${FILE}:1:400001 more than 400,000 words and signs stand before this place; allowed: 400,000 words and signs in one file; check that it is the right file [yaml-too-long]`,
  );
});

test("white space counts as nothing", () => {
  expect(firstMessage("\n".repeat(500_000))).toMatch(/\[file-empty\]$/);
});

/** Files of many mistakes, and how many of them at least are told to be left out. */
const CROWDED: readonly (readonly [name: string, text: string, omitted: number])[] = [
  ["unknown keys", many(20_000, (index) => `k${String(index)}:\n`), 900],
  ["unknown keys in a valid file", VALID + many(20_000, (index) => `k${String(index)}:\n`), 900],
  ["keys that are nearly known", many(5_000, (index) => `pipeline${String(index)}s:\n`), 900],
  ["repeated keys", many(10_000, () => "a:\n"), 9_899],
  ["empty keys", many(10_000, () => ": 1\n"), 9_900],
  ["anchors", many(10_000, (index) => `a${String(index)}: &a 1\n`), 9_900],
  ["tags", `a: [${many(10_000, () => "!a 1", ",")}]`, 9_900],
  [
    "accounts with nothing in them",
    `accounts: {${many(20_000, (index) => `a${String(index)}: 1`, ",")}}`,
    900,
  ],
  ["accounts of invalid keys", `accounts: {${many(10_000, (index) => `A${String(index)}: {}`, ",")}}`, 900],
  [
    "networks without keys",
    instead("    networks:\n", `    networks:\n${many(40_000, () => "      - {}\n")}`),
    900,
  ],
  [
    "networks that are nothing",
    instead("    networks:\n", `    networks:\n${many(10_000, () => "      -\n")}`),
    900,
  ],
  ["regions", instead("[eu-central-1, eu-west-1]", `[${many(1_000, () => "eu-west-9", ",")}]`), 900],
  [
    "names of repositories",
    instead("pipelines:\n", `${many(10_000, (index) => `    R${String(index)}:\n`)}pipelines:\n`),
    900,
  ],
  [
    "accounts with the same id",
    instead(
      "signing:\n",
      `${many(2_000, (index) => `  a${String(index)}: { id: "555555555555", role: workload }\n`)}signing:\n`,
    ),
    1_899,
  ],
];

test.each(CROWDED)("%s: a hundred of them are told", (_name, text, omitted) => {
  const refusal = refusalOf(text);
  expect(refusal.problems).toHaveLength(100);
  expect(refusal.omitted).toBeGreaterThanOrEqual(omitted);
  expect(Math.max(...refusal.message.split("\n").map((line) => line.length))).toBeLessThan(300);
});

test("a kind of mistake is never left out for another", () => {
  const codes = problemsOf(`${many(300, (index) => `k${String(index)}: &a 1\n`)}last: *a\n`).map(
    ({ code }) => code,
  );
  expect(codes.filter((code) => code === "yaml-anchor")).toHaveLength(99);
  expect(codes.at(-1)).toBe("yaml-alias");
});

test("errors of the syntax are told before anything else", () => {
  expect(
    refusalOf(`${many(300, (index) => `k${String(index)}: &a 1\n`)}last: "\n`).problems.map(
      ({ code }) => code,
    ),
  ).toEqual(["yaml-syntax"]);
});

describe("looking for the name that was meant", () => {
  const compared = jest.mocked(distance);
  beforeEach(() => compared.mockClear());

  test("happens for what is told only", () => {
    refusalOf(VALID + many(5_000, (index) => `pipeline${String(index)}s:\n`));
    expect(compared.mock.calls.length).toBeLessThan(100 * 13);
  });

  test("happens for cross references that are told only", () => {
    const accounts = many(
      500,
      (index) => `  acc-${String(index)}: { id: "${String(600_000_000_000 + index)}", role: workload }\n`,
    );
    const repositories = many(500, (index) => `    r/${String(index)}: { pull: [acc_${String(index)}] }\n`);
    const { problems, omitted } = refusalOf(
      instead("signing:\n", `${accounts}signing:\n`).replace(
        "pipelines:\n",
        () => `${repositories}pipelines:\n`,
      ),
    );
    expect([problems.length, omitted]).toEqual([100, 400]);
    expect(problems[0]?.change).toBe("did you mean `acc-0`?");
    expect(compared.mock.calls.length).toBeLessThanOrEqual(100 * 504);
  });

  test("is left to people where a name is very long", () => {
    refusalOf(`${VALID}${"pipelines".repeat(7)}:\n`);
    expect(compared).not.toHaveBeenCalled();
  });
});

test("control characters of a quoted text reach no terminal", () => {
  expect(firstMessage(`${VALID}"\\u001b[31m\\u202e": 1\n`)).toContain(" \\u{1b}[31m\\u{202e}: unknown key; ");
});

test("reserved keys change no object", () => {
  problemsOf("__proto__: { polluted: true }\nconstructor: { prototype: { polluted: true } }\n");
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
});

const sample = readFileSync("organization.yaml", "utf8");

const mutation = fc.oneof(
  fc.record({ kind: fc.constant("delete" as const), at: fc.nat() }),
  fc.record({ kind: fc.constant("double" as const), at: fc.nat() }),
  fc.record({ kind: fc.constant("swap" as const), at: fc.nat(), with: fc.nat() }),
  fc.record({
    kind: fc.constant("insert" as const),
    at: fc.nat(),
    text: fc.string({ unit: "binary", maxLength: 8 }),
  }),
);

function mutate(text: string, change: typeof mutation extends fc.Arbitrary<infer T> ? T : never): string {
  const lines = text.split("\n");
  const line = change.at % lines.length;
  const letter = change.at % Math.max(text.length, 1);
  switch (change.kind) {
    case "delete":
      return lines.filter((_, index) => index !== line).join("\n");
    case "double":
      return [...lines.slice(0, line + 1), ...lines.slice(line)].join("\n");
    case "swap": {
      const letters = [...text];
      const other = change.with % Math.max(letters.length, 1);
      [letters[letter], letters[other]] = [letters[other] ?? "", letters[letter] ?? ""];
      return letters.join("");
    }
    case "insert":
      return text.slice(0, letter) + change.text + text.slice(letter);
  }
}

test("a damaged file is told where it is damaged, and nothing else happens", () => {
  let damaged = 0;
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 6 }), (changes) => {
      const text = changes.reduce(mutate, sample);
      const lines = text.split("\n");
      const problems = problemsOf(text);
      if (problems.length > 0) damaged += 1;
      for (const { place, message, code } of problems) {
        expect(place?.file).toBe(FILE);
        const line = lines[(place?.line ?? 0) - 1];
        expect(line).toBeDefined();
        expect(place?.column).toBeGreaterThanOrEqual(1);
        expect(place?.column).toBeLessThanOrEqual((line?.length ?? 0) + 1);
        expect(message).not.toBe("");
        expect(code).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/);
      }
    }),
    { seed: 20261124, numRuns: 1000 },
  );
  expect(damaged).toBeGreaterThan(500);
}, 120_000);
