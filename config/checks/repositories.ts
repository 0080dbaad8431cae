import { ARN_RESOURCES, DSSE_PARTITION } from "../../aws";
import { type Path } from "../document";
import { lookUp, siteWith } from "../lookup";
import { type Organization } from "../schema/organization";
import { didYouMean, namesOf, shown } from "../words";
import { arnFindings } from "./arn";
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
      change: () => didYouMean(key, known(), "use one of these, or add the account under `accounts`"),
    },
  ];
}

const accounts: Check = {
  reads: ["accounts", "registry.repositories"],
  find: (organization) =>
    Object.entries(organization.registry.repositories).flatMap(([name, { pull, lambdaPull, push }]) => {
      const at = ["registry", "repositories", name] as const;
      const check = (key: string, list: readonly string[]) =>
        list.flatMap((account, index) => unknownAccount(organization, [...at, key, index], account));
      return [
        ...(pull === "organization" ? [] : check("pull", pull)),
        ...check("lambdaPull", lambdaPull),
        ...push.flatMap(({ account }, index) =>
          unknownAccount(organization, [...at, "push", index, "account"], account),
        ),
        ...serviceLinked(at, push),
        ...repeatedPush(at, push),
      ];
    }),
};

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_create-service-linked-role.html */
function serviceLinked(at: Path, push: readonly { readonly role: string }[]): Finding[] {
  return push.flatMap(({ role }, index) =>
    role.startsWith("aws-service-role/")
      ? [
          {
            code: "service-linked-role",
            path: [...at, "push", index, "role"],
            message: `${shown(role)} is a service-linked role, which only its service uses`,
            allowed: "a role of your own",
            change: "remove the entry: replication and pull-through caches need none",
          },
        ]
      : [],
  );
}

function repeatedPush(
  at: Path,
  push: readonly { readonly account: string; readonly role: string }[],
): Finding[] {
  const seen = new Set<string>();
  return push.flatMap(({ account, role }, index): Finding[] => {
    const known = seen.has(`${account} ${role}`);
    seen.add(`${account} ${role}`);
    if (!known) return [];
    return [
      {
        code: "repeated-entry",
        path: [...at, "push", index],
        message: `the role ${role} of account ${account} is in this list already`,
        change: "remove it",
      },
    ];
  });
}

const dsseUnavailable = (path: Path, partition: string): Finding => ({
  code: "dsse-unavailable",
  path: [...path, "encryption"],
  message: `is kms-dsse, which ECR does not have in the partition ${partition}`,
  allowed: "aes256 or kms; kms-dsse in AWS GovCloud (US)",
  change: "use kms; it cannot change once the repositories are made",
});

const encryption: Check = {
  reads: [
    "organization.partition",
    "organization.homeRegion",
    "accounts.*.id",
    "accounts.*.role",
    "registry.encryption",
    "registry.repositories",
  ],
  find: (organization) => {
    const owner = siteWith(organization, "registry");
    if (!owner) return [];
    const { partition, homeRegion } = organization.organization;
    const { registry } = organization;
    const check = (path: Path, value: (typeof registry)["encryption"] | undefined): Finding[] => {
      if (value === "kms-dsse" && partition !== DSSE_PARTITION) return [dsseUnavailable(path, partition)];
      return typeof value === "object"
        ? arnFindings([...path, "encryption", "kmsKey"], value.kmsKey, {
            partition,
            region: homeRegion,
            account: owner.account.id,
            resource: ARN_RESOURCES.kmsKey,
            example: "key/KEY-ID",
          })
        : [];
    };
    return [
      ...check(["registry"], registry.encryption),
      ...Object.entries(registry.repositories).flatMap(([name, repository]) =>
        check(["registry", "repositories", name], repository.encryption),
      ),
    ];
  },
};

/** Rules over repositories. */
export const repositoryChecks: readonly Check[] = [accounts, encryption];
