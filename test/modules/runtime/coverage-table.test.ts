import { readFileSync } from "node:fs";
import { testTitles } from "../../support/test-titles";

/** Rows of the tables about ECS and EKS: a number and a way to start a container or pod. */
const ROW = /^\| (\d+) +\| (.+?) +\|/gm;
/** What shows a row: a file below `test/` with the titles of its tests, or that nothing does. */
const SHOWN = /^- Row (\d+): (?:`([^`]+\.test\.ts)`((?:\n {2}- "[^"]+")+)|(.+)\.)$/gm;

function sectionOf(heading: string): string {
  const [, section = ""] = readFileSync("modules/runtime/README.md", "utf8").split(`\n${heading}\n`);
  return section;
}

/** Ways to start a container by their numbers. */
const ways = new Map(
  [...sectionOf("## What is prevented and what is only detected").matchAll(ROW)].map(
    ([, row = "", way = ""]) => [row, way],
  ),
);

/** What the list below the table names for each row. */
const shown = [...sectionOf("### Tests of the table").matchAll(SHOWN)].map(
  ([, row = "", file, titles = "", instead]) => ({
    row,
    file: file === undefined ? undefined : `test/${file}`,
    titles: [...titles.matchAll(/"([^"]+)"/g)].map(([, title = ""]) => title),
    instead,
  }),
);

test("every way to start a container or pod that the README lists names a test, or says that none shows it", () => {
  expect([...new Set(shown.map(({ row }) => row))]).toEqual([...ways.keys()]);
  expect(shown.flatMap(({ instead }) => instead ?? [])).toEqual([
    "not made by this module",
    "that such deployments are kept out is ECS's rule, not shown here: that test shows the alarm",
    "that the engine refuses a pod is not shown here: these tests show the place that it is given",
    "not shown here: nothing of this module looks at such pods",
  ]);
  expect([...ways.values()]).toEqual(
    expect.arrayContaining(["`RunTask`", "`StartTask`", "scheduled tasks", "pods admitted by the engine"]),
  );
});

test("every test that the README names for it is there", () => {
  const files = new Map<string, (title: string) => boolean>();
  const missing = shown.flatMap(({ file, titles }) => {
    if (file === undefined) return [];
    const has = files.get(file) ?? testTitles(file);
    files.set(file, has);
    return titles.filter((title) => !has(title)).map((title) => ({ file, title }));
  });
  expect(missing).toEqual([]);
  expect(files.size).toBeGreaterThan(5);
});
