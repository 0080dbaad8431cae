import {
  DescribeImageScanFindingsCommand,
  DescribeImagesCommand,
  DescribeRepositoriesCommand,
  type ECRClient,
} from "@aws-sdk/client-ecr";
import { ABSENT_IMAGE, isIndex } from "../../aws";
import { memberOf } from "../../asking/incomplete-answer";
import { answersOf, listed } from "../shared/pages";
import { type Place } from "../shared/place";
import { type Image } from "./image";
import { readScan, type Scan, SCAN_OPERATION } from "./scan";

/** An image and when it was pushed, in milliseconds since 1970. */
export interface PushedImage {
  readonly image: Image;
  readonly pushedAt: number;
}

/** ECR as the function needs it. */
export interface Registry {
  /** @throws IncompleteAnswer when not all is there that the scan found */
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

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageScanFindings.html */
const PAGE_SIZE = 1_000;

/** ECR by its API; calls end when the signal says so. */
export function registryOf(client: ECRClient, { accountId }: Place, abortSignal: AbortSignal): Registry {
  const registryId = accountId;
  const options = { abortSignal };
  return {
    repositories: async function* () {
      const operation = "ecr:DescribeRepositories";
      const question = { registryId, maxResults: PAGE_SIZE };
      const ask = (nextToken?: string) =>
        client.send(new DescribeRepositoriesCommand({ ...question, nextToken }), options);
      for await (const page of listed(operation, "repositories", ask)) {
        yield page.map((repository) => memberOf(operation, repository, "repositoryName"));
      }
    },
    images: async function* (repository) {
      const operation = "ecr:DescribeImages";
      const question = { registryId, repositoryName: repository, maxResults: PAGE_SIZE };
      const ask = (nextToken?: string) =>
        client.send(new DescribeImagesCommand({ ...question, nextToken }), options);
      try {
        for await (const page of listed(operation, "imageDetails", ask)) {
          const scannable = page.filter(
            ({ subjectManifestDigest: subject, imageManifestMediaType: mediaType }) =>
              // An index lists others, which are scanned.
              subject === undefined && !isIndex({ mediaType }),
          );
          yield scannable.map((detail) => ({
            image: { repository, digest: memberOf(operation, detail, "imageDigest") },
            pushedAt: memberOf(operation, detail, "imagePushedAt").getTime(),
          }));
        }
      } catch (error) {
        if (!ABSENT_IMAGE.has((error as Partial<Error>).name ?? "")) throw error;
      }
    },
    scanOf: async ({ repository: repositoryName, digest: imageDigest }) => {
      const question = { registryId, repositoryName, imageId: { imageDigest }, maxResults: PAGE_SIZE };
      const ask = (nextToken?: string) =>
        client.send(new DescribeImageScanFindingsCommand({ ...question, nextToken }), options);
      try {
        return await readScan(answersOf(SCAN_OPERATION, ask));
      } catch (error) {
        const { name = "" } = error as Partial<Error>;
        if (ABSENT_IMAGE.has(name)) return { status: "gone" };
        if (name === "ScanNotFoundException") return { status: "none" };
        throw error;
      }
    },
  };
}
