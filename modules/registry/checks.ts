import { Token } from "cdktf";
import { isRepositoryName, type Location, type Partition, REPOSITORY_NAME_LENGTH, roleArn } from "../../aws";
import { type Problem } from "../../problem";
import { parseRoleArn } from "../checks";

/** What ECR would refuse in a repository's name. */
export function repositoryNameProblems(path: string, name: string): Problem[] {
  if (Token.isUnresolved(name) || isRepositoryName(name)) return [];
  const { min, max } = REPOSITORY_NAME_LENGTH;
  return [
    {
      code: "invalid-repository-name",
      path,
      message: `"${name}" is not a repository name`,
      allowed:
        `${String(min)} to ${String(max)} characters: lowercase letters and digits, ` +
        "separated by single . _ - or /",
    },
  ];
}

/** ARNs that are not the exact ARN of one role of the partition. */
export function roleArnProblems(path: string, arns: readonly string[], partition: Partition): Problem[] {
  return arns
    .filter((arn) => !Token.isUnresolved(arn) && parseRoleArn(arn)?.partition !== partition)
    .map((arn) => ({
      code: "invalid-pusher-arn",
      path,
      message: `"${arn}" does not name one role of partition ${partition}`,
      allowed: `${roleArn({ partition, accountId: "ACCOUNT" }, "NAME")}, with its path and without wildcards`,
    }));
}

/** ARNs that are not the exact ARN of one role of the account, which alone its key policies let use a key. */
export function deployerProblems(
  path: string,
  arns: readonly string[],
  { partition, accountId }: Pick<Location, "partition" | "accountId">,
): Problem[] {
  const account = Token.isUnresolved(accountId) ? "ACCOUNT" : accountId;
  const isOwn = (arn: string) => {
    const role = parseRoleArn(arn);
    return role?.partition === partition && [role.accountId, "ACCOUNT"].includes(account);
  };
  return arns
    .filter((arn) => !Token.isUnresolved(arn) && !isOwn(arn))
    .map((arn) => ({
      code: "invalid-deployer-arn",
      path,
      message: `"${arn}" does not name one role of account ${account} (partition ${partition})`,
      allowed: `${roleArn({ partition, accountId: account }, "NAME")}, with its path and without wildcards`,
      change: "name the role of this account that deploys, or leave it out",
    }));
}

/** Account of a role; an ARN known only at apply is of the same stack, hence of the own account. */
export function accountOf(roleArn: string, ownAccountId: string): string {
  return parseRoleArn(roleArn)?.accountId ?? ownAccountId;
}

/** A registry that would be filled by its own replication, which copies to other registries alone. */
export function selfReplicaProblems(
  path: string,
  { accountId, region }: Pick<Location, "accountId" | "region">,
  replicaOf: Pick<Location, "accountId" | "region">,
): Problem[] {
  if (replicaOf.accountId !== accountId || replicaOf.region !== region) return [];
  return [
    {
      code: "replica-of-itself",
      path,
      message: `replicaOf names the own registry: account ${accountId} in ${region}`,
      allowed: "the registry that the images are copied from, in another account or region",
      change: "name that one, or leave replicaOf out",
    },
  ];
}

/** What somebody pushes to a replica is nowhere else, and keeps a replicated image of that tag out. */
export function pushedReplicaProblems(path: string, by: "pushers" | "grantPush"): Problem[] {
  const names = by === "pushers" ? "names roles that push" : "names who pushes";
  return [
    {
      code: "replica-with-pushers",
      path,
      message: `replicaOf says that replication fills the repository, but ${by} ${names}`,
      change: "push to the source, or leave replicaOf out",
    },
  ];
}
