import { accountRootArn, type Location, repositoryArn, roleArn } from "../../aws";
import { type Statement } from "../iam";
import {
  IMPORT_ACTION,
  PULL_ACTIONS,
  pullThroughCacheRoleArn,
  REPLICATE_ACTION,
  replicationRoleArn,
  WRITE_ACTIONS,
} from "./actions";
import { accountOf } from "./checks";
import { denyOtherDownstreams, type Downstreams, isCached, WRITES_WITHOUT_IMPORT } from "./downstreams";
import { type ReplicaSource } from "./replication";

/** What a registry policy says, in words of intent. */
export interface RegistryAccess extends Location {
  readonly organizationId?: string;
  readonly pushRolePath: string;
  readonly pushers: readonly string[];
  readonly pullThroughPrefixes: readonly string[];
  /** Accounts that import under a prefix, instead of the organization. */
  readonly importers: Readonly<Record<string, readonly string[]>>;
  readonly replicaOf?: ReplicaSource;
  /** Whose caches copy images of the registry. */
  readonly downstreams: Downstreams;
}

/**
 * What nobody outside the organization does. Named one by one: Amazon Inspector and other services stop
 * working when a policy denies them all of ECR.
 *
 * @see https://docs.aws.amazon.com/inspector/latest/user/scanning-ecr.html
 */
const DATA_ACTIONS = [
  ...PULL_ACTIONS,
  ...WRITE_ACTIONS,
  "ecr:BatchDeleteImage",
  "ecr:CreateRepository",
  "ecr:DescribeImages",
  "ecr:ListImages",
] as const;

/** AWS services that act as themselves carry no role ARN and no organization. */
const NOT_AN_AWS_SERVICE = { BoolIfExists: { "aws:PrincipalIsAWSService": "false" } } as const;

/**
 * Who may put images into the registry: roles under the push path, so that the policy does not grow with pipelines
 * and accounts, and other roles one by one. Each repository names exact roles, and nobody of another account writes
 * where no policy lets that account, so within the organization one path stands for every account.
 */
export function writersOf(access: RegistryAccess): string[] {
  const { accountId, organizationId, partition, pushRolePath, pushers, pullThroughPrefixes, replicaOf } =
    access;
  const pushPath = (account: string) => roleArn({ partition, accountId: account }, "", pushRolePath);
  const writers = new Set([`${pushPath(accountId)}*`]);
  for (const pusher of pushers) {
    const account = accountOf(pusher, accountId);
    if (!pusher.startsWith(pushPath(account))) writers.add(pusher);
    else if (account !== accountId) writers.add(`${pushPath(organizationId === undefined ? account : "*")}*`);
  }
  if (pullThroughPrefixes.length > 0) writers.add(pullThroughCacheRoleArn(access));
  if (replicaOf) writers.add(replicationRoleArn({ partition, accountId: replicaOf.accountId }));
  return [...writers];
}

/** Statements of the registry policy; with scope V2 they hold for every request to the registry. */
export function registryStatements(access: RegistryAccess): Statement[] {
  const { accountId, organizationId, partition, pullThroughPrefixes, replicaOf, downstreams } = access;
  const everyRepository = [repositoryArn(access, "*")];
  // Who pulls through the cache imports; the other repositories deny it themselves.
  const imports = pullThroughPrefixes.length > 0;
  const statements: Statement[] = [
    {
      sid: "DenyOtherWriters",
      effect: "Deny",
      actions: imports || isCached(downstreams) ? WRITES_WITHOUT_IMPORT : WRITE_ACTIONS,
      principals: "*",
      resources: everyRepository,
      conditions: { ArnNotLike: { "aws:PrincipalArn": writersOf(access) }, ...NOT_AN_AWS_SERVICE },
    },
  ];
  if (!imports && isCached(downstreams)) {
    statements.push(denyOtherDownstreams(partition, downstreams, everyRepository));
  }
  if (organizationId !== undefined) {
    statements.push({
      sid: "DenyOutsideOrganization",
      effect: "Deny",
      actions: DATA_ACTIONS,
      principals: "*",
      resources: everyRepository,
      conditions: { StringNotEquals: { "aws:PrincipalOrgID": organizationId }, ...NOT_AN_AWS_SERVICE },
    });
  }
  statements.push(...importStatements(access));
  // Within one account replication needs no permission.
  if (replicaOf && replicaOf.accountId !== accountId) {
    const { repositoryPrefixes = [""] } = replicaOf;
    statements.push({
      sid: "ReplicateFromSource",
      // Without ecr:CreateRepository another account fills what is declared, and makes nothing.
      actions: [REPLICATE_ACTION],
      principals: { aws: [accountRootArn({ partition, accountId: replicaOf.accountId })] },
      resources: repositoryPrefixes.map((prefix) => repositoryArn(access, `${prefix}*`)),
    });
  }
  return statements;
}

/** What shortens the policy most. */
export function registryPolicyRemedy(access: RegistryAccess): string {
  const { partition, pushers, pushRolePath, replicaOf, downstreams } = access;
  const lengthOf = (value: unknown) => JSON.stringify(value).length;
  const parts: readonly (readonly [length: number, change: string])[] = [
    [
      pushers.length === 0 ? 0 : lengthOf(writersOf(access)),
      `move the pushing roles under the path ${pushRolePath}, which is exempt as a whole`,
    ],
    [
      lengthOf(importStatements(access)),
      "let caches that differ in their importers share them, or leave `importers` out, so that the whole organization imports",
    ],
    [
      downstreams.names.length === 0 ? 0 : lengthOf(denyOtherDownstreams(partition, downstreams)),
      'let the whole organization copy: `downstreams: "organization"`',
    ],
    [
      lengthOf(replicaOf?.repositoryPrefixes ?? []),
      "name fewer `repositoryPrefixes` in `replicaOf`: common beginnings of the names",
    ],
  ];
  return parts.reduce((one, other) => (other[0] > one[0] ? other : one))[1];
}

/**
 * Who pulls through the caches from other accounts: the organization, or the accounts named for a prefix. Within
 * the registry's own account policies of identities decide.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-iam.html
 */
function importStatements(access: RegistryAccess): Statement[] {
  const { importers, organizationId, partition, pullThroughPrefixes } = access;
  const actions = [IMPORT_ACTION, "ecr:CreateRepository"];
  const resourcesOf = (prefixes: readonly string[]) =>
    prefixes.map((prefix) => repositoryArn(access, `${prefix}/*`));
  const open = pullThroughPrefixes.filter((prefix) => importers[prefix] === undefined);
  const statements: Statement[] =
    organizationId === undefined || open.length === 0
      ? []
      : [
          {
            sid: "ImportByOrganization",
            actions,
            principals: "*",
            resources: resourcesOf(open),
            conditions: { StringEquals: { "aws:PrincipalOrgID": organizationId } },
          },
        ];
  const prefixesByAccounts = new Map<string, string[]>();
  for (const prefix of pullThroughPrefixes) {
    const accountIds = importers[prefix] ?? [];
    if (accountIds.length === 0) continue;
    const key = [...new Set(accountIds)].sort().join();
    prefixesByAccounts.set(key, [...(prefixesByAccounts.get(key) ?? []), prefix]);
  }
  for (const [index, [key, prefixes]] of [...prefixesByAccounts].entries()) {
    statements.push({
      sid: `ImportByAccounts${String(index + 1)}`,
      actions,
      principals: { aws: key.split(",").map((accountId) => accountRootArn({ partition, accountId })) },
      resources: resourcesOf(prefixes),
    });
  }
  return statements;
}
