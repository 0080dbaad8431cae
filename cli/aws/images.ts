import type * as ecr from "@aws-sdk/client-ecr";
import { pages } from "../../asking";
import { fields, items } from "../../asking/fields";
import { IMAGE_DIGEST } from "../../aws";
import { type ListedImage } from "../../backfill";
import { type Repository } from "../../images";
import { call, unreadable } from "./caller";
import { absent, type EcrSession, namesOf, pathOf, placeOf } from "./ecr";

/** Largest page. @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html */
const PAGE_SIZE = 1_000;
/** Most pages: a repository holds 100,000 images. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html */
const PAGES = 100;

/**
 * Everything that a repository holds, page by page; nothing when it is not there.
 *
 * @throws ProblemError when ECR refuses, or answers what is no list
 */
export async function* imagesIn(
  session: EcrSession,
  client: ecr.ECRClient,
  repository: Repository,
): AsyncGenerator<readonly ListedImage[]> {
  yield* pages(
    pathOf("DescribeImages", repository),
    async (nextToken) => {
      const answer = await describe(session, client, repository, { nextToken, maxResults: PAGE_SIZE });
      return { items: listedIn(repository, answer), next: answer?.nextToken };
    },
    PAGES,
  );
}

/**
 * One image; `undefined` when it or its repository is not there.
 *
 * @throws ProblemError when ECR refuses, or answers what is no list
 */
export async function imageIn(
  session: EcrSession,
  client: ecr.ECRClient,
  repository: Repository,
  digest: string,
): Promise<ListedImage | undefined> {
  const answer = await describe(session, client, repository, { imageIds: [{ imageDigest: digest }] });
  return listedIn(repository, answer).find((image) => image.digest === digest);
}

async function describe(
  session: EcrSession,
  client: ecr.ECRClient,
  repository: Repository,
  input: Pick<ecr.DescribeImagesRequest, "imageIds" | "maxResults" | "nextToken">,
) {
  const { DescribeImagesCommand } = await session.sdk.ecr();
  const command = new DescribeImagesCommand({ ...namesOf(repository), ...input });
  return call(session, placeOf("DescribeImages", repository), (options) =>
    client.send(command, options).catch(absent),
  );
}

/** The images of an answer, none where ECR has no such image or repository. */
function listedIn(
  repository: Repository,
  answer: ecr.DescribeImagesResponse | undefined,
): readonly ListedImage[] {
  if (!answer) return [];
  const place = placeOf("DescribeImages", repository);
  const details: unknown = answer.imageDetails;
  if (!Array.isArray(details)) throw unreadable(place, "it has no list of images");
  return details.map((detail) => {
    const image = imageOf(repository, detail);
    if (!image) throw unreadable(place, "it has an image without a digest");
    return image;
  });
}

function imageOf({ name }: Repository, value: unknown): ListedImage | undefined {
  const { imageDigest, imagePushedAt, imageTags, imageStatus = "ACTIVE" } = fields(value);
  const detail = fields(value) as ecr.ImageDetail;
  if (typeof imageDigest !== "string" || !IMAGE_DIGEST.test(imageDigest)) return undefined;
  return {
    repository: name,
    digest: imageDigest,
    tags: items(imageTags)
      .filter((tag) => typeof tag === "string")
      .sort(),
    pushedAt: imagePushedAt instanceof Date ? imagePushedAt : new Date(0),
    mediaType: detail.imageManifestMediaType,
    artifactType: detail.artifactMediaType,
    subject: detail.subjectManifestDigest,
    archived: imageStatus !== "ACTIVE",
  };
}
