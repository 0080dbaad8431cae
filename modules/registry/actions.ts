/**
 * What a pull needs once the caller is logged in; reading an image's signatures (`ListImageReferrers`) is
 * authorised by `ecr:BatchGetImage` too.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/security-iam-awsmanpol.html
 */
export const PULL_ACTIONS = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:GetDownloadUrlForLayer",
] as const;

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

/** The part of a push that changes a repository; the reads of {@link PUSH_ACTIONS} also serve pulls. */
export const UPLOAD_ACTIONS = [
  "ecr:CompleteLayerUpload",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:UploadLayerPart",
] as const;

/** Puts an image of an upstream registry into a repository, by a pull through the cache. */
export const IMPORT_ACTION = "ecr:BatchImportUpstreamImage";

/** Puts an image of another registry into a repository, by replication. */
export const REPLICATE_ACTION = "ecr:ReplicateImage";

/** Every way an image gets into a repository. */
export const WRITE_ACTIONS = [...UPLOAD_ACTIONS, IMPORT_ACTION, REPLICATE_ACTION] as const;

/**
 * What Lambda needs to fetch an image of another account.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/images-create.html
 */
export const LAMBDA_PULL_ACTIONS = ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"] as const;

/**
 * Tells how far the managed signing of an image is.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/managed-signing.html
 */
export const SIGNING_STATUS_ACTION = "ecr:DescribeImageSigningStatus";

/** Logging in takes no resource. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/registry_auth.html */
export const LOGIN_ACTION = "ecr:GetAuthorizationToken";

/**
 * Role with which ECR writes replicated images; nobody can create a role under IAM's `aws-service-role` path.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/using-service-linked-roles-replication.html
 */
export function replicationRoleArn(partition: string, accountId: string): string {
  return `arn:${partition}:iam::${accountId}:role/aws-service-role/replication.ecr.amazonaws.com/AWSServiceRoleForECRReplication`;
}

/**
 * Role with which ECR writes cached images.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/slr-pullthroughcache.html
 */
export function pullThroughCacheRoleArn(partition: string, accountId: string): string {
  return `arn:${partition}:iam::${accountId}:role/aws-service-role/pullthroughcache.ecr.amazonaws.com/AWSServiceRoleForECRPullThroughCache`;
}

/** ARN of the root of an account: the principal that stands for everybody in it. */
export function accountRootArn(partition: string, accountId: string): string {
  return `arn:${partition}:iam::${accountId}:root`;
}

/** ARN of one repository, or of many when the name holds a `*`. */
export function repositoryArnOf(
  at: { readonly partition: string; readonly region: string; readonly accountId: string },
  name: string,
): string {
  return `arn:${at.partition}:ecr:${at.region}:${at.accountId}:repository/${name}`;
}
