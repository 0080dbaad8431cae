import { listedBy } from "../../images";
import { digestOf } from "../../notation/storage/digest";
import { type Registry } from "../../where";
import { call, type CredentialsOf, type Session, unreadable } from "../aws/caller";
import { absent, MANIFEST_TYPES, namesOf, placeOf } from "../aws/ecr";

/** The only failure that says that an image is not there. */
const ABSENT = "ImageNotFound";

/**
 * ECR by its API, with a role of the registry's account where one is known. A manifest has the very bytes of its digest;
 * what ECR only fails to tell, such as an image in the archive or one whose key is refused, may be there.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ImageFailure.html
 */
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
      if (!answer) return undefined;
      const [image] = answer.images ?? [];
      if (!image) {
        const { failureCode = "nothing said" } = answer.failures?.[0] ?? {};
        if (failureCode === ABSENT) return undefined;
        throw unreadable(place, `it lacks the image in ${repository.name}: ${failureCode}`);
      }
      const { imageManifest: text } = image;
      const digest = "digest" in reference ? reference.digest : image.imageId?.imageDigest;
      if (typeof text !== "string" || digestOf(text) !== digest || image.imageId?.imageDigest !== digest) {
        throw unreadable(place, "it has a manifest of another digest");
      }
      return { digest, ...listedBy(text) };
    },
  };
}
