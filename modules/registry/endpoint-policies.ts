import { awsOwnedObjects, logGroupArn, type Partition, repositoryArn, roleArn } from "../../aws";
import { LOGIN_ACTION, PUSH_ACTIONS } from "../ecr";
import { type Statement } from "../iam";
import { IMPORT_ACTION, PULL_ACTIONS } from "./actions";

/** Whose requests the endpoints let through, and to what. */
export interface NetworkAccess {
  readonly region: string;
  readonly partition: Partition;
  readonly organizationId: string;
  readonly registryAccountIds: readonly string[];
  /** ARNs of buckets outside the organization that are read. @default - none but AWS's own */
  readonly foreignBuckets?: readonly string[];
}

/** What is asked about images, besides pulling them. */
const DESCRIBE_ACTIONS = [
  "ecr:BatchGetRepositoryScanningConfiguration",
  "ecr:DescribeImageScanFindings",
  "ecr:DescribeImageSigningStatus",
  "ecr:DescribeImages",
  "ecr:DescribeRepositories",
  "ecr:ListImages",
] as const;

/**
 * What log drivers and agents of containers send.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using_awslogs.html
 */
const LOG_ACTIONS = [
  "logs:CreateLogGroup",
  "logs:CreateLogStream",
  "logs:DescribeLogStreams",
  "logs:PutLogEvents",
  "logs:PutRetentionPolicy",
] as const;

/**
 * How workloads read and write objects; nothing here changes a bucket. Sessions of ECS Exec ask for a bucket's
 * encryption before they log to it.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
 */
const OBJECT_ACTIONS = [
  "s3:AbortMultipartUpload",
  "s3:DeleteObject",
  "s3:DeleteObjectTagging",
  "s3:DeleteObjectVersion",
  "s3:GetBucketLocation",
  "s3:GetEncryptionConfiguration",
  "s3:GetObject",
  "s3:GetObjectAttributes",
  "s3:GetObjectTagging",
  "s3:GetObjectVersion",
  "s3:GetObjectVersionTagging",
  "s3:ListBucket",
  "s3:ListBucketMultipartUploads",
  "s3:ListBucketVersions",
  "s3:ListMultipartUploadParts",
  "s3:PutObject",
  "s3:PutObjectTagging",
] as const;

function ofOrganization({ organizationId }: NetworkAccess) {
  return { StringEquals: { "aws:PrincipalOrgID": organizationId } };
}

function withinOrganization({ organizationId }: NetworkAccess) {
  return { StringEquals: { "aws:PrincipalOrgID": organizationId, "aws:ResourceOrgID": organizationId } };
}

/**
 * Policy of the two ECR endpoints: the organization pulls from everywhere and pushes to its own registries.
 *
 * Pulls are not limited to the organization's accounts: the agents of GuardDuty and of EKS are images in
 * accounts of AWS, another one in each region.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html
 * @see https://docs.aws.amazon.com/eks/latest/userguide/add-ons-images.html
 */
export function ecrEndpointStatements(access: NetworkAccess): Statement[] {
  const conditions = ofOrganization(access);
  return [
    { sid: "Login", actions: [LOGIN_ACTION], resources: ["*"], principals: "*", conditions },
    {
      sid: "PullByOrganization",
      actions: PULL_ACTIONS,
      resources: [repositoryArn({ ...access, accountId: "*" }, "*")],
      principals: "*",
      conditions,
    },
    {
      sid: "UseOwnRegistries",
      actions: [...PUSH_ACTIONS, ...DESCRIBE_ACTIONS, IMPORT_ACTION, "ecr:CreateRepository"],
      resources: access.registryAccountIds.map((accountId) => repositoryArn({ ...access, accountId }, "*")),
      principals: "*",
      conditions,
    },
  ];
}

/**
 * Policy of the logs endpoint: principals of the organization write to log groups of the organization.
 *
 * A list of log groups is asked of the caller's account, not of a log group: its request names none, so there is
 * nothing whose organization could be compared.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatchlogs.html
 */
export function logsEndpointStatements(access: NetworkAccess): Statement[] {
  return [
    {
      sid: "LogWithinOrganization",
      actions: LOG_ACTIONS,
      resources: [logGroupArn({ ...access, accountId: "*" }, "*")],
      principals: "*",
      conditions: withinOrganization(access),
    },
    {
      sid: "ListLogGroups",
      actions: ["logs:DescribeLogGroups"],
      resources: ["*"],
      principals: "*",
      conditions: ofOrganization(access),
    },
  ];
}

/**
 * Policy of the STS endpoint. A pod that exchanges its web identity for a role has no identity in AWS yet, so
 * only the role's organization can be asked for.
 *
 * @see https://docs.aws.amazon.com/eks/latest/userguide/iam-roles-for-service-accounts.html
 */
export function stsEndpointStatements(access: NetworkAccess): Statement[] {
  const roles = [roleArn({ ...access, accountId: "*" }, "*")];
  return [
    {
      sid: "AssumeRolesWithinOrganization",
      actions: ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"],
      resources: roles,
      principals: "*",
      conditions: withinOrganization(access),
    },
    {
      sid: "AssumeRolesOfOrganizationByWebIdentity",
      actions: ["sts:AssumeRoleWithWebIdentity"],
      resources: roles,
      principals: "*",
      conditions: { StringEquals: { "aws:ResourceOrgID": access.organizationId } },
    },
    {
      sid: "AskWhoIAm",
      actions: ["sts:GetCallerIdentity"],
      resources: ["*"],
      principals: "*",
      conditions: ofOrganization(access),
    },
  ];
}

/**
 * Policy of the S3 endpoint: image layers, what instances and agents download from AWS, and objects of the
 * organization's buckets.
 *
 * Layers come from a bucket of AWS by presigned addresses, packages and agents by requests that nobody signs, so
 * neither caller nor bucket belongs to the organization. They are read by name, and nothing is written there.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-setting-up-s3-gateway
 */
export function s3EndpointStatements(access: NetworkAccess): Statement[] {
  const { partition, region, foreignBuckets = [] } = access;
  const read = (sid: string, resources: readonly string[]): Statement => ({
    sid,
    actions: ["s3:GetObject"],
    resources,
    principals: "*",
  });
  return [
    read("ImageLayers", [`arn:${partition}:s3:::prod-${region}-starport-layer-bucket/*`]),
    read(
      "ReadObjectsOfAws",
      awsOwnedObjects(region).map((objects) => `arn:${partition}:s3:::${objects}`),
    ),
    ...(foreignBuckets.length === 0
      ? []
      : [
          read(
            "ReadForeignBuckets",
            foreignBuckets.map((bucket) => `${bucket}/*`),
          ),
        ]),
    {
      sid: "ObjectsWithinOrganization",
      actions: OBJECT_ACTIONS,
      resources: [`arn:${partition}:s3:::*`],
      principals: "*",
      conditions: withinOrganization(access),
    },
  ];
}

/**
 * Policy of an endpoint we know nothing of: principals of the organization, whatever they may do. An endpoint
 * policy grants nothing; it only narrows what identity and resource policies grant.
 */
export function organizationStatements(access: NetworkAccess): Statement[] {
  return [
    {
      sid: "UseByOrganization",
      actions: ["*"],
      resources: ["*"],
      principals: "*",
      conditions: ofOrganization(access),
    },
  ];
}
