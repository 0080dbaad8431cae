import { ARN_RESOURCES, type partitionOf, roleArn } from "../aws";
import { type Organization } from "../config";
import { type Role } from "./aws/caller";
import { UsageError } from "./command";

/** The role by which Terraform, and whoever asks, enters an account. */
export function deploymentRole(
  { accounts, deployment }: Organization,
  partition: ReturnType<typeof partitionOf>,
  account: string,
): Role {
  const own = Object.values(accounts).find(({ id }) => id === account)?.deploymentRole;
  return {
    arn: own ?? roleArn({ partition, accountId: account }, deployment.role),
    ...(deployment.externalId === undefined ? {} : { externalId: deployment.externalId }),
  };
}

/** @throws UsageError for what is no name of a role */
export function checkedRole(name: string): string {
  if (ARN_RESOURCES.role.test(`role/${name}`)) return name;
  throw new UsageError(
    `--role-name ${name} is no name of a role; write its path and name without the account, such as audit/reader`,
  );
}
