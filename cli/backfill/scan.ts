import { type ECRClient } from "@aws-sdk/client-ecr";
import { pages } from "../../asking";
import { fields, items } from "../../asking/fields";
import { type Weight } from "../../aws";
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
 * Of findings of enhanced scanning ECR does not say whether they are exploited, so Inspector is asked for these.
 *
 * @throws ProblemError for an answer that does not come, and where Inspector lacks a finding that ECR lists
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
  const basic: Weight[] = [];
  const enhanced: unknown[] = [];
  let status: string | undefined;
  let completedAt: Date | undefined;
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
    const { imageScanStatus, imageScanFindings } = fields(answer);
    const { status: said } = fields(imageScanStatus);
    const { imageScanCompletedAt, findings, enhancedFindings } = fields(imageScanFindings);
    if (typeof said === "string") status = said;
    if (imageScanCompletedAt instanceof Date) completedAt = imageScanCompletedAt;
    basic.push(...items(findings).map(weightOf));
    enhanced.push(
      ...items(enhancedFindings)
        .filter(isOpen)
        .map((finding) => fields(finding)["findingArn"]),
    );
  }
  const inspected =
    enhanced.length === 0 ? new Map<unknown, Weight>() : await inspect(repository, imageDigest);
  if (enhanced.some((arn) => !inspected.has(arn as string))) {
    throw unreadable(
      { ...place, action: "inspector2:ListFindings" },
      `it lacks a finding of ${imageDigest} that ECR has`,
    );
  }
  return {
    ...(status === undefined ? {} : { status }),
    ...(completedAt === undefined ? {} : { completedAt }),
    findings: [...basic, ...inspected.values()],
  };
}

/** What is suppressed is not mended. */
function isOpen(finding: unknown): boolean {
  return fields(finding)["status"] !== "CLOSED";
}
