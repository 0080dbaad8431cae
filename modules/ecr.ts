import { type Location, repositoryArn } from "../aws";
import { type Statement } from "./iam";

/** Logging in takes no resource. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html */
export const LOGIN_ACTION = "ecr:GetAuthorizationToken";

/**
 * What a push needs once the caller is logged in.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
 */
export const PUSH_ACTIONS = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:CompleteLayerUpload",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:UploadLayerPart",
] as const;

/** The part of a push that changes a repository; the reads of a push also serve pulls. */
export const UPLOAD_ACTIONS = [
  "ecr:CompleteLayerUpload",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:UploadLayerPart",
] as const;

/** Tells how far the managed signing of an image is. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/managed-signing.html */
export const SIGNING_STATUS_ACTION = "ecr:DescribeImageSigningStatus";

/** Signs an image with a profile. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/managed-signing.html */
export const SIGN_ACTION = "signer:SignPayload";

/**
 * What an identity needs to push to a repository: login, the actions of a push and, because ECR signs as whoever
 * pushes, the profiles that sign the repository. Statements have no Sid, so that one identity can get many of them.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-push-iam.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/managed-signing.html
 */
export function pushPermissions(
  registry: Location,
  repositoryName: string,
  signingProfileArns: readonly string[],
): Statement[] {
  return [
    { actions: [LOGIN_ACTION], resources: ["*"] },
    { actions: PUSH_ACTIONS, resources: [repositoryArn(registry, repositoryName)] },
    ...(signingProfileArns.length > 0 ? [{ actions: [SIGN_ACTION], resources: signingProfileArns }] : []),
  ];
}
