import { readFileSync } from "node:fs";
import { testTitles } from "../../support/test-titles";

const HEADING = "## What is prevented and what is only detected";
/** A file and the titles of its tests, as a cell names them. */
const SHOWN = /`(test\/[^`]+\.test\.ts)`: ((?:"[^"]+"(?:, )?)+)/g;

/** The rows about ECS: what is said, and the cell that names tests. */
function rows(): { readonly way: string; readonly shownBy: string }[] {
  const [, section = ""] = readFileSync("modules/runtime/README.md", "utf8").split(`${HEADING}\n`);
  const [table = ""] = section.trimStart().split("\n\n");
  return table
    .split("\n")
    .slice(2)
    .map((line) => {
      const [, way = "", , shownBy = ""] = line.split("|").map((cell) => cell.trim());
      return { way, shownBy };
    });
}

const shown = (cell: string) =>
  [...cell.matchAll(SHOWN)].flatMap(([, file = "", titles = ""]) =>
    [...titles.matchAll(/"([^"]+)"/g)].map(([, title = ""]) => ({ file, title })),
  );

test("every way to start a container that the README lists names a test, or says who else prevents it", () => {
  const bare = rows().filter(
    ({ shownBy }) => shown(shownBy).length === 0 && shownBy !== "not made by this module",
  );
  expect(bare).toEqual([]);
  expect(rows().map(({ way }) => way)).toEqual(
    expect.arrayContaining(["`RunTask`", "`StartTask`", "scheduled tasks"]),
  );
});

test("every test that the README names for it is there", () => {
  const titles = new Map<string, (title: string) => boolean>();
  const missing = rows()
    .flatMap(({ shownBy }) => shown(shownBy))
    .filter(({ file, title }) => {
      const has = titles.get(file) ?? testTitles(file);
      titles.set(file, has);
      return !has(title);
    });
  expect(missing).toEqual([]);
  expect(titles.size).toBeGreaterThan(5);
});
