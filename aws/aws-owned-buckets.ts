import { partitionOf } from "./partition";
import { type Region, REGIONS_WITHOUT_INSPECTOR } from "./regions";

/**
 * Ends of the names of Patch Manager's buckets, in the regions where AWS lists them.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/patch-operations-s3-buckets.html
 */
const PATCH_MANAGER_ENDS: Readonly<Partial<Record<Region, string>>> = {
  "af-south-1": "bdd5f65a9",
  "ap-east-1": "632356271",
  "ap-northeast-1": "4849fa78f",
  "ap-northeast-2": "10467995c",
  "ap-northeast-3": "67373598a",
  "ap-south-1": "cb7c62ff9",
  "ap-south-2": "32f4b4128",
  "ap-southeast-1": "7fdfd9ef7",
  "ap-southeast-2": "17283a275",
  "ap-southeast-3": "aa48fc462",
  "ap-southeast-4": "01e2c40d3",
  "ca-central-1": "3148e69e3",
  "ca-west-1": "9e3a4b2f9",
  "eu-central-1": "9163fdaaf",
  "eu-central-2": "184ce43c8",
  "eu-north-1": "795879e9b",
  "eu-south-1": "c52f3f594",
  "eu-south-2": "a4cf248b1",
  "eu-west-1": "5522fb710",
  "eu-west-2": "902a2bc74",
  "eu-west-3": "29bf85721",
  "il-central-1": "e221cb57b",
  "me-central-1": "2932f2f80",
  "me-south-1": "a53fc9dce",
  "sa-east-1": "ddf4b6a09",
  "us-east-1": "1970c647d",
  "us-east-2": "552881074",
  "us-west-1": "8badb4304",
  "us-west-2": "34d7f99f8",
};

/** Ends of the names of the buckets of patch baselines; elsewhere the name ends with the region. */
const PATCH_BASELINE_ENDS: Readonly<Partial<Record<Region, string>>> = {
  "af-south-1": "tbxdb5b9",
  "ap-south-2": "50209442",
  "ap-southeast-3": "be0a3174",
  "ap-southeast-4": "dc6f76ce",
  "eu-south-2": "df2c9d70",
  "me-south-1": "uduvl7q8",
};

/** Buckets whose names are domains; AWS writes them out for regions outside China only. */
function domainBuckets(region: string): string[] {
  if (partitionOf(region) === "aws-cn") return [];
  return [
    `amazonlinux.${region}.amazonaws.com`,
    `packages.${region}.amazonaws.com`,
    `repo.${region}.amazonaws.com`,
    `repo.${region}.emr.amazonaws.com`,
  ];
}

function patchBuckets(region: string): string[] {
  const baseline = PATCH_BASELINE_ENDS[region as Region];
  const end = PATCH_MANAGER_ENDS[region as Region];
  return [
    `patch-baseline-snapshot-${region}${baseline === undefined ? "" : `-${baseline}`}`,
    ...(end === undefined
      ? []
      : [`aws-patch-manager-${region}-${end}`, `aws-patchmanager-macos-${region}-${end}`]),
  ];
}

/**
 * What Inspector's plugin judges Windows instances by, wherever Inspector is.
 *
 * @see https://docs.aws.amazon.com/inspector/latest/user/windows-scanning.html#windows-requirements
 */
function inspectorBuckets(region: string): string[] {
  return REGIONS_WITHOUT_INSPECTOR.has(region) ? [] : [`inspector2-oval-prod-${region}`];
}

/**
 * Objects of AWS's own buckets that instances and agents of a region download, as the part of an ARN after `:::`.
 *
 * Requests for them carry no identity of the organization: they are unsigned, or signed by a service. The two
 * buckets that take answers of CloudFormation are left out, as they are written to.
 *
 * @see https://github.com/aws-samples/data-perimeter-policy-examples/tree/main/vpc_endpoint_policies
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-technical-details.html#ssm-agent-minimum-s3-permissions
 * @see https://docs.aws.amazon.com/linux/al2023/ug/deterministic-upgrades-usage.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-agent-install.html
 */
export function awsOwnedObjects(region: string): string[] {
  const buckets = [
    // Amazon Linux and what is installed on it
    ...domainBuckets(region),
    `al2023-${region}`,
    `al2023-repos-${region}-de612dc2`,
    `amazonlinux-2-repos-${region}`,
    `prod.${region}.appinfo.src`,
    // Systems Manager
    `${region}-birdwatcher-prod`,
    `amazon-ssm-${region}`,
    `amazon-ssm-packages-${region}`,
    `aws-ssm-${region}`,
    `aws-ssm-distributor-file-${region}`,
    `aws-ssm-document-attachments-${region}`,
    `aws-windows-downloads-${region}`,
    ...patchBuckets(region),
    ...inspectorBuckets(region),
    // Agents and services that set instances up
    `amazon-ecs-agent-${region}`,
    "amazoncloudwatch-agent",
    `amazoncloudwatch-agent-${region}`,
    `aws-codedeploy-${region}`,
    `aws-ec2-enclave-certificate-${region}-prod`,
    `ec2imagebuilder-toe-${region}-prod`,
    // Migration and disaster recovery
    ...["aws-application-migration-service", "aws-elastic-disaster-recovery"].flatMap((service) => [
      `${service}-${region}`,
      `${service}-hashes-${region}`,
    ]),
    ...["aws-drs", "aws-mgn"].flatMap((service) =>
      ["clients", "clients-hashes", "internal", "internal-hashes"].map(
        (kind) => `${service}-${kind}-${region}`,
      ),
    ),
  ];
  return [
    ...buckets.map((bucket) => `${bucket}/*`),
    `ec2imagebuilder-managed-resources-${region}-prod/components/*`,
  ].sort();
}
