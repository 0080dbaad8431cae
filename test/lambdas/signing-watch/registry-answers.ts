import type * as ecr from "@aws-sdk/client-ecr";
import { type RegistrySigningRule } from "../../../aws";
import { type Answers, fault } from "../../support/aws-service";
import { type BlobServer } from "../../support/signer-envelope";
import { batchOf } from "../../support/registry/batch";

const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const ACCOUNT = "333333333333";

/** An image of the registry. */
export interface Stored {
  readonly detail: ecr.ImageDetail;
  readonly manifest: string;
  states: ecr.ImageSigningStatus[];
}

/** A registry that holds these images and rules. */
export function registryAnswers(
  images: ReadonlyMap<string, Stored>,
  rules: readonly RegistrySigningRule[] | undefined,
  blobs: BlobServer,
): Answers<typeof ecr> {
  const stored = (repository = "", { imageDigest, imageTag = "" }: ecr.ImageIdentifier = {}) =>
    imageDigest === undefined
      ? [...images.values()].find(
          ({ detail }) => detail.repositoryName === repository && detail.imageTags?.includes(imageTag),
        )
      : images.get(`${repository}@${imageDigest}`);
  return {
    GetSigningConfiguration: () =>
      rules
        ? {
            registryId: ACCOUNT,
            signingConfiguration: {
              rules: rules.map(({ profileArn, filters }) => ({
                signingProfileArn: profileArn,
                repositoryFilters: filters.map((filter) => ({ filter, filterType: "WILDCARD_MATCH" })),
              })),
            },
          }
        : fault("SigningConfigurationNotFoundException", "nothing is configured"),
    DescribeImages: ({ repositoryName, imageIds, nextToken, maxResults = 100 }) => {
      if (imageIds) {
        const details = imageIds.flatMap((id) => stored(repositoryName, id)?.detail ?? []);
        return details.length < imageIds.length
          ? fault("ImageNotFoundException", "is gone")
          : { imageDetails: details };
      }
      const all = [...images.values()]
        .map(({ detail }) => detail)
        .filter((detail) => detail.repositoryName === repositoryName);
      const start = Number(nextToken ?? 0);
      const end = start + maxResults;
      return {
        imageDetails: all.slice(start, end),
        ...(end < all.length ? { nextToken: String(end) } : {}),
      };
    },
    DescribeImageSigningStatus: ({ repositoryName, imageId }) => {
      const image = stored(repositoryName, imageId);
      if (!image) return fault("ImageNotFoundException", "is gone");
      return { repositoryName, imageId, registryId: ACCOUNT, signingStatuses: image.states };
    },
    DescribeRepositories: () => ({
      repositories: [...new Set([...images.values()].map(({ detail }) => detail.repositoryName ?? ""))].map(
        (repositoryName) => ({ repositoryName }),
      ),
    }),
    BatchGetImage: ({ repositoryName, imageIds = [] }) =>
      batchOf(imageIds, (imageId) => {
        const image = stored(repositoryName, imageId);
        if (!image) return undefined;
        const { imageManifestMediaType } = image.detail;
        return { repositoryName, imageManifest: image.manifest, imageManifestMediaType };
      }),
    ListImageReferrers: ({ repositoryName, subjectId, filter }) => ({
      referrers: [
        ...[...images.values()].flatMap(({ detail, manifest }) =>
          detail.repositoryName === repositoryName &&
          detail.subjectManifestDigest === subjectId?.imageDigest &&
          filter?.artifactTypes?.includes(detail.artifactMediaType ?? "") === true
            ? [
                {
                  digest: detail.imageDigest,
                  mediaType: MANIFEST,
                  artifactType: detail.artifactMediaType,
                  size: manifest.length,
                  artifactStatus: "ACTIVE" as const,
                },
              ]
            : [],
        ),
      ],
    }),
    GetDownloadUrlForLayer: ({ layerDigest = "" }) =>
      blobs.blobs.has(layerDigest)
        ? { downloadUrl: blobs.urlOf(layerDigest), layerDigest }
        : fault("LayersNotFoundException", "is gone"),
  };
}
