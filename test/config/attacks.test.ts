import { readFileSync } from "node:fs";
import fc from "fast-check";
import { parseOrganization } from "../../config";
import { ProblemError } from "../../problem";
import { VALID } from "./bad-files/base";

const FILE = "organization.yaml";

function problemsOf(text: string): ProblemError["problems"] {
  try {
    parseOrganization(text, FILE);
  } catch (error) {
    if (!(error instanceof ProblemError)) throw error;
    return error.problems;
  }
  return [];
}

const firstMessage = (text: string) => {
  const [problem] = problemsOf(text);
  return problem && new ProblemError([problem]).message;
};

const TOO_DEEP = "lists and maps are nested too deeply; allowed: 32 levels [yaml-too-deep]";

test.each([
  ["lists", "[", `${FILE}:1:34 ${TOO_DEEP}`],
  ["block lists", "- ", `${FILE}:1:67 ${TOO_DEEP}`],
  ["maps", "{a: ", `${FILE}:1:133 ${TOO_DEEP}`],
  ["keys", "? ", `${FILE}:1:67 ${TOO_DEEP}`],
])("10,000 levels of %s", (_name, opening, message) => {
  expect(firstMessage(opening.repeat(10_000))).toBe(message);
});

test("1,000 levels of indentation", () => {
  const text = Array.from({ length: 1000 }, (_, level) => `${" ".repeat(level)}a:\n`).join("");
  expect(firstMessage(text)).toBe(`${FILE}:34:34 ${TOO_DEEP}`);
});

test("an alias bomb is refused where it begins", () => {
  const bomb = Array.from({ length: 30 }, (_, level) => {
    const uses =
      level === 0
        ? "x"
        : Array<string>(10)
            .fill(`*a${String(level - 1)}`)
            .join(", ");
    return `a${String(level)}: &a${String(level)} [${uses}]`;
  }).join("\n");
  const problems = problemsOf(bomb);
  expect(problems.length).toBe(30 + 29 * 10);
  expect(firstMessage(bomb)).toBe(
    `${FILE}:1:9 a0: the anchor &a0 is not read; remove it, and write the value out where an alias repeats it [yaml-anchor]`,
  );
});

test("a key of a megabyte", () => {
  expect(firstMessage(`${"x".repeat(1_000_000)}: 1\n`)).toBe(
    `${FILE}:1:1 not valid YAML: The : indicator must be at most 1024 chars after the start of an implicit block mapping key [yaml-syntax]`,
  );
});

test("a key of a megabyte that YAML allows is not repeated in full", () => {
  const [, , message] = problemsOf(`? ${"x".repeat(1_000_000)}\n: 1\n`).map(
    (problem) => new ProblemError([problem]).message,
  );
  expect(message).toBe(
    `${FILE}:1:3 ${"x".repeat(60)}… (1000000 characters): unknown key; allowed: organization, accounts, deployment, terraform, state, tags, signing, registry, pipelines, inspector, guardDuty, securityHub, guardrails [unknown-key]`,
  );
});

test("20,000 unknown keys are all reported in time", () => {
  const text = Array.from({ length: 20_000 }, (_, index) => `k${String(index)}:\n`).join("");
  const started = performance.now();
  expect(problemsOf(text)).toHaveLength(20_002);
  expect(performance.now() - started).toBeLessThan(15_000);
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
  fc.assert(
    fc.property(fc.array(mutation, { minLength: 1, maxLength: 6 }), (changes) => {
      const text = changes.reduce(mutate, sample);
      const lines = text.split("\n");
      for (const { place, message, code } of problemsOf(text)) {
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
});
