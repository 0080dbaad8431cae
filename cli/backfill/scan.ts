import { type ECRClient } from "@aws-sdk/client-ecr";
import { pages } from "../../asking";
import { type Fields, fields, items } from "../../asking/fields";
import { type Scan, SCAN_AGE_DAYS } from "../../backfill";
import { type Repository } from "../../images";
import { call, unreadable } from "../aws/caller";
import { namesOf, placeOf } from "../aws/ecr";
import { weightOf } from "../aws/finding-weight";
import { type Option, UsageError, type Values } from "../command";
import { type Findings } from "./inspector";
import { type PacedSession } from "./paced-session";

/** What ECR calls an image that it has not scanned. */
const NO_SCAN = "ScanNotFoundException";
const PAGE = 1_000;
/** A hundred thousand findings of one image. */
const PAGES = 100;

/** The option that says how old a scan may be. */
export const SCAN_AGE_OPTION: Readonly<Record<"max-scan-age", Option>> = {
  "max-scan-age": {
    type: "string",
    value: "DAYS",
    help: `sign by a scan that is so old at most; default ${String(SCAN_AGE_DAYS.default)}, at most ${String(SCAN_AGE_DAYS.most)}`,
  },
};

/** @throws UsageError for what is no such number of days */
export function scanAgeOf(value: Values[string]): number {
  if (value === undefined) return SCAN_AGE_DAYS.default;
  const days = /^\d{1,3}$/.test(String(value)) ? Number(value) : 0;
  if (days >= 1 && days <= SCAN_AGE_DAYS.most) return days;
  throw new UsageError(
    `--max-scan-age ${String(value)} is no whole number of days from 1 to ${String(SCAN_AGE_DAYS.most)}`,
  );
}

/**
 * The last scan of one image, basic or enhanced.
 *
 * Of findings of enhanced scanning ECR does not say whether they are exploited, and not which ones are suppressed, so
 * Inspector is asked for these, also where ECR lists none.
 *
 * @throws ProblemError for an answer that does not come, that lists fewer findings than it counts, and where Inspector
 * lacks a finding that ECR lists
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_EnhancedImageScanFinding.html
 */
export async function scanOf(
  session: PacedSession,
  client: ECRClient,
  repository: Repository,
  imageDigest: string,
  inspect: Findings,
): Promise<Scan> {
  const { DescribeImageScanFindingsCommand } = await session.sdk.ecr();
  const place = placeOf("DescribeImageScanFindings", repository);
  const told: Told = { basic: [], enhanced: [], isEnhanced: false, isListed: true, counted: 0 };
  for await (const answer of pages(
    `${place.action} ${place.region}`,
    async (nextToken) => {
      const command = new DescribeImageScanFindingsCommand({
        ...namesOf(repository),
        imageId: { imageDigest },
        nextToken,
        maxResults: PAGE,
      });
      const found = await call(session, place, (options) =>
        client.send(command, options).catch((error: unknown) => {
          if ((error as Error).name === NO_SCAN) return undefined;
          throw error;
        }),
      );
      return { items: found, next: found?.nextToken };
    },
    PAGES,
  )) {
    add(told, answer);
  }
  const { status, completedAt, basic, enhanced, isEnhanced, isListed, counted } = told;
  const scan = {
    ...(status === undefined ? {} : { status }),
    ...(completedAt === undefined ? {} : { completedAt }),
  };
  // What has no result is refused whatever it lists.
  if (completedAt === undefined) return { ...scan, findings: [] };
  if (!isListed) throw unreadable(place, `it has no list of findings of ${imageDigest}`);
  const listed = basic.length + enhanced.length;
  if (!(counted <= listed)) {
    throw unreadable(
      place,
      `it lists ${String(listed)} findings of ${imageDigest} and counts ${String(counted)}`,
    );
  }
  if (!isEnhanced && status !== "ACTIVE") return { ...scan, findings: basic.map(weightOf) };
  const inspected = await inspect(repository, imageDigest);
  const open = enhanced.filter(({ status }) => status !== "CLOSED");
  if (open.some(({ findingArn }) => !inspected.has(String(findingArn)))) {
    throw unreadable(
      { ...place, action: "inspector2:ListFindings" },
      `it lacks a finding of ${imageDigest} that ECR has`,
    );
  }
  return { ...scan, findings: [...basic.map(weightOf), ...inspected.values()] };
}

/** What the pages say together. */
interface Told {
  status?: string;
  completedAt?: Date;
  readonly basic: Fields[];
  readonly enhanced: Fields[];
  isEnhanced: boolean;
  /** Whether every page has a list: a clean image has an empty one. */
  isListed: boolean;
  /** Findings by the numbers of their severities; what is no number makes it none. */
  counted: number;
}

function add(told: Told, answer: unknown): void {
  const { imageScanStatus, imageScanFindings } = fields(answer);
  const { status } = fields(imageScanStatus);
  const { imageScanCompletedAt, findings, enhancedFindings, findingSeverityCounts } =
    fields(imageScanFindings);
  if (typeof status === "string") told.status = status;
  if (imageScanCompletedAt instanceof Date) told.completedAt = imageScanCompletedAt;
  told.basic.push(...items(findings).map(fields));
  told.enhanced.push(...items(enhancedFindings).map(fields));
  told.isEnhanced ||= Array.isArray(enhancedFindings);
  told.isListed &&= Array.isArray(findings) || Array.isArray(enhancedFindings);
  const counts = Object.values(fields(findingSeverityCounts)).map(Number);
  told.counted = Math.max(told.counted, sum(counts));
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}
