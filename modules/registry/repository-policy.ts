import { accountRootArn, functionArn, type GlobalLocation, type Location } from "../../aws";
import { parseRoleArn } from "../checks";
import { PUSH_ACTIONS, SIGNING_STATUS_ACTION } from "../ecr";
import { type Statement } from "../iam";
import {
  LAMBDA_PULL_ACTIONS,
  PULL_ACTIONS,
  replicationRoleArn,
  UPSTREAM_ACTIONS,
  VERIFY_ACTIONS,
  WRITE_ACTIONS,
} from "./actions";
import { accountOf } from "./checks";
import { denyOtherDownstreams, type Downstreams, isCached, WRITES_WITHOUT_IMPORT } from "./downstreams";

/** What a repository policy says, in words of intent. */
export interface RepositoryAccess extends Location {
  /** The organization whose principals pull. */
  readonly organizationId?: string;
  /** Who pulls: ids of accounts and ARNs of roles. */
  readonly pullers: readonly string[];
  /** Who verifies signatures: ids of accounts and ARNs of roles. */
  readonly verifiers: readonly string[];
  /** Accounts whose functions run the image. */
  readonly lambdaAccountIds: readonly string[];
  /** ARNs of the roles that push. */
  readonly pushers: readonly string[];
  readonly signingProfileArns: readonly string[];
  readonly replicaOf?: { readonly accountId: string };
  /** Whose caches copy its images. */
  readonly downstreams: Downstreams;
}

/** Statements of a repository policy; the last one keeps everybody from writing who is not named. */
export function repositoryStatements(access: RepositoryAccess): Statement[] {
  const { organizationId, pullers, verifiers, downstreams } = access;
  const cached = isCached(downstreams);
  const pull = pullActions(access);
  return [
    ...(organizationId === undefined ? [] : [pullByOrganization(organizationId, pull)]),
    ...namedStatements(access, "Pull", pull, pullers),
    ...namedStatements(access, "Verify", VERIFY_ACTIONS, verifiers),
    ...lambdaStatements(access),
    ...pushStatements(access),
    ...signingStatusStatements(access),
    ...(downstreams.organizationId === undefined
      ? []
      : [byOrganization("CacheByOrganization", UPSTREAM_ACTIONS, downstreams.organizationId)]),
    ...namedStatements(access, "Cache", UPSTREAM_ACTIONS, downstreams.names),
    denyOtherWriters(writersOf(access), cached ? WRITES_WITHOUT_IMPORT : WRITE_ACTIONS),
    ...(cached ? [denyOtherDownstreams(access.partition, downstreams)] : []),
  ];
}

/**
 * Whoever may pull a signed image may ask how far signing is: what verifies it before it runs has to know "not yet"
 * from "never", and the status tells nothing but the profile.
 */
function pullActions({ signingProfileArns }: RepositoryAccess): readonly string[] {
  return signingProfileArns.length === 0 ? PULL_ACTIONS : [...PULL_ACTIONS, SIGNING_STATUS_ACTION];
}

/** Lets every principal of the organization pull. */
export function pullByOrganization(
  organizationId: string,
  actions: readonly string[] = PULL_ACTIONS,
): Statement {
  return byOrganization("PullByOrganization", actions, organizationId);
}

function byOrganization(sid: string, actions: readonly string[], organizationId: string): Statement {
  return {
    sid,
    actions,
    principals: "*",
    conditions: { StringEquals: { "aws:PrincipalOrgID": organizationId } },
  };
}

function roots({ partition }: GlobalLocation, accountIds: readonly string[]) {
  return { aws: accountIds.map((accountId) => accountRootArn({ partition, accountId })) };
}

/**
 * Statements for whole accounts and for single roles. Roles are named by condition: ECR refuses a principal that
 * does not exist yet. Either way their own policies must allow it too.
 */
function namedStatements(
  access: RepositoryAccess,
  what: string,
  actions: readonly string[],
  names: readonly string[],
): Statement[] {
  const roleArns = names.filter((name) => parseRoleArn(name) !== undefined);
  const accountIds = names.filter((name) => !roleArns.includes(name));
  const statements: Statement[] = [];
  if (accountIds.length > 0) {
    statements.push({ sid: `${what}ByAccounts`, actions, principals: roots(access, accountIds) });
  }
  if (roleArns.length > 0) {
    statements.push({
      sid: `${what}ByRoles`,
      actions,
      principals: roots(access, accountsOf(access, roleArns)),
      conditions: { ArnEquals: { "aws:PrincipalArn": roleArns } },
    });
  }
  return statements;
}

function accountsOf({ accountId }: GlobalLocation, roleArns: readonly string[]): string[] {
  return roleArns.map((arn) => accountOf(arn, accountId));
}

/**
 * Lambda pulls by its service principal for functions of the named accounts, and whoever creates such a
 * function must be able to read the image. The ARN of the function names its account too, so `aws:SourceAccount`,
 * which AWS does not document for this call, would say nothing more.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/images-create.html
 */
function lambdaStatements(access: RepositoryAccess): Statement[] {
  const { lambdaAccountIds } = access;
  if (lambdaAccountIds.length === 0) return [];
  const functions = (accountId: string) => functionArn({ ...access, accountId }, "*");
  return [
    { sid: "PullByLambdaOwners", actions: LAMBDA_PULL_ACTIONS, principals: roots(access, lambdaAccountIds) },
    {
      sid: "PullByLambda",
      actions: LAMBDA_PULL_ACTIONS,
      principals: { service: ["lambda.amazonaws.com"] },
      conditions: { ArnLike: { "aws:SourceArn": lambdaAccountIds.map(functions) } },
    },
  ];
}

/** The named roles may push, through their accounts: ECR refuses a principal that does not exist yet. */
function pushStatements(access: RepositoryAccess): Statement[] {
  const { pushers } = access;
  return pushers.length === 0 ? [] : [namedPushers(access, pushers)];
}

/** Lets roles push, by condition. */
export function namedPushers(registry: GlobalLocation, pushers: readonly string[]): Statement {
  return {
    sid: "PushByNamedRoles",
    actions: PUSH_ACTIONS,
    principals: roots(registry, accountsOf(registry, pushers)),
    conditions: { ArnEquals: { "aws:PrincipalArn": pushers } },
  };
}

/**
 * Pipelines of other accounts wait until what they pushed is signed. Whoever waits is another role than the one
 * that pushes, so the account is named; the status tells nothing but the profile and how far signing is.
 */
function signingStatusStatements(access: RepositoryAccess): Statement[] {
  const { accountId, pushers, signingProfileArns } = access;
  const foreign = accountsOf(access, pushers).filter((account) => account !== accountId);
  if (foreign.length === 0 || signingProfileArns.length === 0) return [];
  return [
    {
      sid: "SigningStatusByPusherAccounts",
      actions: [SIGNING_STATUS_ACTION],
      principals: roots(access, foreign),
    },
  ];
}

/**
 * Who writes. Replication acts in the name of the source account's service-linked role; a repository that
 * somebody pushes to is no replica, and a forged replication into it is refused.
 */
function writersOf({ accountId, partition, pushers, replicaOf }: RepositoryAccess): string[] {
  if (pushers.length > 0) return [...pushers];
  return [replicationRoleArn({ partition, accountId: replicaOf?.accountId ?? accountId })];
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
