import { type Policy, policyOf } from "./policy";
import { type Caller } from "./principal";

/** Somebody who asks, with what their own policies allow them. */
export interface Actor {
  readonly caller: Caller;
  readonly identity: readonly Policy[];
}

const ALL = policyOf("AdministratorAccess", { Effect: "Allow", Action: "*", Resource: "*" });

/** A role that its own account allows everything, so that other policies alone decide. */
export function administrator(arn: string, organizationId?: string): Actor {
  return {
    caller: { type: "role", arn, ...(organizationId === undefined ? {} : { organizationId }) },
    identity: [ALL],
  };
}

/** A role with these policies. */
export function roleWith(arn: string, organizationId: string, identity: readonly Policy[]): Actor {
  return { caller: { type: "role", arn, organizationId }, identity };
}

/** An AWS service that acts as itself for a resource. */
export function service(name: string, sourceArn: string): Actor {
  const sourceAccount = sourceArn.split(":")[4] ?? "";
  return { caller: { type: "service", name, sourceArn, sourceAccount }, identity: [] };
}

/** Somebody without credentials. */
export const ANONYMOUS: Actor = { caller: { type: "anonymous" }, identity: [] };

/**
 * What AWS lets its service-linked roles do with ECR, as far as images go.
 *
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonInspector2ServiceRolePolicy.html
 * @see https://docs.aws.amazon.com/aws-managed-policy/latest/reference/ECRReplicationServiceRolePolicy.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/slr-pullthroughcache.html
 */
const LINKED = {
  "inspector2.amazonaws.com/AWSServiceRoleForAmazonInspector2": [
    "ecr:BatchGetImage",
    "ecr:BatchGetRepositoryScanningConfiguration",
    "ecr:DescribeImages",
    "ecr:DescribeRepositories",
    "ecr:GetAuthorizationToken",
    "ecr:GetDownloadUrlForLayer",
    "ecr:ListImages",
  ],
  "replication.ecr.amazonaws.com/AWSServiceRoleForECRReplication": [
    "ecr:CreateRepository",
    "ecr:ReplicateImage",
  ],
  "pullthroughcache.ecr.amazonaws.com/AWSServiceRoleForECRPullThroughCache": [
    "ecr:BatchCheckLayerAvailability",
    "ecr:BatchGetImage",
    "ecr:BatchImportUpstreamImage",
    "ecr:CompleteLayerUpload",
    "ecr:GetAuthorizationToken",
    "ecr:GetDownloadUrlForLayer",
    "ecr:GetImageCopyStatus",
    "ecr:InitiateLayerUpload",
    "ecr:PutImage",
    "ecr:UploadLayerPart",
  ],
} as const;

/** A service-linked role of an account of the organization. */
export function serviceLinkedRole(
  name: "inspector" | "replication" | "pull-through cache",
  accountId: string,
  organizationId: string,
): Actor {
  const path = Object.keys(LINKED).find((role) => role.startsWith(name.slice(0, 4))) as keyof typeof LINKED;
  const arn = `arn:aws:iam::${accountId}:role/aws-service-role/${path}`;
  const managed = policyOf(path, { Effect: "Allow", Action: LINKED[path], Resource: "*" });
  return roleWith(arn, organizationId, [managed]);
}
