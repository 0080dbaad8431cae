import { ask } from "./ports";
import { findingOf, imageOf, USE } from "./sample";

describe("a vulnerability", () => {
  test.each([
    [5, [0], ["unknown", 0]],
    [40, [1], ["unknown", 1]],
    [4, [3, 1], [3, 1]],
    [1, [3], [3]],
    [40, ["unknown", 1], ["unknown", 1]],
    ["unknown", [1], [1]],
  ] as const)(
    "of an image used %s times with places that run %j is told as %j",
    async (inUse, running, told) => {
      const { rows } = await ask("CVE-2024-3094", {
        findings: [findingOf(imageOf(1, { inUse }))],
        uses: () => running.map((count) => ({ ...USE, running: count })),
      });
      expect(rows.map((row) => row.running)).toEqual(told);
    },
  );

  test("whose image runs in more places than are named keeps them and the unknown one with --live", async () => {
    const { rows } = await ask(
      "CVE-2024-3094",
      { findings: [findingOf(imageOf(1, { inUse: 40 }))], uses: () => [{ ...USE, running: 1 }] },
      { live: true, inventory: { clusters: [USE.cluster], pullersOf: () => new Set() } },
    );
    expect(rows.map(({ running, use }) => [running, use?.cluster])).toEqual([
      ["unknown", undefined],
      [1, USE.cluster],
    ]);
  });
});
