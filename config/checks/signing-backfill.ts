import { accountRootArn, roleArn } from "../../aws";
import { lookUp } from "../lookup";
import { type Check } from "./check";
import { charactersOf, LISTED_LENGTH } from "./policy-length";
import { existingRoles } from "./existing-roles";

const PATH = ["signing", "backfill"] as const;

const assumers: Check = {
  reads: ["organization.partition", "accounts", "signing.backfill"],
  find: (organization) => {
    const { partition } = organization.organization;
    const assumedBy = organization.signing.backfill?.assumedBy ?? [];
    const findings = existingRoles(organization, [...PATH, "assumedBy"], assumedBy);
    const named = assumedBy.flatMap(({ account, role }) => {
      const accountId = lookUp(organization.accounts, account)?.id;
      return accountId === undefined ? [] : [{ accountId, role }];
    });
    const characters =
      charactersOf(named.map(({ accountId }) => accountRootArn({ partition, accountId }))) +
      charactersOf(named.map(({ accountId, role }) => roleArn({ partition, accountId }, role)));
    if (characters <= LISTED_LENGTH.trust) return findings;
    return [
      ...findings,
      {
        code: "policy-too-long",
        path: [...PATH, "assumedBy"],
        message: `the roles and their accounts take ${String(characters)} characters of the role's trust policy`,
        allowed: `at most ${String(LISTED_LENGTH.trust)}`,
        change: "name fewer roles, or roles with shorter paths and names",
      },
    ];
  },
};

const profiles: Check = {
  reads: ["signing"],
  find: ({ signing }) =>
    signing.backfill && Object.keys(signing.profiles).length === 0
      ? [
          {
            code: "nothing-signed",
            path: PATH,
            at: "key",
            message: "is there, but nothing signs images: there is no signing profile",
            change: "add a profile to signing.profiles, or remove signing.backfill",
          },
        ]
      : [],
};

/** Rules over signing after the fact. */
export const signingBackfillChecks: readonly Check[] = [assumers, profiles];
