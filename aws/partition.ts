/** AWS partitions we know; signatures, ARNs and endpoints never cross them. */
export const PARTITIONS = ["aws", "aws-us-gov", "aws-cn"] as const;
export type Partition = (typeof PARTITIONS)[number];

/** The partition a region belongs to, by its prefix. */
export function partitionOf(region: string): Partition {
  if (region.startsWith("cn-")) return "aws-cn";
  if (region.startsWith("us-gov-")) return "aws-us-gov";
  return "aws";
}

/** Domain of registry host names: `333333333333.dkr.ecr.eu-central-1.amazonaws.com`. */
export function dnsSuffix(partition: Partition): string {
  return partition === "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";
}

/**
 * Whether GuardDuty has Runtime Monitoring in a partition.
 *
 * @see https://docs.amazonaws.cn/en_us/aws/latest/userguide/guardduty.html
 */
export function hasRuntimeMonitoring(partition: Partition): boolean {
  return partition !== "aws-cn";
}

/**
 * The only partition in which ECR has pull-through caches.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
export const CACHE_PARTITION: Partition = "aws";

/**
 * The only partition in which ECR encrypts images twice (`KMS_DSSE`).
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
 */
export const DSSE_PARTITION: Partition = "aws-us-gov";
