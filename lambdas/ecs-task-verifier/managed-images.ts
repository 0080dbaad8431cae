import { BatchGetImageCommand, type ECRClient } from "@aws-sdk/client-ecr";
import { awsManaged, awsManagedRepositories } from "../../aws";
import { checkComplete } from "../../ecr-signatures/stored";
import { IMAGE_TYPES } from "../../notation/storage/signature-manifest";
import { errorMessage } from "../shared/error-message";
import { isTransient } from "../shared/transient";

/** The images that AWS itself puts into tasks. */
export interface ManagedImages {
  /** Whether the repository that a reference names is one of AWS's. */
  owns(reference: string): boolean;
  /** Which of AWS's repositories holds an image. */
  find(digest: string): Promise<Found>;
}

/** Where an image was looked for. */
export type Found =
  | { readonly kind: "held"; readonly repository: string }
  | { readonly kind: "absent" }
  /** One of the repositories did not answer, and none of the others holds it. */
  | { readonly kind: "unknown"; readonly message: string; readonly transient: boolean };

const REPOSITORY = /^(\d{12})\.dkr\.ecr[.-][^/]+\/(.+)$/;

/**
 * Asks the repositories of AWS in the region; calls end when the signal says so.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/ecs-runtime-agent-ecr-image-uri.html
 */
export function managedImages(client: ECRClient, region: string, abortSignal: AbortSignal): ManagedImages {
  const known = new Map<string, Found>();
  const find = async (imageDigest: string): Promise<Found> => {
    let found: Found = { kind: "absent" };
    for (const repository of awsManagedRepositories(region)) {
      const [, registryId, repositoryName] = REPOSITORY.exec(repository) ?? [];
      try {
        const command = new BatchGetImageCommand({
          registryId,
          repositoryName,
          imageIds: [{ imageDigest }],
          acceptedMediaTypes: IMAGE_TYPES,
        });
        const answer = await client.send(command, { abortSignal });
        checkComplete(answer, 1);
        const { images = [] } = answer;
        if (images.some(({ imageId }) => imageId?.imageDigest === imageDigest))
          return { kind: "held", repository };
      } catch (error) {
        const message = `${repository}: ${errorMessage(error, 300)}`;
        found = { kind: "unknown", message, transient: isTransient(error) };
      }
    }
    return found;
  };
  return {
    owns: (reference) => awsManaged(reference) !== undefined,
    find: async (digest) => {
      const found = known.get(digest) ?? (await find(digest));
      if (found.kind !== "unknown") known.set(digest, found);
      return found;
    },
  };
}
