import { type AwsEcrContainerImageDetails, type Finding } from "@aws-sdk/client-inspector2";
import { type AwsSecurityFinding } from "@aws-sdk/client-securityhub";

/** What an API writes as a moment stands in events as text. */
type InEvents<T> = T extends Date
  ? string
  : T extends readonly (infer Item)[]
    ? readonly InEvents<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: InEvents<T[Key]> }
      : T;

const REPOSITORY = "shop/api";
const DIGEST = `sha256:${"5".repeat(64)}`;
const IMAGE_ARN = `arn:aws:ecr:eu-central-1:333333333333:repository/${REPOSITORY}/${DIGEST}`;

const image: InEvents<AwsEcrContainerImageDetails> = {
  architecture: "arm64",
  imageHash: DIGEST,
  imageTags: ["v1"],
  inUseCount: 3,
  platform: "UBUNTU_24_04",
  pushedAt: "Wed Sep 04 16:55:28.000 UTC 2024",
  registry: "333333333333",
  repositoryName: REPOSITORY,
};

const found: InEvents<Finding> = {
  awsAccountId: "333333333333",
  description: "Possible denial of service in X.509 name checks",
  exploitAvailable: "YES",
  findingArn: "arn:aws:inspector2:eu-central-1:333333333333:finding/5555555555555555",
  firstObservedAt: "Wed Sep 04 16:55:38.411 UTC 2024",
  fixAvailable: "YES",
  lastObservedAt: "Wed Sep 04 16:55:38.411 UTC 2024",
  packageVulnerabilityDetails: {
    source: "UBUNTU_CVE",
    sourceUrl: "https://ubuntu.com/security/CVE-2024-6119",
    vulnerabilityId: "CVE-2024-6119",
    vulnerablePackages: [
      { name: "libssl3t64", version: "3.0.13", fixedInVersion: "0:3.0.13-0ubuntu3.4", packageManager: "OS" },
      { name: "openssl", version: "3.0.12", fixedInVersion: "0:3.0.13-0ubuntu3.5", packageManager: "OS" },
    ],
  },
  remediation: { recommendation: { text: "None Provided" } },
  resources: [
    {
      details: { awsEcrContainerImage: image },
      id: IMAGE_ARN,
      partition: "aws",
      region: "eu-central-1",
      type: "AWS_ECR_CONTAINER_IMAGE",
    },
  ],
  severity: "CRITICAL",
  status: "ACTIVE",
  title: "CVE-2024-6119 - libssl3t64, openssl",
  type: "PACKAGE_VULNERABILITY",
  updatedAt: "Wed Sep 04 16:55:38.411 UTC 2024",
};

const event = (type: string, source: string, detail: object) => ({
  version: "0",
  id: "55555555-5555-5555-5555-555555555555",
  "detail-type": type,
  source,
  account: "222222222222",
  time: "2024-09-04T16:55:38Z",
  region: "eu-central-1",
  resources: [],
  detail,
});

/**
 * What Inspector says of a vulnerability in an image, by its schema; `changes` replace fields of the finding.
 *
 * @see https://docs.aws.amazon.com/inspector/latest/user/eventbridge-integration.html
 */
export const vulnerabilityEvent = (changes: InEvents<Partial<Finding>> = {}) =>
  event("Inspector2 Finding", "aws.inspector2", { ...found, ...changes });

/** What it says of an image whose operating system has no support. */
export const supportEvent = () =>
  vulnerabilityEvent({
    title: "Platform End Of Life - ubuntu 24.04",
    severity: "INFORMATIONAL",
    fixAvailable: "NO",
  });

/**
 * A finding as Security Hub sends it, by the format of AWS.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cwe-event-formats.html
 */
export const hubEvent = (finding: AwsSecurityFinding) =>
  event("Security Hub Findings - Imported", "aws.securityhub", { findings: [finding] });

/**
 * What GuardDuty writes into Security Hub; it says no remedy.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/securityhub-integration.html
 */
export function guardDutyFinding(
  type: string,
  severity: "HIGH" | "CRITICAL",
  changes: Partial<AwsSecurityFinding> = {},
): AwsSecurityFinding {
  const detector = "arn:aws:guardduty:eu-central-1:444444444444:detector/55555555555555555555555555555555";
  return {
    SchemaVersion: "2018-10-08",
    Id: `${detector}/finding/66666666666666666666666666666666`,
    ProductArn: "arn:aws:securityhub:eu-central-1::product/aws/guardduty",
    ProductName: "GuardDuty",
    CompanyName: "Amazon",
    Region: "eu-central-1",
    GeneratorId: detector,
    AwsAccountId: "444444444444",
    Types: [type],
    CreatedAt: "2024-09-04T16:55:38.411Z",
    UpdatedAt: "2024-09-04T16:55:38.411Z",
    Severity: { Product: severity === "HIGH" ? 8 : 9, Label: severity, Normalized: 70 },
    Title: "The cluster shop may be compromised.",
    Description: "Several suspicious actions were seen in the cluster shop.",
    SourceUrl:
      "https://eu-central-1.console.aws.amazon.com/guardduty/home?region=eu-central-1#/findings?fId=66666666666666666666666666666666",
    Resources: [
      {
        Type: "AwsEksCluster",
        Id: "arn:aws:eks:eu-central-1:444444444444:cluster/shop",
        Partition: "aws",
        Region: "eu-central-1",
      },
    ],
    Workflow: { Status: "NEW" },
    RecordState: "ACTIVE",
    ...changes,
  };
}
