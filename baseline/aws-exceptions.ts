import { awsOwnedObjects, partitionOf, REGIONS } from "../aws";
import { type AwsException, type Subject } from "./aws-exception";
import { narrowsCaller, narrowsOwner } from "./condition";
import { TIGHT_MANAGED_POLICIES } from "./managed-policies";
import { type Statement } from "./policy";
import { presenceOf } from "./presence";
import { textsOf } from "./stack";
import { WHOLE_SERVICE_ACTIONS } from "./whole-service-actions";

const LAYER_BUCKET = /^arn:aws[a-z-]*:s3:::prod-[a-z0-9-]+-starport-layer-bucket\/\*$/;
/** Objects that AWS offers to its instances and agents, in every region. */
const OBJECTS_OF_AWS: ReadonlySet<string> = new Set(
  REGIONS.flatMap((region) =>
    awsOwnedObjects(region).map((objects) => `arn:${partitionOf(region)}:s3:::${objects}`),
  ),
);
const S3_GUIDE = "https://docs.aws.amazon.com/AmazonS3/latest/userguide";
const REFERENCE = "https://docs.aws.amazon.com/service-authorization/latest/reference";

function trustWithoutSource(service: string, source: string): AwsException {
  return {
    id: `trust-${service.split(".")[0] ?? service}`,
    rule: "restricted-principal",
    what: `roles that trust \`${service}\` and say no more`,
    reason: "the service takes a role only from its own account, so it cannot be made to act for strangers",
    source,
    excuses: ({ policy, statement }) =>
      policy?.kind === "trust" &&
      statement !== undefined &&
      statement.principals.length > 0 &&
      statement.principals.every(
        ({ kind, value }) => kind === "Service" && [service, `${service}.cn`].includes(value),
      ),
  };
}

/** S3 Express: nothing can be set because S3 holds the rule itself. */
function directoryBuckets(rule: string, reason: string, source: string): AwsException {
  return {
    id: `directory-bucket-${rule}`,
    rule,
    what: "directory buckets of S3 Express",
    reason,
    source,
    excuses: ({ resource }) => resource.type === "aws_s3_directory_bucket",
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
    excuses: (subject) => readsBehindEndpoint(subject, (objects) => LAYER_BUCKET.test(objects)),
  },
  {
    id: "objects-of-aws-behind-endpoint",
    rule: "restricted-principal",
    what: "`s3:GetObject` on buckets of AWS that instances and agents download from, in the policy of an S3 endpoint",
    reason: "the downloads are signed by nobody or by AWS, so there is no caller to name",
    source:
      "https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-technical-details.html#ssm-agent-minimum-s3-permissions",
    excuses: (subject) => readsBehindEndpoint(subject, (objects) => OBJECTS_OF_AWS.has(objects)),
  },
  trustWithoutSource(
    "lambda.amazonaws.com",
    "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
  ),
  trustWithoutSource(
    "ec2.amazonaws.com",
    "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/iam-roles-for-amazon-ec2.html",
  ),
  trustWithoutSource(
    "codepipeline.amazonaws.com",
    "https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html",
  ),
  trustWithoutSource(
    "ecs.amazonaws.com",
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-permissions.html",
  ),
  trustWithoutSource(
    "ecr.amazonaws.com",
    "https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates-create-iam.html",
  ),
  trustWithoutSource(
    "pullthroughcache.ecr.amazonaws.com",
    "https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html",
  ),
  {
    id: "topic-of-eventbridge",
    rule: "restricted-principal",
    what: "`sns:Publish` for `events.amazonaws.com` in the policy of a topic",
    reason: "EventBridge takes no condition in the policy of a topic",
    source:
      "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions",
    excuses: ({ resource, statement }) =>
      ["aws_sns_topic", "aws_sns_topic_policy"].includes(resource.type) &&
      statement !== undefined &&
      statement.actions.length > 0 &&
      statement.actions.every((action) => action.toLowerCase() === "sns:publish") &&
      statement.principals.length > 0 &&
      statement.principals.every(({ kind, value }) => kind === "Service" && value === "events.amazonaws.com"),
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
      /^(?:(?:RSA|ECC|HMAC|ML_DSA)_|SM2$)/.test(String(body["customer_master_key_spec"])) ||
      presenceOf(body["custom_key_store_id"]) === "set",
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
  directoryBuckets(
    "encryption-at-rest",
    "S3 encrypts every directory bucket and takes no object without encryption",
    `${S3_GUIDE}/s3-express-data-protection.html`,
  ),
  directoryBuckets(
    "tls-only",
    "directory buckets can be reached only through HTTPS",
    `${S3_GUIDE}/s3-express-data-protection.html`,
  ),
  directoryBuckets(
    "public-access-block",
    "public access to directory buckets is always blocked, and S3 takes no such setting for one",
    "https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutPublicAccessBlock.html",
  ),
  ...TIGHT_MANAGED_POLICIES,
  ...WHOLE_SERVICE_ACTIONS,
];

function isNarrowed(statement: Statement | undefined): boolean {
  return statement !== undefined && (narrowsCaller(statement) === "yes" || narrowsOwner(statement) === "yes");
}

function readsBehindEndpoint(
  { policy, statement }: Subject,
  isOffered: (objects: string) => boolean,
): boolean {
  return (
    policy?.kind === "endpoint" &&
    statement !== undefined &&
    statement.actions.length > 0 &&
    statement.actions.every((action) => action === "s3:GetObject") &&
    statement.resources.length > 0 &&
    statement.resources.every(isOffered)
  );
}
