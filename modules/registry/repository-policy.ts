import { accountRootArn, functionArn, type Partition } from "../../aws";
import { PUSH_ACTIONS, SIGNING_STATUS_ACTION } from "../ecr";
import { type Statement } from "../iam";
import { LAMBDA_PULL_ACTIONS, PULL_ACTIONS, WRITE_ACTIONS } from "./actions";
import { accountOf } from "./checks";

/** What a repository policy says, in words of intent. */
export interface RepositoryAccess {
  readonly accountId: string;
  readonly region: string;
  readonly partition: Partition;
  readonly organizationId?: string;
  readonly pull?: "organization" | readonly string[];
  readonly lambdaPullAccounts?: readonly string[];
}

/** Everybody may pull who is told to: the organization by one condition, or accounts by their roots. */
export function pullStatements(access: RepositoryAccess): Statement[] {
  const { organizationId, partition, pull = [] } = access;
  if (pull === "organization") {
    if (organizationId === undefined) return [];
    return [
      {
        sid: "PullByOrganization",
        actions: PULL_ACTIONS,
        principals: "*",
        conditions: { StringEquals: { "aws:PrincipalOrgID": organizationId } },
      },
    ];
  }
  if (pull.length === 0) return [];
  return [
    {
      sid: "PullByAccounts",
      actions: PULL_ACTIONS,
      principals: { aws: pull.map((accountId) => accountRootArn({ partition, accountId })) },
    },
  ];
}

/**
 * Lambda pulls by its service principal for functions of the named accounts, and whoever creates such a
 * function must be able to read the image.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/images-create.html
 */
export function lambdaStatements(access: RepositoryAccess): Statement[] {
  const { partition, region, lambdaPullAccounts: accountIds = [] } = access;
  if (accountIds.length === 0) return [];
  return [
    {
      sid: "PullByLambdaOwners",
      actions: LAMBDA_PULL_ACTIONS,
      principals: { aws: accountIds.map((accountId) => accountRootArn({ partition, accountId })) },
    },
    {
      sid: "PullByLambda",
      actions: LAMBDA_PULL_ACTIONS,
      principals: { service: ["lambda.amazonaws.com"] },
      conditions: {
        ArnLike: {
          "aws:SourceArn": accountIds.map((accountId) => functionArn({ partition, region, accountId }, "*")),
        },
      },
    },
  ];
}

/** The named roles may push, through their accounts: ECR refuses a principal that does not exist yet. */
export function pushStatements(access: RepositoryAccess, pushers: readonly string[]): Statement[] {
  if (pushers.length === 0) return [];
  const accountIds = pushers.map((arn) => accountOf(arn, access.accountId));
  return [
    {
      sid: "PushByNamedRoles",
      actions: PUSH_ACTIONS,
      principals: { aws: accountIds.map((accountId) => accountRootArn({ ...access, accountId })) },
      conditions: { ArnEquals: { "aws:PrincipalArn": pushers } },
    },
  ];
}

/**
 * Pipelines of other accounts wait until what they pushed is signed. Whoever waits is another role than the one
 * that pushes, so the account is named; the status tells nothing but the profile and how far signing is.
 */
export function signingStatusStatements(
  access: RepositoryAccess,
  pushers: readonly string[],
  signingProfileArns: readonly string[],
): Statement[] {
  const accountIds = pushers
    .map((arn) => accountOf(arn, access.accountId))
    .filter((accountId) => accountId !== access.accountId);
  if (accountIds.length === 0 || signingProfileArns.length === 0) return [];
  return [
    {
      sid: "SigningStatusByPusherAccounts",
      actions: [SIGNING_STATUS_ACTION],
      principals: { aws: accountIds.map((accountId) => accountRootArn({ ...access, accountId })) },
    },
  ];
}

/**
 * Nobody else puts an image into the repository, whatever an identity policy allows.
 *
 * AWS services that act as themselves carry no role ARN, which a negated operator would take for a stranger.
 */
export function denyOtherWriters(
  writers: readonly string[],
  actions: readonly string[] = WRITE_ACTIONS,
): Statement {
  return {
    sid: "DenyOtherWriters",
    effect: "Deny",
    actions,
    principals: "*",
    conditions: {
      ArnNotEquals: { "aws:PrincipalArn": writers },
      BoolIfExists: { "aws:PrincipalIsAWSService": "false" },
    },
  };
}
