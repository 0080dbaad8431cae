import {
  DescribeImageScanFindingsCommand,
  type ECRClient,
  type ImageScanFinding,
  paginateDescribeImages,
  paginateDescribeRepositories,
} from "@aws-sdk/client-ecr";
import { isIndex } from "../../aws";
import { isObject } from "../../verification/fields";
import { type Place } from "../shared/place";
import { type Image } from "./image";

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

/** An image and when it was pushed, in milliseconds since 1970. */
export interface PushedImage {
  readonly image: Image;
  readonly pushedAt: number;
}

/** ECR as the function needs it. */
export interface Registry {
  scanOf(image: Image): Promise<Scan>;
  /** Names of repositories, page by page. */
  repositories(): AsyncIterable<string[]>;
  /**
   * What can be scanned in a repository, page by page; none when it is gone. Whether it was scanned only
   * {@link Registry.scanOf} tells: ECR's own basic scanning leaves that out of its list.
   *
   * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html
   */
  images(repository: string): AsyncIterable<PushedImage[]>;
}

/** Vulnerabilities of one severity that a finding names. */
export const SHOWN = 20;
/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html */
const PAGE_SIZE = 1_000;
/** An image with more vulnerabilities than ten pages hold has counts of all, and names of those that were read. */
const PAGES = 10;
const LENGTH = 200;
/**
 * After these no event comes: ECR gave up, or will tell nothing.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageScanStatus.html
 */
const UNSCANNED: readonly (string | undefined)[] = [
  "FAILED",
  "FINDINGS_UNAVAILABLE",
  "LIMIT_EXCEEDED",
  "UNSUPPORTED_IMAGE",
];
const GONE = ["ImageNotFoundException", "RepositoryNotFoundException"];

/** ECR by its API; calls end when the signal says so. */
export function registryOf(client: ECRClient, { accountId }: Place, abortSignal: AbortSignal): Registry {
  const page = (image: Image, nextToken: string | undefined) =>
    client.send(
      new DescribeImageScanFindingsCommand({
        registryId: accountId,
        repositoryName: image.repository,
        imageId: { imageDigest: image.digest },
        maxResults: PAGE_SIZE,
        nextToken,
      }),
      { abortSignal },
    );

  const paging = { client, pageSize: PAGE_SIZE, stopOnSameToken: true };
  const options = { abortSignal };

  return {
    repositories: async function* () {
      const input = { registryId: accountId };
      for await (const { repositories = [] } of paginateDescribeRepositories(paging, input, options)) {
        yield repositories.flatMap(({ repositoryName }) => repositoryName ?? []);
      }
    },
    images: async function* (repository) {
      const input = { registryId: accountId, repositoryName: repository };
      try {
        for await (const { imageDetails = [] } of paginateDescribeImages(paging, input, options)) {
          yield imageDetails.flatMap(({ imageDigest: digest, imagePushedAt: at, ...detail }) =>
            digest === undefined ||
            at === undefined ||
            detail.subjectManifestDigest !== undefined ||
            // It lists others, which are scanned.
            isIndex({ mediaType: detail.imageManifestMediaType })
              ? []
              : [{ image: { repository, digest }, pushedAt: at.getTime() }],
          );
        }
      } catch (error) {
        if (!GONE.includes((error as Partial<Error>).name ?? "")) throw error;
      }
    },
    scanOf: async (image) => {
      const counts = new Map<ScanSeverity, number>();
      const seen = new Map<ScanSeverity, number>();
      const shown = new Map<ScanSeverity, Vulnerability[]>();
      const tokens = new Set<string>();
      let token: string | undefined;
      try {
        do {
          const { imageScanStatus, imageScanFindings, nextToken } = await page(image, token);
          const { status, description = "" } = imageScanStatus ?? {};
          if (UNSCANNED.includes(status)) {
            return { status: "failed", reason: `${String(status)} ${description}`.trim().slice(0, LENGTH) };
          }
          if (status !== "COMPLETE") return { status: "none" };
          // What does not say what it found has not found that there is nothing.
          const result: unknown = imageScanFindings;
          if (!imageScanFindings || !isObject(result)) return { status: "none" };
          const { findingSeverityCounts, findings } = imageScanFindings;
          for (const [severity, count] of Object.entries(findingSeverityCounts ?? {})) {
            if (!Number.isSafeInteger(count) || count < 0) return { status: "none" };
            raise(counts, severityOf(severity), count);
          }
          for (const finding of findings ?? []) {
            const severity = severityOf(finding.severity);
            seen.set(severity, (seen.get(severity) ?? 0) + 1);
            const known = shown.get(severity) ?? [];
            if (known.length < SHOWN) shown.set(severity, [...known, vulnerabilityOf(finding)]);
          }
          // A token that comes again would lead round in a circle.
          token = nextToken !== undefined && tokens.has(nextToken) ? undefined : nextToken;
          if (token !== undefined) tokens.add(token);
        } while (token !== undefined && tokens.size < PAGES);
      } catch (error) {
        const { name = "" } = error as Partial<Error>;
        if (GONE.includes(name)) return { status: "gone" };
        if (name === "ScanNotFoundException") return { status: "none" };
        throw error;
      }
      // What was listed is there, whatever the counts say.
      for (const [severity, count] of seen) raise(counts, severity, count);
      return { status: "complete", counts, shown };
    },
  };
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
