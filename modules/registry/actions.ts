import { type GlobalLocation, roleArn } from "../../aws";
import { SIGNING_STATUS_ACTION, UPLOAD_ACTIONS } from "../ecr";

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
 * What whoever verifies signatures needs once logged in: manifests and signatures (`ListImageReferrers` too is
 * authorised by `ecr:BatchGetImage`), their blobs, and how far signing is.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ListImageReferrers.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_DescribeImageSigningStatus.html
 */
export const VERIFY_ACTIONS = [
  "ecr:BatchGetImage",
  SIGNING_STATUS_ACTION,
  "ecr:GetDownloadUrlForLayer",
] as const;

/** Puts an image of an upstream registry into a repository, by a pull through the cache. */
export const IMPORT_ACTION = "ecr:BatchImportUpstreamImage";

/**
 * What the role of a cache in another registry of ECR needs on the repositories that it caches.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private.html
 */
export const UPSTREAM_ACTIONS = [
  "ecr:BatchGetImage",
  IMPORT_ACTION,
  "ecr:GetDownloadUrlForLayer",
  "ecr:GetImageCopyStatus",
] as const;

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
 * Role with which ECR writes replicated images; nobody can create a role under IAM's `aws-service-role` path.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/using-service-linked-roles-replication.html
 */
export function replicationRoleArn(at: GlobalLocation): string {
  return roleArn(at, "AWSServiceRoleForECRReplication", "/aws-service-role/replication.ecr.amazonaws.com/");
}

/**
 * Role with which ECR writes cached images.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/slr-pullthroughcache.html
 */
export function pullThroughCacheRoleArn(at: GlobalLocation): string {
  return roleArn(
    at,
    "AWSServiceRoleForECRPullThroughCache",
    "/aws-service-role/pullthroughcache.ecr.amazonaws.com/",
  );
}
