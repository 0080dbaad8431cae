/** Actions that one stage of a pipeline takes. @see https://docs.aws.amazon.com/codepipeline/latest/userguide/limits.html */
export const STAGE_ACTION_COUNT = 50;

/**
 * Longest repository policy and registry policy, in characters.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SetRepositoryPolicy.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutRegistryPolicy.html
 */
export const ECR_POLICY_LENGTH = 10_240;

/** Longest name of an IAM role. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const ROLE_NAME_LENGTH = 64;

/** Characters of all inline policies and of the trust policy of a role. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
export const ROLE_POLICY_LENGTH = { permissions: 10_240, trust: 2_048 } as const;

/** Length of the prefix of a pull-through cache. @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html */
export const CACHE_PREFIX_LENGTH = { min: 2, max: 30 } as const;

/**
 * Pull-through cache rules of one registry, and what to do instead of more.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html
 */
export const CACHES_PER_REGISTRY = {
  count: 50,
  instead: "remove what nobody pulls, or cache it in another registry",
} as const;

/** Longest filter of scanning, in characters. @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ScanningRepositoryFilter.html */
export const SCAN_FILTER_LENGTH = 255;

/**
 * Prefixes that a registry replicates: ten rules of a hundred.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html
 */
export const REPLICATION_LIMITS = { rules: 10, filtersPerRule: 100 } as const;

/**
 * Roles whose pulls a registry does not record, the longest ARN of one, in characters, and what to do instead of more.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-time-update-exclusions.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_RegisterPullTimeUpdateExclusion.html
 */
export const PULL_TIME_EXCLUSIONS = {
  count: 100,
  arnLength: 200,
  instead: "let scanners of several accounts assume one role of the registry's account, and exclude that",
} as const;

/** Most rules of a registry's signing configuration, one per profile. @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_SigningConfiguration.html */
export const MAX_SIGNING_RULES = 10;

/**
 * Longest validity of a signature, 135 months, in each unit; never longer than that on any day it may begin.
 *
 * @see https://docs.aws.amazon.com/signer/latest/developerguide/cli-profile.html
 */
export const LONGEST_VALIDITY = { days: 4106, months: 135, years: 11 } as const;

/** Longest policy of a VPC endpoint, in characters. @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-limits-endpoints.html */
export const ENDPOINT_POLICY_LENGTH = 20_480;

/** Longest policy of a KMS key, in bytes, which are the characters of an ARN. @see https://docs.aws.amazon.com/kms/latest/APIReference/API_PutKeyPolicy.html */
export const KEY_POLICY_LENGTH = 32_768;
