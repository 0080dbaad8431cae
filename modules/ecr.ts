import { dnsSuffix, type Partition } from "../aws";

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

/** An account's registry in one region. */
export interface RegistryPlace {
  readonly accountId: string;
  readonly region: string;
  readonly partition: Partition;
}

/** ARN of one repository, or of many when the name holds a `*`. */
export function repositoryArnOf({ partition, region, accountId }: RegistryPlace, name: string): string {
  return `arn:${partition}:ecr:${region}:${accountId}:repository/${name}`;
}

/** Host name of a registry: `333333333333.dkr.ecr.eu-central-1.amazonaws.com`. */
export function registryHost({ accountId, region, partition }: RegistryPlace): string {
  return `${accountId}.dkr.ecr.${region}.${dnsSuffix(partition)}`;
}
