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
 * Characters of repository ARNs that the policy of a role lists one by one. It holds 10,240 for all its
 * statements, and the others of a verifier's role need less than the rest.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
 */
const LISTED_CHARACTERS = 7_000;
/** Two quotes and a comma. */
const SEPARATOR_CHARACTERS = 3;

/**
 * The repositories, or all of the registries they are in when they are too many for the policy of a role; the
 * policies of the repositories stay exact.
 */
function repositoriesOrRegistries(arns: readonly string[]): readonly string[] {
  const characters = arns.reduce((sum, { length }) => sum + length + SEPARATOR_CHARACTERS, 0);
  if (characters <= LISTED_CHARACTERS) return arns;
  return [...new Set(arns.map((arn) => arn.replace(/:repository\/.*$/, ":repository/*")))];
}

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
      ? [
          {
            sid: "ReadImages",
            actions: IMAGE_READ_ACTIONS,
            resources: repositoriesOrRegistries(repositoryArns),
          },
        ]
      : []),
    { sid: "Revocation", actions: ["signer:GetRevocationStatus"], resources: ["*"] },
  ];
}
