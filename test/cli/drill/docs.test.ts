import { readFileSync } from "node:fs";
import { drill } from "../where/aws";
import { onEcs } from "../where/sample";
import { imageNamed, NEW, OLD, ON_STAGING, Registry, Rotating } from "./support";

const rotating = new Rotating();
const registry = Registry.forEachTest();
const [ONLY_OLD, BOTH, UNCOVERED, UNSIGNED] = ["old", "both", "uncovered", "unsigned"].map(imageNamed) as [
  string,
  string,
  string,
  string,
];

afterAll(() => {
  rotating.remove();
});

test("docs/signing-rotation.md shows what the command prints", async () => {
  const world = registry.running(
    { [ONLY_OLD]: [OLD], [BOTH]: [OLD, NEW], [UNSIGNED]: [], [UNCOVERED]: [OLD] },
    {
      GetClustersForImage: ({ filter }) => ({
        cluster: [filter?.resourceId?.endsWith(UNSIGNED) === true ? ON_STAGING : onEcs()],
      }),
    },
  );
  const answer = world.inspector2?.ListCoverage;
  const { status, stdout } = await drill(["api", "--generation", "1", "--organization", rotating.file], {
    ...world,
    inspector2: {
      ...world.inspector2,
      ListCoverage: (...asked) => {
        const { coveredResources = [] } = (answer?.(...asked) ?? {}) as { coveredResources?: object[] };
        return { coveredResources: coveredResources.slice(0, 3) } as never;
      },
    },
  });
  expect(status).toBe(1);
  const shown = stdout.replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/, "2026-03-04 05:06 UTC");
  const [, block = ""] =
    /```console\n([^]*?)```/.exec(readFileSync("docs/signing-rotation.md", "utf8")) ?? [];
  expect(block).toBe(shown);
});
