import { type Rank, type Weight } from "../../aws";
import { judgeScans, type Scan, SCAN_AGE_DAYS, type ScanLimits } from "../../backfill";
import { CLEAN, digest } from "./support";

const A = digest("a");
const COMPLETED = "2026-03-02T00:00:00.000Z";
const DAY = 86_400_000;
const limits = (refuseFrom: Rank, members: Partial<ScanLimits> = {}): ScanLimits => ({
  refuseFrom,
  maxAgeDays: 30,
  now: Date.parse("2026-03-31T10:00:00Z"),
  ...members,
});
const of = (scan: Scan) => new Map([[A, scan]]);
const HIGH: Weight = { severity: "HIGH", exploit: "NO", fix: "YES" };
const LOW: Weight = { severity: "LOW", exploit: "NO", fix: "YES" };

test("an image without findings passes, whatever is asked", () => {
  const result = { worst: "none", findings: 0, completedAt: COMPLETED };
  expect(judgeScans(of(CLEAN), limits("other"))).toEqual(result);
  expect(judgeScans(of({ ...CLEAN, status: "COMPLETE" }), limits("other"))).toEqual(result);
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
  const verdict = judgeScans(of({ ...CLEAN, findings: [finding] }), limits(refuseFrom));
  expect("refusal" in verdict).toBe(!passes);
});

test("the worst finding is told", () => {
  expect(judgeScans(of({ ...CLEAN, findings: [LOW, HIGH, LOW] }), limits("critical"))).toEqual({
    worst: "high",
    findings: 3,
    completedAt: COMPLETED,
  });
  expect(judgeScans(of({ ...CLEAN, findings: [HIGH] }), limits("high"))).toEqual({
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
  expect(judgeScans(of(scan), limits("critical"))).toEqual({ refusal: { code, why } });
});

describe("a scan", () => {
  const completed = Date.parse(COMPLETED);

  test.each([1, SCAN_AGE_DAYS.default, SCAN_AGE_DAYS.most])("of %p days ago may be as old", (maxAgeDays) => {
    const now = completed + maxAgeDays * DAY;
    expect(judgeScans(of(CLEAN), limits("critical", { maxAgeDays, now }))).not.toHaveProperty("refusal");
    expect(judgeScans(of(CLEAN), limits("critical", { maxAgeDays, now: now + 1 }))).toEqual({
      refusal: {
        code: "scan-too-old",
        why: `the scan is of 2026-03-02; it may be ${String(maxAgeDays)} days old: scan it again, or say more with --max-scan-age`,
      },
    });
  });

  test("of a time to come is refused, unless clocks may differ by so much", () => {
    const now = completed - 5 * 60_000;
    expect(judgeScans(of(CLEAN), limits("critical", { now }))).not.toHaveProperty("refusal");
    expect(judgeScans(of(CLEAN), limits("critical", { now: now - 1 }))).toEqual({
      refusal: {
        code: "scan-in-future",
        why: `the scan is of ${COMPLETED}, which is still to come: check the clock of this machine`,
      },
    });
  });

  test("whose time is none is refused", () => {
    const scan = { ...CLEAN, completedAt: new Date(NaN) };
    expect(judgeScans(of(scan), limits("critical"))).toMatchObject({
      refusal: { code: "scan-too-old", why: expect.stringContaining("of an unknown day") as unknown },
    });
  });
});

describe("an index", () => {
  const B = digest("b");

  test("is as good as the worst image that it lists", () => {
    const scans = new Map([
      [A, CLEAN],
      [B, { ...CLEAN, findings: [HIGH] }],
    ]);
    expect(judgeScans(scans, limits("critical"))).toEqual({
      worst: "high",
      findings: 1,
      completedAt: COMPLETED,
    });
    expect(judgeScans(scans, limits("high"))).toMatchObject({ refusal: { code: "over-threshold" } });
  });

  test("is as old as the oldest scan, and refused when one is too old", () => {
    const older = new Date(Date.parse(COMPLETED) - 5 * DAY);
    const scans = new Map([
      [A, CLEAN],
      [B, { ...CLEAN, completedAt: older }],
    ]);
    expect(judgeScans(scans, limits("critical", { maxAgeDays: 35 }))).toMatchObject({
      completedAt: older.toISOString(),
    });
    expect(judgeScans(scans, limits("critical"))).toEqual({
      refusal: {
        code: "scan-too-old",
        why: `the scan of ${B} is of 2026-02-25; it may be 30 days old: scan it again, or say more with --max-scan-age`,
      },
    });
  });

  test("is refused when one of them has no scan", () => {
    const scans = new Map([
      [A, CLEAN],
      [B, { findings: [] }],
    ]);
    expect(judgeScans(scans, limits("critical"))).toEqual({
      refusal: { code: "not-scanned", why: `there is no scan of ${B}` },
    });
  });

  test("is refused when it lists none", () => {
    expect(judgeScans(new Map(), limits("critical"))).toEqual({
      refusal: { code: "not-scanned", why: "it lists no image that could be scanned" },
    });
  });
});
