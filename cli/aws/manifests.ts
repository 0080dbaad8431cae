import type * as ecr from "@aws-sdk/client-ecr";
import { type StoredManifest } from "../../backfill";
import { manifestType } from "../../ecr-signatures/stored";
import { type Repository } from "../../images";
import { digestOf } from "../../notation/storage/digest";
import { call, unreadable } from "./caller";
import { absent, type EcrSession, namesOf, placeOf } from "./ecr";

/**
 * Manifests of a repository of ECR by their digests, at most 100. One that is not there is left out, and nothing is
 * there in a repository that is gone; every other one has the very bytes of its digest.
 *
 * @throws ProblemError for an answer that does not come, cannot be read or leaves one out without saying that it is gone
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_BatchGetImage.html
 */
export async function manifestsIn(
  session: EcrSession,
  client: ecr.ECRClient,
  repository: Repository,
  { digests, mediaTypes }: { readonly digests: readonly string[]; readonly mediaTypes: readonly string[] },
): Promise<ReadonlyMap<string, StoredManifest>> {
  const { BatchGetImageCommand } = await session.sdk.ecr();
  const place = placeOf("BatchGetImage", repository);
  const command = new BatchGetImageCommand({
    ...namesOf(repository),
    imageIds: digests.map((imageDigest) => ({ imageDigest })),
    acceptedMediaTypes: [...mediaTypes],
  });
  const answer = await call(session, place, (options) => client.send(command, options).catch(absent));
  const manifests = new Map<string, StoredManifest>();
  if (!answer) return manifests;
  const { images = [], failures = [] } = answer;
  for (const { imageId, imageManifest: text, imageManifestMediaType } of images) {
    const digest = imageId?.imageDigest ?? "";
    const isWanted = digests.includes(digest) && typeof text === "string" && digestOf(text) === digest;
    if (!isWanted) throw unreadable(place, "it has a manifest of another digest");
    manifests.set(digest, { mediaType: manifestType(imageManifestMediaType, text), text });
  }
  const gone = new Set(
    failures.flatMap(({ failureCode, imageId }) =>
      failureCode === "ImageNotFound" ? (imageId?.imageDigest ?? []) : [],
    ),
  );
  const lacking = digests.find((digest) => !manifests.has(digest) && !gone.has(digest));
  if (lacking !== undefined) {
    const { failureCode = "nothing said" } =
      failures.find(({ imageId }) => imageId?.imageDigest === lacking) ?? failures[0] ?? {};
    throw unreadable(place, `it lacks a manifest: ${failureCode}`);
  }
  return manifests;
}
