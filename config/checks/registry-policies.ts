import { accountRootArn, functionArn, repositoryArn, roleArn } from "../../aws";
import { buildRoleName, PUSH_ROLE_PATH, SIGNING_BACKFILL_ROLE_NAME } from "../../names";
import { locationOf, lookUp, pipelineSite, siteWith } from "../lookup";
import { type Organization } from "../schema/organization";
import { type Check, type Finding } from "./check";
import { charactersOf, LISTED_LENGTH } from "./policy-length";
import { signedByProfile } from "./signing";

interface Pusher {
  readonly accountId: string;
  /** Path and name of the role. */
  readonly role: string;
}

/** As roles are named in the file; a registry's policy names the path once for each account. */
const PUSH_PATH = PUSH_ROLE_PATH.slice(1);

const BACKFILL_ROLE = `${PUSH_PATH}${SIGNING_BACKFILL_ROLE_NAME}`;

/** Roles that push, by repository: those the file names and the build roles of pipelines. */
function pushersOf(organization: Organization): ReadonlyMap<string, readonly Pusher[]> {
  const { accounts, registry, pipelines } = organization;
  const pushers = new Map<string, Pusher[]>();
  const add = (repository: string, account: string | undefined, role: string) => {
    const accountId = account === undefined ? undefined : lookUp(accounts, account)?.id;
    if (accountId === undefined) return;
    const known = pushers.get(repository) ?? [];
    pushers.set(repository, known);
    known.push({ accountId, role });
  };
  for (const [key, { account, image }] of Object.entries(pipelines)) {
    add(image, pipelineSite(organization, account)?.key, `${PUSH_PATH}${buildRoleName(key)}`);
  }
  for (const [name, { push }] of Object.entries(registry.repositories)) {
    for (const { account, role } of push) add(name, account, role);
  }
  return pushers;
}

const ofRepositories: Check = {
  reads: ["organization", "accounts", "signing", "registry", "pipelines"],
  find: (organization) => {
    const owner = siteWith(organization, "registry");
    if (!owner) return [];
    const { partition, homeRegion } = organization.organization;
    const { repositories: all, replication } = organization.registry;
    const pushers = pushersOf(organization);
    const signed = new Set([...signedByProfile(organization).values()].flat());
    const roots = (ids: readonly string[]) =>
      charactersOf(ids.map((id) => accountRootArn({ partition, accountId: id })));
    const idsOf = (keys: readonly string[]) =>
      keys.flatMap((key) => lookUp(organization.accounts, key)?.id ?? []);
    const functions = (region: string, ids: readonly string[]) =>
      charactersOf(ids.map((id) => functionArn({ partition, region, accountId: id }, "*")));
    return Object.entries(all).flatMap(([name, { pull, lambdaPull }]): Finding[] => {
      const lambda = idsOf(lambdaPull);
      const named = pushers.get(name) ?? [];
      // Whoever signs after the fact pushes signatures, to where somebody pushes images.
      const backfill = organization.signing.backfill && signed.has(name) && named.length > 0;
      const pushing = backfill ? [...named, { accountId: owner.account.id, role: BACKFILL_ROLE }] : named;
      const pushingIds = pushing.map(({ accountId }) => accountId);
      const roles = charactersOf(
        pushing.map(({ accountId, role }) => roleArn({ partition, accountId }, role)),
      );
      const strangers = pushingIds.filter((id) => id !== owner.account.id);
      const characters =
        (pull === "organization" ? 0 : roots(idsOf(pull))) +
        roots(lambda) +
        Math.max(...[homeRegion, ...replication].map((region) => functions(region, lambda))) +
        roots(pushingIds) +
        2 * roles +
        (signed.has(name) ? roots(strangers) : 0);
      if (characters <= LISTED_LENGTH.repository) return [];
      return [
        {
          code: "policy-too-long",
          path: ["registry", "repositories", name],
          at: "key",
          message: `the accounts and roles that pull and push take ${String(characters)} characters of the repository's policy`,
          allowed: `at most ${String(LISTED_LENGTH.repository)}`,
          change: "name fewer, or let the whole organization pull: `pull: organization`",
        },
      ];
    });
  },
};

/** Characters of a statement for importers, beside those it lists. */
const IMPORT_STATEMENT = 160;

const ofRegistry: Check = {
  reads: ["organization", "accounts", "registry", "pipelines"],
  find: (organization) => {
    const owner = siteWith(organization, "registry");
    if (!owner) return [];
    const { partition, homeRegion } = organization.organization;
    const writers = [...pushersOf(organization).values()].flat().map(({ accountId, role }) => {
      const name = role.startsWith(PUSH_PATH) ? `${PUSH_PATH}*` : role;
      return roleArn({ partition, accountId }, name);
    });
    const caches = Object.keys(organization.registry.pullThroughCache).map((prefix) =>
      repositoryArn(locationOf(organization, owner, homeRegion), `${prefix}/*`),
    );
    const importers = Object.values(organization.registry.pullThroughCache).map((cache) =>
      cache.import === "organization" ? [] : [...cache.import].sort(),
    );
    // Caches with the same importers share a statement.
    const statements = [...new Map(importers.map((keys) => [keys.join(), keys])).values()].filter(
      (keys) => keys.length > 0,
    );
    const importing = statements.map((keys) => {
      const ids = keys.flatMap((key) => lookUp(organization.accounts, key)?.id ?? []);
      return IMPORT_STATEMENT + charactersOf(ids.map((id) => accountRootArn({ partition, accountId: id })));
    });
    const characters =
      charactersOf(writers) + charactersOf(caches) + importing.reduce((sum, length) => sum + length, 0);
    if (characters <= LISTED_LENGTH.registry) return [];
    return [
      {
        code: "policy-too-long",
        path: ["registry"],
        at: "key",
        message: `the roles that push and the prefixes and importers of caches take ${String(characters)} characters of the registry's policy`,
        allowed: `at most ${String(LISTED_LENGTH.registry)}`,
        change: `push with roles under the IAM path ${PUSH_PATH}, which counts once for each account`,
      },
    ];
  },
};

/** Rules over what has to fit into the policies of a registry. */
export const registryPolicyChecks: readonly Check[] = [ofRepositories, ofRegistry];
