import { ARN_RESOURCES } from "../../aws";
import { type Role, sitesWith } from "../lookup";
import { type Organization } from "../schema/organization";

import { arnFindings } from "./arn";
import { type Check, type Finding } from "./check";

const SINGLE_ROLES: readonly Role[] = ["management", "security", "registry"];

function roleFindings(organization: Organization, role: Role): Finding[] {
  const [first, ...others] = sitesWith(organization, role).map(({ key }) => key);
  if (first === undefined) {
    return [
      {
        code: "role-missing",
        path: ["accounts"],
        at: "key",
        message: `no account has the role ${role}`,
        allowed: `exactly one account with the role ${role}`,
        change: `add \`role: ${role}\` to an account`,
      },
    ];
  }
  return others.map((key) => ({
    code: "role-repeated",
    path: ["accounts", key, "role"],
    message: `account ${first} has the role ${role} already`,
    allowed: `exactly one account with the role ${role}`,
    change: "remove the role from one of the two",
  }));
}

/** The only two roles that never meet in one account: Organizations registers no management account as delegated. */
const NOT_ITS_OWN_DELEGATE = {
  message: "the management account cannot be its own delegated administrator",
  change: "give the role security to an account of its own",
};

/** @see https://docs.aws.amazon.com/organizations/latest/APIReference/API_RegisterDelegatedAdministrator.html */
const conflicts = (roles: readonly Role[]) => roles.includes("management") && roles.includes("security");

const roles: Check = {
  reads: ["accounts.*.role"],
  find: (organization) => [
    ...SINGLE_ROLES.flatMap((role) => roleFindings(organization, role)),
    ...Object.entries(organization.accounts)
      .filter(([, { role }]) => conflicts(role))
      .map(([key]): Finding => ({
        code: "role-conflict",
        path: ["accounts", key, "role"],
        ...NOT_ITS_OWN_DELEGATE,
      })),
  ],
};

const ids: Check = {
  reads: ["accounts.*.id", "accounts.*.role"],
  find: ({ accounts }) => {
    const owners = new Map<string, { readonly key: string; readonly roles: readonly Role[] }>();
    return Object.entries(accounts).flatMap(([key, { id, role }]): Finding[] => {
      const owner = owners.get(id);
      const together = [...new Set([...(owner?.roles ?? []), ...role])];
      owners.set(id, { key: owner?.key ?? key, roles: together });
      if (owner === undefined) return [];
      const repeated = `${id} is the id of account ${owner.key} already`;
      const path = ["accounts", key, "id"];
      if (conflicts(together)) {
        const { message, change } = NOT_ITS_OWN_DELEGATE;
        return [{ code: "role-conflict", path, message: `${repeated}, and ${message}`, change }];
      }
      return [
        {
          code: "account-repeated",
          path,
          message: repeated,
          change: `list the account once: \`role: ${together.length === 1 ? together.join() : `[${together.join(", ")}]`}\``,
        },
      ];
    });
  },
};

const deploymentRoles: Check = {
  reads: ["accounts.*.id", "accounts.*.deploymentRole", "organization.partition"],
  find: ({ accounts, organization: { partition } }) =>
    Object.entries(accounts).flatMap(([key, { id, deploymentRole }]) =>
      deploymentRole === undefined
        ? []
        : arnFindings(["accounts", key, "deploymentRole"], deploymentRole, {
            partition,
            region: "",
            accountId: id,
            resource: ARN_RESOURCES.role,
            example: "role/NAME",
          }),
    ),
};

/** Rules over the accounts themselves. */
export const accountChecks: readonly Check[] = [roles, ids, deploymentRoles];
