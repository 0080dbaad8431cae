import { readFileSync } from "node:fs";
import { AWS_EXCEPTIONS, STACK_RULES, SUITE_RULES } from "../../baseline";

const README = readFileSync("baseline/README.md", "utf8");

/** Rows of the table under a heading, cells without the padding. */
function table(heading: string): string[][] {
  const section = README.split(`## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  return section
    .split("\n")
    .filter((line) => line.startsWith("|"))
    .slice(2)
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

test("the README lists every rule with its description", () => {
  expect(table("Rules")).toEqual(
    [...STACK_RULES, ...SUITE_RULES].map(({ id, description }) => [`\`${id}\``, description]),
  );
});

test("the README lists every exception of AWS with its source", () => {
  expect(table("AWS's own exceptions")).toEqual(
    AWS_EXCEPTIONS.map(({ actions = [], reason, rule, source, what }) => {
      const names = actions.map((action) => `\`${action.split(":")[1] ?? ""}\``).join(", ");
      const listed = actions.length === 0 || what.includes(actions[0] ?? "") ? what : `${what}: ${names}`;
      return [`\`${rule}\``, listed, reason, `[AWS](${source})`];
    }),
  );
});
