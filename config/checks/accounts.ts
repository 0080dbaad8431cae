import { ARN_RESOURCES, ORGANIZATIONAL_UNIT_ID } from "../../aws";
import { type Path } from "../document";
import { lookUp, type Role, sitesWith } from "../lookup";
import { type Organization } from "../schema/organization";
import { didYouMean, shown } from "../words";
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

const units: Check = {
  reads: ["accounts.*.organizationalUnit", "organization.organizationalUnits"],
  find: ({ accounts, organization: { organizationalUnits } }) =>
    Object.entries(accounts).flatMap(([key, { organizationalUnit: unit }]): Finding[] =>
      unit === undefined ||
      ORGANIZATIONAL_UNIT_ID.test(unit) ||
      lookUp(organizationalUnits, unit) !== undefined
        ? []
        : [
            {
              code: "unknown-organizational-unit",
              path: ["accounts", key, "organizationalUnit"],
              message: `"${shown(unit)}" is not a key of organization.organizationalUnits`,
              allowed: "one of its keys, or an id such as ou-ex4m-prod0001",
              change: () =>
                /^(?:root|r-.*)$/i.test(unit)
                  ? "remove the key: without it the account is in the root"
                  : didYouMean(
                      unit,
                      Object.keys(organizationalUnits),
                      "write the id, or add the key with its id to organization.organizationalUnits",
                    ),
            },
          ],
    ),
};

/** In `guardrails.attachTo` this word is the root of the organization. */
const ROOT = "root";

const reserved: Check = {
  reads: ["accounts", "organization.organizationalUnits"],
  find: ({ accounts, organization: { organizationalUnits } }) =>
    (
      [
        [["accounts"], accounts],
        [["organization", "organizationalUnits"], organizationalUnits],
      ] as const
    ).flatMap(([path, map]): Finding[] =>
      lookUp<unknown>(map, ROOT) === undefined
        ? []
        : [
            {
              code: "reserved-key",
              path: [...path, ROOT],
              at: "key",
              message: "root stands for the root of the organization",
              change: "rename it",
            },
          ],
    ),
};

/** Every id of an organizational unit that the file has, and where. */
function unitIds({ accounts, guardrails, organization }: Organization): readonly (readonly [Path, string])[] {
  const written: (readonly [Path, string])[] = [
    ...Object.entries(organization.organizationalUnits).map(
      ([key, id]) => [["organization", "organizationalUnits", key], id] as const,
    ),
    ...Object.entries(accounts).map(
      ([key, { organizationalUnit }]) =>
        [["accounts", key, "organizationalUnit"], organizationalUnit ?? ""] as const,
    ),
    ...guardrails.attachTo.map((target, index) => [["guardrails", "attachTo", index], target] as const),
  ];
  return written.filter(([, id]) => ORGANIZATIONAL_UNIT_ID.test(id));
}

const roots: Check = {
  reads: ["accounts.*.organizationalUnit", "guardrails.attachTo", "organization"],
  find: (organization) => {
    const start = `ou-${organization.organization.root.replace(/^r-/, "")}-`;
    return unitIds(organization)
      .filter(([, id]) => !id.startsWith(start))
      .map(([path, id]) => ({
        code: "unit-of-other-root",
        path,
        message: `${id} is a unit of another root than ${organization.organization.root}`,
        allowed: `ids that begin with ${start}`,
        change: "write the id of a unit of this organization, or the right `organization.root`",
      }));
  },
};

const repeatedUnits: Check = {
  reads: ["organization.organizationalUnits"],
  find: ({ organization: { organizationalUnits } }) => {
    const owners = new Map<string, string>();
    return Object.entries(organizationalUnits).flatMap(([key, id]): Finding[] => {
      const owner = owners.get(id);
      owners.set(id, owner ?? key);
      if (owner === undefined) return [];
      return [
        {
          code: "unit-repeated",
          path: ["organization", "organizationalUnits", key],
          message: `${id} is the id of ${owner} already`,
          change: "write the right id for each of the two, or remove one of them",
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
            account: id,
            resource: ARN_RESOURCES.role,
            example: "role/NAME",
          }),
    ),
};

/** Rules over the accounts themselves. */
export const accountChecks: readonly Check[] = [
  roles,
  ids,
  units,
  reserved,
  roots,
  repeatedUnits,
  deploymentRoles,
];
