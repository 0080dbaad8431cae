import { type DescribeImageScanFindingsResponse, type ImageScanFinding } from "@aws-sdk/client-ecr";
import { IncompleteAnswer, memberOf } from "../../asking/incomplete-answer";

/** Severities of basic scanning, worst first. @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanFinding.html */
export const SCAN_SEVERITIES = ["CRITICAL", "HIGH", "MEDIUM", "LOW", "INFORMATIONAL", "UNDEFINED"] as const;
export type ScanSeverity = (typeof SCAN_SEVERITIES)[number];

/** One vulnerability as basic scanning tells of it. */
export interface Vulnerability {
  readonly id: string;
  readonly package: string;
  readonly version: string;
  readonly uri?: string;
}

/** What ECR knows about the scan of an image. */
export type Scan =
  /** The image or its repository is not there any more. */
  | { readonly status: "gone" }
  /** It was not scanned, or is being scanned; an event will tell. */
  | { readonly status: "none" }
  | { readonly status: "failed"; readonly reason: string }
  | {
      readonly status: "complete";
      readonly counts: ReadonlyMap<ScanSeverity, number>;
      /** Some of the vulnerabilities, at most {@link SHOWN} of each severity. */
      readonly shown: ReadonlyMap<ScanSeverity, readonly Vulnerability[]>;
    };

/** Vulnerabilities of one severity that a finding names. */
export const SHOWN = 20;
/** An image with more vulnerabilities than ten pages hold has counts of all, and names of those that were read. */
const PAGES = 10;
const LENGTH = 200;
/**
 * After these no event comes: ECR gave up, or will tell nothing.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html
 */
const UNSCANNED: readonly string[] = [
  "FAILED",
  "FINDINGS_UNAVAILABLE",
  "LIMIT_EXCEEDED",
  "UNSUPPORTED_IMAGE",
];
/** Where a {@link Scan} is read from. */
export const SCAN_OPERATION = "ecr:DescribeImageScanFindings";

/**
 * Reads a scan out of ECR's answers, page by page.
 *
 * @throws IncompleteAnswer when not all is there that the scan found
 */
export async function readScan(answers: AsyncIterable<DescribeImageScanFindingsResponse>): Promise<Scan> {
  const counts = new Map<ScanSeverity, number>();
  const seen = new Map<ScanSeverity, number>();
  const shown = new Map<ScanSeverity, Vulnerability[]>();
  let pages = 0;
  let isCut = false;
  for await (const answer of answers) {
    const { description = "", ...scan } = memberOf(SCAN_OPERATION, answer, "imageScanStatus");
    const status = memberOf(SCAN_OPERATION, scan, "status");
    if (UNSCANNED.includes(status)) {
      return { status: "failed", reason: `${status} ${description}`.trim().slice(0, LENGTH) };
    }
    if (status !== "COMPLETE") return { status: "none" };
    const result = memberOf(SCAN_OPERATION, answer, "imageScanFindings");
    for (const [severity, count] of Object.entries(result.findingSeverityCounts ?? {})) {
      if (!Number.isSafeInteger(count) || count < 0) throw incomplete(`has no number for ${severity}`);
      raise(counts, severityOf(severity), count);
    }
    for (const finding of memberOf(SCAN_OPERATION, result, "findings")) {
      const severity = severityOf(finding.severity);
      seen.set(severity, (seen.get(severity) ?? 0) + 1);
      const known = shown.get(severity) ?? [];
      if (known.length < SHOWN) shown.set(severity, [...known, vulnerabilityOf(finding)]);
    }
    pages += 1;
    isCut = pages === PAGES && (answer.nextToken ?? "") !== "";
    if (isCut) break;
  }
  // A list that was read to its end has all that is counted, and the counts have all that was not read.
  const countsMore = [...counts].some(([severity, count]) => count > (seen.get(severity) ?? 0));
  if (countsMore && !isCut) throw incomplete("counts more than it lists");
  if (isCut && !countsMore) throw incomplete("lists more than it counts");
  // What was listed is there, whatever the counts say.
  for (const [severity, count] of seen) raise(counts, severity, count);
  return { status: "complete", counts, shown };
}

function incomplete(what: string): IncompleteAnswer {
  return new IncompleteAnswer(SCAN_OPERATION, what);
}

function raise(counts: Map<ScanSeverity, number>, severity: ScanSeverity, count: number): void {
  if (count > 0) counts.set(severity, Math.max(counts.get(severity) ?? 0, count));
}

/** A severity that nobody knows is one that is not rated. */
function severityOf(text: string | undefined): ScanSeverity {
  return SCAN_SEVERITIES.find((severity) => severity === text) ?? "UNDEFINED";
}

function vulnerabilityOf({ name = "unnamed", uri, attributes = [] }: ImageScanFinding): Vulnerability {
  const attribute = (key: string) =>
    (attributes.find((one) => one.key === key)?.value ?? "unknown").slice(0, LENGTH);
  return {
    id: name.slice(0, LENGTH),
    package: attribute("package_name"),
    version: attribute("package_version"),
    ...(uri !== undefined && uri.startsWith("https://") ? { uri: uri.slice(0, LENGTH * 5) } : {}),
  };
}
