import { type Rank, type Weight } from "../../aws";
import { judgeScans, type Scan } from "../../backfill";
import { CLEAN, digest } from "./support";

const A = digest("a");
const of = (scan: Scan) => new Map([[A, scan]]);
const HIGH: Weight = { severity: "HIGH", exploit: "NO", fix: "YES" };
const LOW: Weight = { severity: "LOW", exploit: "NO", fix: "YES" };

test("an image without findings passes, whatever is asked", () => {
  expect(judgeScans(of(CLEAN), "other")).toEqual({ worst: "none", findings: 0 });
  expect(judgeScans(of({ ...CLEAN, status: "COMPLETE" }), "other")).toEqual({ worst: "none", findings: 0 });
});

test.each<[Rank, Weight, boolean]>([
  ["critical", { ...HIGH, severity: "CRITICAL" }, false],
  ["critical", HIGH, true],
  ["critical", { ...HIGH, exploit: "AVAILABLE" }, false],
  ["high", HIGH, false],
  ["high", { severity: "MEDIUM", exploit: "SEEN", fix: "YES" }, false],
  ["high", { severity: "UNTRIAGED", exploit: "UNKNOWN", fix: "UNKNOWN" }, false],
  ["high", { ...LOW, endOfSupport: true }, false],
  ["high", { severity: "MEDIUM", exploit: "NO", fix: "YES" }, true],
  ["high", LOW, true],
  ["other", LOW, false],
])("refuseFrom %s and a finding %j", (refuseFrom, finding, passes) => {
  const verdict = judgeScans(of({ ...CLEAN, findings: [finding] }), refuseFrom);
  expect("refusal" in verdict).toBe(!passes);
});

test("the worst finding is told", () => {
  expect(judgeScans(of({ ...CLEAN, findings: [LOW, HIGH, LOW] }), "critical")).toEqual({
    worst: "high",
    findings: 3,
  });
  expect(judgeScans(of({ ...CLEAN, findings: [HIGH] }), "high")).toEqual({
    refusal: {
      code: "over-threshold",
      why: "it has a finding of rank high; signing.backfill.refuseFrom is high",
    },
  });
});

test.each<[string, Scan, string, string]>([
  ["no scan", { findings: [] }, "not-scanned", "there is no scan"],
  ...[
    "PENDING",
    "IN_PROGRESS",
    "FAILED",
    "UNSUPPORTED_IMAGE",
    "FINDINGS_UNAVAILABLE",
    "SCAN_ELIGIBILITY_EXPIRED",
  ].map((status): [string, Scan, string, string] => [
    status,
    { ...CLEAN, status },
    "scan-not-finished",
    `the scan is ${status} and has no result`,
  ]),
  [
    "a scan without an end",
    { status: "ACTIVE", findings: [] },
    "scan-not-finished",
    "the scan is ACTIVE and has no result",
  ],
])("%s is refused", (_, scan, code, why) => {
  expect(judgeScans(of(scan), "critical")).toEqual({ refusal: { code, why } });
});

describe("an index", () => {
  const B = digest("b");

  test("is as good as the worst image that it lists", () => {
    const scans = new Map([
      [A, CLEAN],
      [B, { ...CLEAN, findings: [HIGH] }],
    ]);
    expect(judgeScans(scans, "critical")).toEqual({ worst: "high", findings: 1 });
    expect(judgeScans(scans, "high")).toMatchObject({ refusal: { code: "over-threshold" } });
  });

  test("is refused when one of them has no scan", () => {
    const scans = new Map([
      [A, CLEAN],
      [B, { findings: [] }],
    ]);
    expect(judgeScans(scans, "critical")).toEqual({
      refusal: { code: "not-scanned", why: `there is no scan of ${B}` },
    });
  });

  test("is refused when it lists none", () => {
    expect(judgeScans(new Map(), "critical")).toEqual({
      refusal: { code: "not-scanned", why: "it lists no image that could be scanned" },
    });
  });
});
