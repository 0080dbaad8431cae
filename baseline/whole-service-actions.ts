import { type AwsException } from "./aws-exception";

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

/** Actions that name no resource, by service. */
export const WHOLE_SERVICE_ACTIONS: readonly AwsException[] = [
  onlyWholeService("cloudtrail", "awscloudtrail", ["LookupEvents"]),
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
