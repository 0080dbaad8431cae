export * from "./inspector";
export * from "./ipv4-range";
export * from "./limits";
export * from "./partition";
export * from "./patterns";
export * from "./regions";
export * from "./signature-tags";
export * from "./signing-filters";
export { BUCKET_NAME, BUCKET_NAME_LENGTH, bucketNameRefusal } from "./buckets";
export {
  CACHE_PREFIX_LENGTH,
  ECR_POLICY_LENGTH,
  LONGEST_VALIDITY,
  MAX_SIGNING_RULES,
  MUTABLE_TAG_WILDCARDS,
  REPLICATION_LIMITS,
  ROLE_POLICY_LENGTH,
  SCAN_FILTER_LENGTH,
} from "./limits";
export { dnsSuffix, type Partition, partitionOf } from "./partition";
export {
  ACCOUNT_ID,
  ARN_RESOURCES,
  ORGANIZATION_ID,
  ORGANIZATIONAL_UNIT_ID,
  REPOSITORY_NAME,
  REPOSITORY_NAME_LENGTH,
  ROLE_PATH_AND_NAME,
  ROOT_ID,
  SIGNING_PROFILE_NAME,
} from "./patterns";
export { CONNECTION_REGIONS, CONTAINER_SIGNING_REGIONS, type Region, REGIONS } from "./regions";
export { couldSelectSignatureTag } from "./signature-tags";
export { liesUnder, MAX_SIGNING_FILTERS, signingFilters, type UnsignedRepositories } from "./signing-filters";
