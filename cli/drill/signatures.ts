import { INDEX_TYPES } from "../../aws";
import { readBlob } from "../../lambdas/shared/signatures/blob";
import { plainRequests } from "../../lambdas/shared/signatures/protocol";
import { type SignedBy, signedBy } from "../../lambdas/shared/signatures/signed-by";
import { SIGNATURE_READ_ACTIONS, type SignatureRegistry } from "../../lambdas/shared/signatures/stored";
import { childrenOf, pages, type Repository } from "../../where";
import { call, type CredentialsOf, type Session, unreadable } from "../where/caller";
import { absent, namesOf, pathOf, placeOf } from "../where/ecr";
import { fields, items } from "../where/read";
import { type SigningState } from "./judge";

/** Largest pages. @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImages.html */
const PAGE = { images: 1_000, manifests: 100 } as const;

/** ECR as a drill asks it; every operation throws ProblemError. */
export interface Signatures {
  /** What ECR says it signed an image with; `undefined` when the registry does not have it. */
  states(repository: Repository, digest: string): Promise<readonly SigningState[] | undefined>;
  /** Which of these profiles signed an image, by the signatures that it carries. */
  carried(repository: Repository, digest: string, profileArns: readonly string[]): Promise<SignedBy>;
  /** Digests of the indexes of a repository, by the digests of the images they list. */
  indexes(repository: Repository): Promise<ReadonlyMap<string, readonly string[]>>;
}

/** What {@link signaturesOf} calls. */
export const SIGNATURE_ACTIONS = [
  ...SIGNATURE_READ_ACTIONS,
  "ecr:DescribeImages",
  "ecr:DescribeImageSigningStatus",
] as const;

/** ECR by its API, with a role of the registry's account where one is known. */
export function signaturesOf(session: Session, credentialsOf: CredentialsOf): Signatures {
  const clientOf = async ({ account, region }: Repository) => {
    const { ECRClient } = await session.sdk.ecr();
    const credentials = await credentialsOf(account);
    return new ECRClient({ ...session.settings, region, ...(credentials ? { credentials } : {}) });
  };
  const signatureRegistryOf = async (repository: Repository): Promise<SignatureRegistry> => {
    const { BatchGetImageCommand, GetDownloadUrlForLayerCommand, ListImageReferrersCommand } =
      await session.sdk.ecr();
    const client = await clientOf(repository);
    const isPlain = plainRequests(client);
    const at = (operation: string) => placeOf(operation, repository);
    return {
      listImageReferrers: (input) =>
        call(session, at("ListImageReferrers"), (options) =>
          client.send(new ListImageReferrersCommand(input), options).catch(absent),
        ),
      batchGetImage: (input) =>
        call(session, at("BatchGetImage"), (options) =>
          client.send(new BatchGetImageCommand(input), options).catch(absent),
        ),
      getDownloadUrlForLayer: (input) =>
        call(session, at("GetDownloadUrlForLayer"), (options) =>
          client.send(new GetDownloadUrlForLayerCommand(input), options).catch(absentLayer),
        ),
      download: (url, digest, maxBytes) =>
        call(session, at("GetDownloadUrlForLayer"), ({ abortSignal: signal }) =>
          readBlob({ url, digest, maxBytes, plain: isPlain(), signal }),
        ),
    };
  };
  return {
    async states(repository, imageDigest) {
      const { DescribeImageSigningStatusCommand } = await session.sdk.ecr();
      const client = await clientOf(repository);
      const place = placeOf("DescribeImageSigningStatus", repository);
      const command = new DescribeImageSigningStatusCommand({
        ...namesOf(repository),
        imageId: { imageDigest },
      });
      const answer = await call(session, place, (options) => client.send(command, options).catch(absent));
      if (!answer) return undefined;
      const states: unknown = answer.signingStatuses ?? [];
      if (!Array.isArray(states)) throw unreadable(place, "it has no list of states");
      return states.map(fields).map(({ signingProfileArn, status }) => ({
        profileArn: typeof signingProfileArn === "string" ? signingProfileArn : "",
        status: typeof status === "string" ? status : "",
      }));
    },

    async carried(repository, digest, profileArns) {
      const { partition } = repository;
      const image = { ...namesOf(repository), digest };
      const registry = await signatureRegistryOf(repository);
      return signedBy(registry, { partition, image, profileArns, at: new Date() });
    },

    async indexes(repository) {
      const { BatchGetImageCommand, DescribeImagesCommand } = await session.sdk.ecr();
      const client = await clientOf(repository);
      const place = placeOf("DescribeImages", repository);
      const digests: string[] = [];
      for await (const page of pages(pathOf("DescribeImages", repository), async (nextToken) => {
        const command = new DescribeImagesCommand({
          ...namesOf(repository),
          nextToken,
          maxResults: PAGE.images,
        });
        const answer = await call(session, place, (options) => client.send(command, options).catch(absent));
        return { items: items(answer?.imageDetails).map(fields), next: answer?.nextToken };
      })) {
        for (const { imageManifestMediaType: type, imageDigest } of page) {
          if (typeof imageDigest === "string" && INDEX_TYPES.includes(String(type)))
            digests.push(imageDigest);
        }
      }
      const parents = new Map<string, string[]>();
      for (let from = 0; from < digests.length; from += PAGE.manifests) {
        const some = digests.slice(from, from + PAGE.manifests);
        const at = placeOf("BatchGetImage", repository);
        const command = new BatchGetImageCommand({
          ...namesOf(repository),
          imageIds: some.map((imageDigest) => ({ imageDigest })),
          acceptedMediaTypes: INDEX_TYPES,
        });
        const { images = [], failures = [] } = await call(session, at, (options) =>
          client.send(command, options),
        );
        // An index that was deleted in between is gone; any other may be what runs.
        const failure = failures.find(({ failureCode }) => failureCode !== "ImageNotFound");
        if (failure) throw unreadable(at, `it lacks an index: ${String(failure.failureCode)}`);
        for (const { imageId, imageManifest = "" } of images) {
          const digest = imageId?.imageDigest ?? "";
          for (const child of childrenOf(imageManifest) ?? []) {
            parents.set(child, [...(parents.get(child) ?? []), digest]);
          }
        }
      }
      return parents;
    },
  };
}

function absentLayer(error: unknown): undefined {
  const { name } = error as Error;
  return name === "LayersNotFoundException" || name === "LayerInaccessibleException"
    ? undefined
    : absent(error);
}
