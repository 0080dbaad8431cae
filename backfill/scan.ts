import { type Rank, RANKS, rankOf, type Weight } from "../aws";
import { type Refusal } from "./pusher";

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

/** Whether an image is good enough to be signed. */
export type ScanVerdict =
  { readonly worst: Rank | "none"; readonly findings: number } | { readonly refusal: Refusal };

/**
 * Judges the scans of an image: of itself, or of every image that an index lists. An image is taken for one that runs.
 * What is not known to be scanned is refused.
 *
 * @param scans by the digest of what was scanned
 * @param refuseFrom lowest rank that is refused
 */
export function judgeScans(scans: ReadonlyMap<string, Scan>, refuseFrom: Rank): ScanVerdict {
  if (scans.size === 0) return refused("not-scanned", "it lists no image that could be scanned");
  let worst: Rank | "none" = "none";
  let findings = 0;
  for (const [digest, scan] of scans) {
    const of = scans.size > 1 ? ` of ${digest}` : "";
    if (scan.status === undefined) return refused("not-scanned", `there is no scan${of}`);
    if (!ENDED.has(scan.status) || scan.completedAt === undefined) {
      return refused("scan-not-finished", `the scan${of} is ${scan.status} and has no result`);
    }
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
  return { worst, findings };
}

function refused(code: string, why: string): ScanVerdict {
  return { refusal: { code, why } };
}
