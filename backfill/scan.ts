import { dayOf, type Rank, RANKS, rankOf, type Weight } from "../aws";
import { HISTORY_DAYS, type Refusal } from "./pusher";

/** What ECR says about the scan of one image. */
export interface Scan {
  /** `ACTIVE`, `COMPLETE` or another status of ECR; `undefined` when there is no scan. */
  readonly status?: string;
  /** When the findings were complete. */
  readonly completedAt?: Date;
  /** Every finding that is not closed; one that is suppressed is not mended. */
  readonly findings: readonly Weight[];
}

/**
 * Statuses of a scan that has ended: once, or going on with every new vulnerability.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html
 */
const ENDED: ReadonlySet<string> = new Set(["ACTIVE", "COMPLETE"]);

/**
 * How old a scan may be, in days: what came to be known since then it does not tell. More than CloudTrail's history
 * makes no difference, because an image pushed before it is refused.
 */
export const SCAN_AGE_DAYS = { default: 30, most: HISTORY_DAYS } as const;
const DAY = 86_400_000;
/** The clock of this machine may be so far behind. */
const CLOCKS_DIFFER = 5 * 60_000;

/** What the scans of an image come to. */
export interface ScanResult {
  readonly worst: Rank | "none";
  readonly findings: number;
  /** When the scan was complete, RFC 3339; of several the oldest. */
  readonly completedAt: string;
}

/** Whether an image is good enough to be signed. */
export type ScanVerdict = ScanResult | { readonly refusal: Refusal };

/** What scans are judged by. */
export interface ScanLimits {
  /** Lowest rank that is refused. */
  readonly refuseFrom: Rank;
  /** Days after which a scan is refused. */
  readonly maxAgeDays: number;
  /** Milliseconds since 1970. */
  readonly now: number;
}

/**
 * Judges the scans of an image: of itself, or of every image that an index lists. An image is taken for one that runs.
 * What is not known to be scanned is refused.
 *
 * @param scans by the digest of what was scanned
 */
export function judgeScans(
  scans: ReadonlyMap<string, Scan>,
  { refuseFrom, maxAgeDays, now }: ScanLimits,
): ScanVerdict {
  if (scans.size === 0) return refused("not-scanned", "it lists no image that could be scanned");
  let worst: Rank | "none" = "none";
  let findings = 0;
  let oldest = Number.POSITIVE_INFINITY;
  for (const [digest, scan] of scans) {
    const of = scans.size > 1 ? ` of ${digest}` : "";
    if (scan.status === undefined) return refused("not-scanned", `there is no scan${of}`);
    if (!ENDED.has(scan.status) || scan.completedAt === undefined) {
      return refused("scan-not-finished", `the scan${of} is ${scan.status} and has no result`);
    }
    const completed = scan.completedAt.getTime();
    // A time that is none must not pass.
    if (!(now - completed <= maxAgeDays * DAY)) return tooOld(of, scan.completedAt, maxAgeDays);
    if (completed - now > CLOCKS_DIFFER) return tooNew(of, scan.completedAt);
    oldest = Math.min(oldest, completed);
    findings += scan.findings.length;
    for (const finding of scan.findings) {
      const rank = rankOf(finding, "unknown");
      if (worst === "none" || RANKS.indexOf(rank) < RANKS.indexOf(worst)) worst = rank;
    }
  }
  if (worst !== "none" && RANKS.indexOf(worst) <= RANKS.indexOf(refuseFrom)) {
    return refused(
      "over-threshold",
      `it has a finding of rank ${worst}; signing.backfill.refuseFrom is ${refuseFrom}`,
    );
  }
  return { worst, findings, completedAt: new Date(oldest).toISOString() };
}

function tooOld(of: string, completedAt: Date, maxAgeDays: number): ScanVerdict {
  const day = Number.isNaN(completedAt.getTime()) ? "an unknown day" : dayOf(completedAt.getTime());
  return refused(
    "scan-too-old",
    `the scan${of} is of ${day}; it may be ${String(maxAgeDays)} days old: scan it again, or say more with --max-scan-age`,
  );
}

function tooNew(of: string, completedAt: Date): ScanVerdict {
  return refused(
    "scan-in-future",
    `the scan${of} is of ${completedAt.toISOString()}, which is still to come: check the clock of this machine`,
  );
}

function refused(code: string, why: string): ScanVerdict {
  return { refusal: { code, why } };
}
