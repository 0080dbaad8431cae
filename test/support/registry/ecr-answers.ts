import type * as ecr from "@aws-sdk/client-ecr";
import { type Answers, fault } from "../aws-service";
import { type Stored } from "./stored";

/** What a registry holds, by `<account>/<repository>@<digest>`. */
export interface Holding {
  readonly stored: ReadonlyMap<string, Stored>;
  readonly blobs: ReadonlyMap<string, Buffer>;
}

/** What ECR answers of what a registry holds. */
export function answersOf(
  { stored, blobs }: Holding,
  urlOf: (digest: string) => string,
): Answers<typeof ecr> {
  const held = (registryId = "", repository = "") =>
    [...stored].filter(([key]) => key.startsWith(`${registryId}/${repository}@`));
  const missing = () => fault("RepositoryNotFoundException", "no such repository");
  return {
    BatchGetImage: ({ registryId, repositoryName, imageIds = [], acceptedMediaTypes = [] }) => {
      const images: ecr.Image[] = [];
      const failures: ecr.ImageFailure[] = [];
      const there = held(registryId, repositoryName);
      if (there.length === 0) return missing();
      for (const imageId of imageIds) {
        const found = there.find(([key, { tags }]) =>
          imageId.imageDigest === undefined
            ? tags.has(imageId.imageTag ?? "")
            : key.endsWith(`@${imageId.imageDigest}`),
        );
        // ECR gives a manifest as it is only to those who take its type.
        if (found === undefined || !acceptedMediaTypes.includes(found[1].mediaType)) {
          failures.push({
            imageId,
            failureCode: "ImageNotFound",
            failureReason: "Requested image not found",
          });
          continue;
        }
        const [key, { bytes, mediaType }] = found;
        images.push({
          registryId,
          repositoryName,
          imageId: { ...imageId, imageDigest: key.slice(key.indexOf("@") + 1) },
          imageManifest: bytes.toString(),
          imageManifestMediaType: mediaType,
        });
      }
      return { images, failures };
    },
    ListImageReferrers: ({ registryId, repositoryName, subjectId, filter, nextToken, maxResults = 50 }) => {
      const image = stored.get(`${registryId ?? ""}/${repositoryName ?? ""}@${subjectId?.imageDigest ?? ""}`);
      const all = (image?.referrers ?? []).filter(
        ({ artifactType = "" }) => filter?.artifactTypes?.includes(artifactType) ?? true,
      );
      const start = Number(nextToken ?? 0);
      const end = start + maxResults;
      return { referrers: all.slice(start, end), ...(end < all.length ? { nextToken: String(end) } : {}) };
    },
    GetDownloadUrlForLayer: ({ layerDigest = "" }) =>
      blobs.has(layerDigest)
        ? { downloadUrl: urlOf(layerDigest), layerDigest }
        : fault("LayersNotFoundException", "no such layer"),
    DescribeImageSigningStatus: ({ registryId, repositoryName, imageId }) => {
      const image = stored.get(`${registryId ?? ""}/${repositoryName ?? ""}@${imageId?.imageDigest ?? ""}`);
      if (image === undefined) return fault("ImageNotFoundException", "no such image");
      return { registryId, repositoryName, imageId, signingStatuses: image.states };
    },
  };
}
