import { childrenOf, DIGEST, type Registry } from "../../where";
import { call, type CredentialsOf, type Session, unreadable } from "./caller";

/** Every kind of manifest, so that ECR converts none. */
const MANIFEST_TYPES = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];
/** What ECR calls an image or repository that is not there. */
const ABSENT = new Set(["ImageNotFoundException", "RepositoryNotFoundException"]);

/** ECR by its API, with a role of the registry's account where one is known. */
export function registryOf(session: Session, credentialsOf: CredentialsOf): Registry {
  return {
    async manifest({ account, region, name }, reference) {
      const { ECRClient, BatchGetImageCommand } = await session.sdk.ecr();
      const credentials = await credentialsOf(account);
      const client = new ECRClient({ ...session.settings, region, ...(credentials ? { credentials } : {}) });
      const place = { action: "ecr:BatchGetImage", account, region };
      const imageId = "tag" in reference ? { imageTag: reference.tag } : { imageDigest: reference.digest };
      const answer = await call(session, place, (options) =>
        client
          .send(
            new BatchGetImageCommand({
              registryId: account,
              repositoryName: name,
              imageIds: [imageId],
              acceptedMediaTypes: MANIFEST_TYPES,
            }),
            options,
          )
          .catch((error: unknown) => {
            if (ABSENT.has((error as Error).name)) return undefined;
            throw error;
          }),
      );
      const image = answer?.images?.[0];
      if (!image) return undefined;
      const digest = image.imageId?.imageDigest ?? "";
      if (!DIGEST.test(digest) || typeof image.imageManifest !== "string") {
        throw unreadable(place, "it has an image without a digest or a manifest");
      }
      const children = childrenOf(image.imageManifest);
      return { digest, ...(children ? { children } : {}) };
    },
  };
}
