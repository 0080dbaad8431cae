import fc from "fast-check";
import { EXPLOITS, FIXES, SEVERITIES } from "../../aws";
import { compareAffected, type Finding, Tally } from "../../where";
import { AT, findingOf, HOUR, imageOf } from "./sample";

const RUNS = { seed: 20260304, numRuns: 300 };

/** Findings about few images, so that images come back; usage differs between statements. */
const findings = fc.array(
  fc
    .record({
      image: fc.integer({ min: 0, max: 40 }),
      inUse: fc.oneof(fc.constant("unknown" as const), fc.integer({ min: 0, max: 3 })),
      vulnerability: fc.constantFrom("CVE-2024-3094", "CVE-2025-0001"),
      severity: fc.constantFrom(
        ...SEVERITIES.filter((severity) => !["NONE", "UNSCANNED"].includes(severity)),
      ),
      exploit: fc.constantFrom(...EXPLOITS),
      fix: fc.constantFrom(...FIXES),
    })
    .map(({ image, inUse, ...weight }): Finding => ({ image: imageOf(image, { inUse }), ...weight })),
  { maxLength: 200 },
);

function tallied(list: readonly Finding[], limit?: number): Tally {
  const tally = new Tally(limit);
  for (const finding of list) tally.add(finding);
  return tally;
}

test("what an image is told with does not depend on the order of its findings", () => {
  fc.assert(
    fc.property(findings, fc.infiniteStream(fc.nat()), (list, keys) => {
      const shuffled = list
        .map((finding) => ({ finding, key: keys.next().value }))
        .sort((a, b) => a.key - b.key)
        .map(({ finding }) => finding);
      expect(tallied(shuffled).affected()).toEqual(tallied(list).affected());
    }),
    RUNS,
  );
});

test("with a limit, exactly the worst images are kept, whatever came first", () => {
  fc.assert(
    fc.property(findings, fc.integer({ min: 1, max: 50 }), (list, limit) => {
      const all = tallied(list).affected();
      const kept = tallied(list, limit);
      const weights = (tally: typeof all) => tally.map(({ worst }) => worst);
      expect(weights(kept.affected())).toEqual(weights(all.slice(0, limit)));
      expect(kept.cut).toBe(all.length > limit);
    }),
    RUNS,
  );
});

test("memory is bounded by the limit, however many images come", () => {
  const tally = new Tally(100);
  let most = 0;
  for (let index = 0; index < 5_000; index += 1) {
    tally.add(findingOf(imageOf(index)));
    most = Math.max(most, tally.size);
  }
  expect(most).toBe(125);
  expect(tally.findings).toBe(5_000);
  expect(tally.affected()).toHaveLength(100);
  expect(tally.cut).toBe(true);
});

test("findings of one image are counted and the worst is named", () => {
  const image = imageOf(1);
  const tally = tallied([
    findingOf(image, { severity: "HIGH", vulnerability: "CVE-2025-0001" }),
    findingOf(image, { severity: "CRITICAL", vulnerability: "CVE-2024-3094" }),
    findingOf(image, { severity: "LOW", vulnerability: "CVE-2025-0002" }),
  ]);
  expect(tally.affected()).toEqual([
    {
      image,
      worst: { severity: "CRITICAL", exploit: "NO", fix: "YES" },
      vulnerability: "CVE-2024-3094",
      findings: 3,
    },
  ]);
});

test.each([
  ["what runs", 1, "MEDIUM"],
  ["what may run", "unknown", "MEDIUM"],
  ["what does not run", 0, "HIGH"],
] as const)(
  "of %s the finding of the highest rank is told, then that of the highest severity",
  (_, inUse, worst) => {
    const image = imageOf(1, { inUse });
    const tally = tallied([
      findingOf(image, { severity: "HIGH", exploit: "NO", fix: "NO" }),
      findingOf(image, { severity: "MEDIUM", exploit: "SEEN", fix: "YES", vulnerability: "CVE-2025-0001" }),
    ]);
    expect(tally.affected().map((affected) => affected.worst.severity)).toEqual([worst]);
  },
);

test("the end of support outranks a severity without exploit or fix", () => {
  const tally = tallied([
    findingOf(imageOf(1), { severity: "HIGH", exploit: "NO", fix: "NO" }),
    findingOf(imageOf(1), { severity: "MEDIUM", fix: "NO", endOfSupport: true }),
  ]);
  expect(tally.affected().map(({ worst }) => worst.endOfSupport)).toEqual([true]);
});

test("with a limit, the image with the most urgent finding is kept", () => {
  const high = findingOf(imageOf(1), { severity: "HIGH", exploit: "NO", fix: "NO" });
  const seen = findingOf(imageOf(1), { severity: "MEDIUM", exploit: "SEEN" });
  const available = findingOf(imageOf(2), { severity: "MEDIUM", exploit: "AVAILABLE" });
  expect(
    tallied([high, seen, available], 1)
      .affected()
      .map(({ image }) => image.arn),
  ).toEqual([imageOf(1).arn]);
});

test("doubt about usage stays, and never becomes 0", () => {
  const tally = tallied([
    findingOf(imageOf(1, { inUse: 0 })),
    findingOf(imageOf(1, { inUse: "unknown" })),
    findingOf(imageOf(1, { inUse: 0 })),
  ]);
  expect(tally.affected().map(({ image }) => image.inUse)).toEqual(["unknown"]);
});

test("the latest time of use is kept", () => {
  const [earlier, later] = [new Date(AT.getTime() - 2 * HOUR), new Date(AT.getTime() - HOUR)];
  const tally = tallied([
    findingOf(imageOf(1, { lastInUseAt: later })),
    findingOf(imageOf(1, { lastInUseAt: earlier })),
  ]);
  expect(tally.affected().map(({ image }) => image.lastInUseAt)).toEqual([later]);
});

test("an image without findings is none, and one that is not scanned is unscanned", () => {
  const tally = new Tally();
  tally.addImage(imageOf(1));
  tally.addImage(imageOf(2, { scanned: false }));
  expect(tally.affected().map(({ worst, findings: count }) => [worst.severity, count])).toEqual([
    ["UNSCANNED", 0],
    ["NONE", 0],
  ]);
  tally.add(findingOf(imageOf(2), { severity: "LOW" }));
  expect(tally.affected().map(({ worst }) => worst.severity)).toEqual(["LOW", "NONE"]);
});

test("images are ordered by rank, severity, exploitation, fix, then what runs or may run", () => {
  const one = (seed: number, inUse: number | "unknown", weight: Partial<Finding> = {}) =>
    tallied([findingOf(imageOf(seed, { inUse }), weight)]).affected();
  const order = [
    one(9, 0, { severity: "CRITICAL", exploit: "SEEN", fix: "NO" }),
    one(8, 0, { severity: "CRITICAL", exploit: "AVAILABLE", fix: "YES" }),
    one(7, 0, { severity: "CRITICAL", exploit: "NO", fix: "YES" }),
    one(6, 9, { severity: "CRITICAL", exploit: "NO", fix: "NO" }),
    one(5, "unknown", { severity: "HIGH" }),
    one(4, 7, { severity: "HIGH" }),
    one(2, 99, { severity: "UNTRIAGED" }),
    one(1, 99, { severity: "MEDIUM", exploit: "SEEN" }),
    one(3, 0, { severity: "HIGH" }),
  ].flat();
  expect([...order].reverse().sort(compareAffected)).toEqual(order);
});
