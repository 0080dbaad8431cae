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
