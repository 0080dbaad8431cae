import { readFileSync } from "node:fs";
import { drill } from "../where/aws";
import { digestOf, onEcs } from "../where/sample";
import { NEW, OLD, ON_STAGING, Rotating, running } from "./support";

const rotating = new Rotating();
const [ONLY_OLD, BOTH, CLIENT_SIDE] = [digestOf(0x7be04d15), digestOf(0x1f3a9c2e), digestOf(0x52c81fa0)];

afterAll(() => {
  rotating.remove();
});

test("docs/signing-rotation.md shows what the command prints", async () => {
  const { status, stdout } = await drill(
    ["api", "--generation", "1", "--organization", rotating.file],
    running(
      { [ONLY_OLD]: [OLD], [BOTH]: [OLD, NEW], [CLIENT_SIDE]: [] },
      {
        GetClustersForImage: ({ filter }) => ({
          cluster: [filter?.resourceId?.endsWith(CLIENT_SIDE) === true ? ON_STAGING : onEcs()],
        }),
      },
    ),
  );
  expect(status).toBe(1);
  const shown = stdout.replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/, "2026-03-04 05:06 UTC");
  const [, block = ""] =
    /```console\n([^]*?)```/.exec(readFileSync("docs/signing-rotation.md", "utf8")) ?? [];
  expect(block).toBe(shown);
});
