import { roleArn } from "../../aws";
import { loadOrganization, type Organization } from "../../config";
import { type Repository } from "../../images";
import { signingBackfill, type SigningBackfillPlan } from "../../plan";
import { type Role } from "../aws/caller";
import { type Values } from "../command";
import { type Defaults, ORGANIZATION_ALONE } from "../defaults";
import { checkedRole, deploymentRole } from "../deployment-role";

/** What the file says, and by which role other accounts are entered. */
export interface Scope {
  readonly organization: Organization;
  readonly plan: SigningBackfillPlan;
  roleOf(account: string): Role | undefined;
  repositoryOf(name: string): Repository;
}

/** The options that say where to look. */
export const SCOPE_OPTIONS = {
  ...ORGANIZATION_ALONE,
  "role-name": {
    type: "string",
    value: "NAME",
    help: "role to assume in other accounts to read; default the deployment role of the organization's file",
  },
} as const;

/**
 * Reads the organization and the options about it.
 *
 * @throws ProblemError for a mistake in the file, UsageError for a role that cannot be
 */
export function scopeOf(values: Values, defaults: Defaults): Scope {
  const role = values["role-name"] === undefined ? undefined : checkedRole(String(values["role-name"]));
  const organization = loadOrganization(String(values["organization"] ?? defaults.organization));
  const plan = signingBackfill(organization);
  const { partition, region, accountId: account } = plan.registry;
  return {
    organization,
    plan,
    roleOf: (accountId) =>
      role === undefined
        ? deploymentRole(organization, partition, accountId)
        : { arn: roleArn({ partition, accountId }, role) },
    repositoryOf: (name) => ({ account, region, partition, name }),
  };
}
