import { LOGIN_ACTION } from "../ecr";
import { type Statement } from "../iam";

/**
 * Reads an image's manifest, its signatures and their blobs; listing referrers is authorised by BatchGetImage.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ListImageReferrers.html
 * @see https://docs.aws.amazon.com/signer/latest/developerguide/image-signing-prerequisites.html
 */
export const IMAGE_READ_ACTIONS = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"] as const;

/**
 * What whoever verifies signatures must be allowed: read the images and ask whether a signature was revoked.
 * Without repositories nothing can be read, so no image passes.
 *
 * @see https://docs.aws.amazon.com/signer/latest/developerguide/image-signing-prerequisites.html
 */
export function verificationStatements(repositoryArns: readonly string[]): Statement[] {
  return [
    { sid: "RegistryLogin", actions: [LOGIN_ACTION], resources: ["*"] },
    ...(repositoryArns.length > 0
      ? [{ sid: "ReadImages", actions: IMAGE_READ_ACTIONS, resources: repositoryArns }]
      : []),
    { sid: "Revocation", actions: ["signer:GetRevocationStatus"], resources: ["*"] },
  ];
}
