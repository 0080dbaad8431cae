import { IMAGE_DIGEST } from "../../aws";
import { listedBy } from "../../images";
import { type Registry } from "../../where";
import { call, type CredentialsOf, type Session, unreadable } from "../aws/caller";
import { absent, MANIFEST_TYPES, namesOf, placeOf } from "../aws/ecr";

/** ECR by its API, with a role of the registry's account where one is known. */
export function registryOf(session: Session, credentialsOf: CredentialsOf): Registry {
  return {
    async manifest(repository, reference) {
      const { account, region } = repository;
      const { ECRClient, BatchGetImageCommand } = await session.sdk.ecr();
      const credentials = await credentialsOf(account);
      const client = new ECRClient({ ...session.settings, region, ...(credentials ? { credentials } : {}) });
      const place = placeOf("BatchGetImage", repository);
      const imageId = "tag" in reference ? { imageTag: reference.tag } : { imageDigest: reference.digest };
      const answer = await call(session, place, (options) =>
        client
          .send(
            new BatchGetImageCommand({
              ...namesOf(repository),
              imageIds: [imageId],
              acceptedMediaTypes: MANIFEST_TYPES,
            }),
            options,
          )
          .catch(absent),
      );
      const image = answer?.images?.[0];
      if (!image) return undefined;
      const digest = image.imageId?.imageDigest ?? "";
      if (!IMAGE_DIGEST.test(digest) || typeof image.imageManifest !== "string") {
        throw unreadable(place, "it has an image without a digest or a manifest");
      }
      return { digest, ...listedBy(image.imageManifest) };
    },
  };
}
