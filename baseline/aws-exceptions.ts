import { narrowsCaller, narrowsOwner } from "./condition";
import { type Policy, type Statement } from "./policy";
import { type Resource, textsOf } from "./stack";

/** What a rule is about to object to. */
export interface Subject {
  readonly resource: Resource;
  readonly policy?: Policy;
  readonly statement?: Statement;
  /** The one action that is objected to, where the rule judges actions one by one. */
  readonly action?: string;
}

/** Where AWS leaves no way to hold a rule, or holds it itself. */
export interface AwsException {
  readonly id: string;
  readonly rule: string;
  /** What it excuses, in words. */
  readonly what: string;
  readonly reason: string;
  /** Page of AWS that says so. */
  readonly source: string;
  /** The IAM actions it is about. @default - not about actions */
  readonly actions?: readonly string[];
  excuses(subject: Subject): boolean;
}

const LAYER_BUCKET = /^arn:aws[a-z-]*:s3:::prod-[a-z0-9-]+-starport-layer-bucket\/\*$/;
const REFERENCE = "https://docs.aws.amazon.com/service-authorization/latest/reference";

function onlyWholeService(service: string, page: string, actions: readonly string[]): AwsException {
  const names = new Set(actions.map((action) => `${service}:${action}`.toLowerCase()));
  return {
    id: `whole-service-${service}`,
    rule: "no-wildcard-resource",
    what: `actions of ${service} on \`*\``,
    reason: "these actions name no resource, so IAM matches them only with `*`",
    source: `${REFERENCE}/list_${page}.html`,
    actions: actions.map((action) => `${service}:${action}`),
    excuses: ({ action }) => action !== undefined && names.has(action.toLowerCase()),
  };
}

/** AWS's own exceptions to the rules of the baseline, each with the page that says so. */
export const AWS_EXCEPTIONS: readonly AwsException[] = [
  {
    id: "pull-through-cache-template",
    rule: "immutable-tags",
    what: "creation templates applied only for `PULL_THROUGH_CACHE`",
    reason: "a cached tag must follow its upstream, and ECR cannot refresh an immutable one",
    source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html",
    excuses: ({ resource }) => {
      const uses = textsOf(resource.body["applied_for"]);
      return (
        resource.type === "aws_ecr_repository_creation_template" &&
        uses.length > 0 &&
        uses.every((use) => use === "PULL_THROUGH_CACHE")
      );
    },
  },
  {
    id: "layer-bucket-behind-endpoint",
    rule: "restricted-principal",
    what: "`s3:GetObject` on ECR's layer bucket in the policy of an S3 endpoint",
    reason:
      "layers come by presigned address from a bucket of AWS, signed by neither caller nor organization",
    source: "https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-minimum-s3-perms",
    excuses: ({ policy, statement }) =>
      policy?.kind === "endpoint" &&
      statement !== undefined &&
      statement.actions.length > 0 &&
      statement.actions.every((action) => action === "s3:GetObject") &&
      statement.resources.length > 0 &&
      statement.resources.every((resource) => LAYER_BUCKET.test(resource)),
  },
  {
    id: "endpoint-grants-nothing",
    rule: "no-wildcard-action",
    what: "endpoint policies limited to callers or owners we know",
    reason: "an endpoint policy grants nothing: it only narrows what identity and resource policies grant",
    source: "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
    excuses: ({ policy, statement }) => policy?.kind === "endpoint" && isNarrowed(statement),
  },
  {
    id: "endpoint-narrows-resources",
    rule: "no-wildcard-resource",
    what: "endpoint policies limited to callers or owners we know",
    reason: "an endpoint policy grants nothing: it only narrows what identity and resource policies grant",
    source: "https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html",
    excuses: ({ policy, statement }) => policy?.kind === "endpoint" && isNarrowed(statement),
  },
  {
    id: "own-resource",
    rule: "no-wildcard-resource",
    what: "policies that belong to one resource, such as a key policy",
    reason: "there `*` is the resource that the policy belongs to, and key policies take nothing else",
    source: "https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html",
    excuses: ({ policy }) => policy?.kind === "resource",
  },
  {
    id: "guardrail-allows-action",
    rule: "no-wildcard-action",
    what: "service and resource control policies",
    reason: "they grant nothing: an Allow in them only leaves open what IAM policies grant",
    source: "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html",
    excuses: ({ policy }) => policy?.kind === "guardrail",
  },
  {
    id: "guardrail-allows-resource",
    rule: "no-wildcard-resource",
    what: "service and resource control policies",
    reason: "they grant nothing: an Allow in them only leaves open what IAM policies grant",
    source: "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html",
    excuses: ({ policy }) => policy?.kind === "guardrail",
  },
  {
    id: "signing-profile-permission",
    rule: "no-foreign-role-principal",
    what: "`aws_signer_signing_profile_permission`",
    reason:
      "Signer takes an account or an existing role and no condition, so naming the role is the tighter grant",
    source: "https://docs.aws.amazon.com/signer/latest/api/API_AddProfilePermission.html",
    excuses: ({ resource }) => resource.type === "aws_signer_signing_profile_permission",
  },
  {
    id: "logs-always-encrypted",
    rule: "encryption-at-rest",
    what: "log groups without a key of their own",
    reason: "CloudWatch Logs encrypts every log group; a key only changes who holds it",
    source: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
    excuses: ({ resource }) =>
      resource.type === "aws_cloudwatch_log_group" && (resource.body["kms_key_id"] ?? "") === "",
  },
  {
    id: "keys-that-cannot-rotate",
    rule: "key-rotation",
    what: "asymmetric and HMAC keys, and keys in a custom key store",
    reason: "AWS KMS rotates only symmetric encryption keys whose material it made itself",
    source: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
    excuses: ({ resource: { body } }) =>
      ["SIGN_VERIFY", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT"].includes(String(body["key_usage"])) ||
      /^(RSA|ECC|HMAC|SM2|ML_DSA)_/.test(String(body["customer_master_key_spec"])) ||
      (body["custom_key_store_id"] ?? "") !== "",
  },
  {
    id: "revocation-status",
    rule: "no-wildcard-resource",
    what: "`signer:GetRevocationStatus` on `*`",
    reason: "a verifier cannot know the signing jobs of the future, which the action asks about",
    source: "https://docs.aws.amazon.com/signer/latest/developerguide/image-signing-prerequisites.html",
    actions: ["signer:GetRevocationStatus"],
    excuses: ({ action }) => action?.toLowerCase() === "signer:getrevocationstatus",
  },
  {
    id: "put-metric-data",
    rule: "no-wildcard-resource",
    what: "`cloudwatch:PutMetricData` on `*`",
    reason: "metrics have no ARN; a condition on `cloudwatch:namespace` narrows it",
    source: `${REFERENCE}/list_amazoncloudwatch.html`,
    actions: ["cloudwatch:PutMetricData"],
    excuses: ({ action, statement }) =>
      action?.toLowerCase() === "cloudwatch:putmetricdata" &&
      (statement?.conditions ?? []).some(
        ({ operator, key, values }) =>
          operator === "StringEquals" &&
          key.toLowerCase() === "cloudwatch:namespace" &&
          values.every((value) => value !== "*"),
      ),
  },
  onlyWholeService("codebuild", "awscodebuild", ["ListProjects", "ListSourceCredentials"]),
  onlyWholeService("ec2", "amazonec2", [
    "DescribeAvailabilityZones",
    "DescribeDhcpOptions",
    "DescribeInstances",
    "DescribeNetworkInterfaces",
    "DescribeRegions",
    "DescribeRouteTables",
    "DescribeSecurityGroups",
    "DescribeSubnets",
    "DescribeVpcEndpoints",
    "DescribeVpcs",
  ]),
  onlyWholeService("ecr", "amazonelasticcontainerregistry", [
    "DescribePullThroughCacheRules",
    "DescribeRegistry",
    "DescribeRepositoryCreationTemplates",
    "GetAccountSetting",
    "GetAuthorizationToken",
    "GetRegistryPolicy",
    "GetRegistryScanningConfiguration",
    "GetSigningConfiguration",
    "ListPullTimeUpdateExclusions",
    "ValidatePullThroughCacheRule",
  ]),
  onlyWholeService("ecr-public", "amazonelasticcontainerregistrypublic", ["GetAuthorizationToken"]),
  onlyWholeService("ecs", "amazonelasticcontainerservice", [
    "DeregisterTaskDefinition",
    "DescribeTaskDefinition",
    "ListClusters",
    "ListServices",
    "ListTaskDefinitionFamilies",
    "ListTaskDefinitions",
  ]),
  onlyWholeService("eks", "amazonelastickubernetesservice", ["DescribeAddonVersions", "ListClusters"]),
  onlyWholeService("guardduty", "amazonguardduty", ["ListDetectors"]),
  onlyWholeService("inspector2", "amazoninspector2", [
    "BatchGetAccountStatus",
    "BatchGetFindingDetails",
    "GetClustersForImage",
    "GetConfiguration",
    "ListCoverage",
    "ListFindingAggregations",
    "ListFindings",
    "UpdateConfiguration",
  ]),
  onlyWholeService("kms", "awskeymanagementservice", ["ListAliases", "ListKeys"]),
  onlyWholeService("logs", "amazoncloudwatchlogs", [
    "CreateLogDelivery",
    "DeleteLogDelivery",
    "DeleteResourcePolicy",
    "DescribeLogGroups",
    "DescribeResourcePolicies",
    "GetLogDelivery",
    "ListLogDeliveries",
    "PutResourcePolicy",
    "UpdateLogDelivery",
  ]),
  onlyWholeService("organizations", "awsorganizations", [
    "DescribeOrganization",
    "ListAccounts",
    "ListRoots",
  ]),
  onlyWholeService("securityhub", "awssecurityhub", ["ListFindingAggregators"]),
  onlyWholeService("signer", "awssigner", ["ListSigningJobs", "ListSigningPlatforms", "ListSigningProfiles"]),
  onlyWholeService("ssmmessages", "amazonsessionmanagermessagegatewayservice", [
    "CreateControlChannel",
    "CreateDataChannel",
    "OpenControlChannel",
    "OpenDataChannel",
  ]),
  onlyWholeService("sts", "awssecuritytokenservice", ["GetCallerIdentity"]),
  onlyWholeService("tag", "amazonresourcegrouptaggingapi", ["GetResources"]),
  onlyWholeService("xray", "awsx-ray", [
    "GetSamplingRules",
    "GetSamplingStatisticSummaries",
    "GetSamplingTargets",
    "PutTelemetryRecords",
    "PutTraceSegments",
  ]),
];

function isNarrowed(statement: Statement | undefined): boolean {
  return statement !== undefined && (narrowsCaller(statement) === "yes" || narrowsOwner(statement) === "yes");
}
