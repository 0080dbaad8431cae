/**
 * Regions of the three partitions, as the AWS SDK lists them.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/rande.html
 */
export const REGIONS = [
  "af-south-1",
  "ap-east-1",
  "ap-east-2",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-northeast-3",
  "ap-south-1",
  "ap-south-2",
  "ap-southeast-1",
  "ap-southeast-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "ap-southeast-5",
  "ap-southeast-6",
  "ap-southeast-7",
  "ca-central-1",
  "ca-west-1",
  "cn-north-1",
  "cn-northwest-1",
  "eu-central-1",
  "eu-central-2",
  "eu-north-1",
  "eu-south-1",
  "eu-south-2",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "il-central-1",
  "me-central-1",
  "me-south-1",
  "me-west-1",
  "mx-central-1",
  "sa-east-1",
  "sa-west-1",
  "us-east-1",
  "us-east-2",
  "us-gov-east-1",
  "us-gov-west-1",
  "us-west-1",
  "us-west-2",
] as const;

export type Region = (typeof REGIONS)[number];

/**
 * Regions that the SDK knows and that neither ECR nor GuardDuty nor Security Hub is in.
 *
 * @see https://github.com/boto/botocore/blob/develop/botocore/data/endpoints.json
 */
export const UNSERVED_REGIONS: ReadonlySet<string> = new Set<Region>(["me-west-1", "sa-west-1"]);

/**
 * Regions without Amazon Inspector, and so without enhanced scanning.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/inspector2.html
 */
export const REGIONS_WITHOUT_INSPECTOR: ReadonlySet<string> = new Set<string>([
  ...UNSERVED_REGIONS,
  "ap-southeast-6" satisfies Region,
]);

/**
 * Regions where Inspector scans the code of Lambda functions; their packages it scans wherever it is.
 *
 * @see https://docs.aws.amazon.com/inspector/latest/user/inspector_regions.html#ins-regional-feature-availability
 */
export const LAMBDA_CODE_SCANNING_REGIONS: ReadonlySet<string> = new Set<Region>([
  "ap-northeast-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "eu-central-1",
  "eu-north-1",
  "eu-west-1",
  "eu-west-2",
  "us-east-1",
  "us-east-2",
  "us-west-2",
]);

/**
 * Regions where Inspector scans repositories of code: the same ones.
 *
 * @see https://docs.aws.amazon.com/inspector/latest/user/inspector_regions.html#ins-regional-feature-availability
 */
export const CODE_REPOSITORY_SCANNING_REGIONS = LAMBDA_CODE_SCANNING_REGIONS;

/**
 * Regions where AWS Signer signs container images; a signing profile lives in its registry's region.
 *
 * China has endpoints of Signer, but not for images.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/signer.html
 */
export const CONTAINER_SIGNING_REGIONS: ReadonlySet<string> = new Set<Region>([
  "af-south-1",
  "ap-east-1",
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ca-central-1",
  "eu-central-1",
  "eu-north-1",
  "eu-south-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "me-south-1",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-gov-east-1",
  "us-gov-west-1",
  "us-west-1",
  "us-west-2",
]);

/**
 * Regions that an account has to enable before it can use them.
 *
 * @see https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
export const OPT_IN_REGIONS: ReadonlySet<string> = new Set<Region>([
  "af-south-1",
  "ap-east-1",
  "ap-east-2",
  "ap-south-2",
  "ap-southeast-3",
  "ap-southeast-4",
  "ap-southeast-5",
  "ap-southeast-6",
  "ap-southeast-7",
  "ca-west-1",
  "eu-central-2",
  "eu-south-1",
  "eu-south-2",
  "il-central-1",
  "me-central-1",
  "me-south-1",
  "me-west-1",
  "mx-central-1",
  "sa-west-1",
]);

/**
 * Regions where AWS CodeConnections is, through which a pipeline reaches its source.
 *
 * @see https://docs.aws.amazon.com/general/latest/gr/codeconnections.html
 */
export const CONNECTION_REGIONS: ReadonlySet<string> = new Set<Region>([
  "ap-northeast-1",
  "ap-northeast-2",
  "ap-south-1",
  "ap-southeast-1",
  "ap-southeast-2",
  "ca-central-1",
  "eu-central-1",
  "eu-north-1",
  "eu-south-1",
  "eu-west-1",
  "eu-west-2",
  "eu-west-3",
  "sa-east-1",
  "us-east-1",
  "us-east-2",
  "us-gov-east-1",
  "us-west-1",
  "us-west-2",
]);
