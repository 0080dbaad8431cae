import { type Path } from "../document";
import { lookUp } from "../lookup";
import { type Organization } from "../schema/organization";
import { didYouMean, namesOf, shown } from "../words";
import { type Check, type Finding } from "./check";

/** Reports an account that the file does not list. */
export function unknownAccount(organization: Organization, path: Path, key: string): Finding[] {
  if (lookUp(organization.accounts, key) !== undefined) return [];
  const known = () => Object.keys(organization.accounts);
  return [
    {
      code: "unknown-account",
      path,
      message: `there is no account ${key}`,
      allowed: () => namesOf(known()),
      change: () =>
        key === "organization"
          ? "name accounts; where the whole organization may be meant, `organization` stands without brackets"
          : didYouMean(key, known(), "use one of these, or add the account under `accounts`"),
    },
  ];
}

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html */
function serviceLinked(path: Path, role: string): Finding[] {
  if (!role.startsWith("aws-service-role/")) return [];
  return [
    {
      code: "service-linked-role",
      path,
      message: `${shown(role)} is a service-linked role, which only its service uses`,
      allowed: "a role of your own",
      change: "remove the entry",
    },
  ];
}

/** Reports accounts of a list, and of its roles, that the file does not list, and roles that stand there twice. */
export function existingRoles(
  organization: Organization,
  path: Path,
  roles: readonly (string | { readonly account: string; readonly role: string })[],
): Finding[] {
  const seen = new Set<string>();
  return roles.flatMap((entry, index): Finding[] => {
    if (typeof entry === "string") return unknownAccount(organization, [...path, index], entry);
    const { account, role } = entry;
    const known = seen.has(`${account} ${role}`);
    seen.add(`${account} ${role}`);
    return [
      ...unknownAccount(organization, [...path, index, "account"], account),
      ...serviceLinked([...path, index, "role"], role),
      ...(known
        ? [
            {
              code: "repeated-entry",
              path: [...path, index],
              message: `the role ${role} of account ${account} is in this list already`,
              change: "remove it",
            },
          ]
        : []),
    ];
  });
}

/** Rules over the roles that may read signing profiles and revoke what they signed. */
export const signingRoleChecks: readonly Check[] = [
  {
    reads: ["accounts", "signing.profiles"],
    find: (organization) =>
      Object.entries(organization.signing.profiles).flatMap(([key, { readers, revokers }]) => [
        ...existingRoles(organization, ["signing", "profiles", key, "readers"], readers),
        ...existingRoles(organization, ["signing", "profiles", key, "revokers"], revokers),
      ]),
  },
];
