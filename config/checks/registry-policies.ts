import { accountRootArn, functionArn, repositoryArn, roleArn } from "../../aws";
import { buildRoleName, PUSH_ROLE_PATH, SIGNING_BACKFILL_ROLE_NAME } from "../../names";
import {
  cacheRegions,
  locationOf,
  lookUp,
  pipelineSite,
  registryRegions,
  type Site,
  siteWith,
} from "../lookup";
import { type Organization } from "../schema/organization";
import { signedByProfile } from "../signers";
import { type Check, type Finding } from "./check";
import { charactersOf, LISTED_LENGTH } from "./policy-length";

interface Pusher {
  readonly accountId: string;
  /** Path and name of the role. */
  readonly role: string;
}

/** As roles are named in the file; a registry's policy names the path once. */
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

/** Characters of the statements for caches downstream, beside those they list. */
const DOWNSTREAM_STATEMENTS = 360;

/** Characters of the statements for verifiers, beside what they list. */
const VERIFY_STATEMENTS = { accounts: 160, roles: 210 } as const;

/** Accounts stand in one statement, roles with their accounts in another. */
function verifying(
  organization: Organization,
  verify: Organization["registry"]["repositories"][string]["verify"],
): number {
  const at = (account: string) => ({
    partition: organization.organization.partition,
    accountId: lookUp(organization.accounts, account)?.id ?? "",
  });
  const accounts = verify.filter((entry) => typeof entry === "string");
  const roles = verify.filter((entry) => typeof entry === "object");
  const rootsOf = (keys: readonly string[]) => charactersOf(keys.map((key) => accountRootArn(at(key))));
  return (
    (accounts.length > 0 ? VERIFY_STATEMENTS.accounts + rootsOf(accounts) : 0) +
    (roles.length > 0
      ? VERIFY_STATEMENTS.roles +
        rootsOf(roles.map(({ account }) => account)) +
        charactersOf(roles.map(({ account, role }) => roleArn(at(account), role)))
      : 0)
  );
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
    return Object.entries(all).flatMap(([name, { pull, lambdaPull, downstreams, verify }]): Finding[] => {
      const caching = downstreams === "organization" ? [] : idsOf(downstreams);
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
        (downstreams.length > 0 ? DOWNSTREAM_STATEMENTS : 0) +
        (caching.length > 0
          ? roots(caching) + charactersOf(caching.map((id) => roleArn({ partition, accountId: id }, "*")))
          : 0) +
        verifying(organization, verify) +
        roots(pushingIds) +
        2 * roles +
        (signed.has(name) ? roots(strangers) : 0);
      if (characters <= LISTED_LENGTH.repository) return [];
      return [
        {
          code: "policy-too-long",
          path: ["registry", "repositories", name],
          at: "key",
          message: `the accounts and roles that pull, verify, cache and push take ${String(characters)} characters of the repository's policy`,
          allowed: `at most ${String(LISTED_LENGTH.repository)}`,
          change: "name fewer, or let the whole organization pull: `pull: organization`",
        },
      ];
    });
  },
};

/** Characters of what a registry's policy says of caches, beside what it lists. */
const CACHES = {
  /** ECR's own role among those that write. */
  role: 145,
  /** The statement for the organization, where a cache names no importers. */
  organization: 325,
  /** A statement for importers. */
  importers: 143,
  /** The statement for caches downstream, in a registry without caches. */
  downstreams: 245,
} as const;

/** What fills the registry's policy, and how each part gets shorter. */
interface Part {
  readonly characters: number;
  readonly change: string;
}

function pushing(organization: Organization, owner: Site): Part {
  const { partition } = organization.organization;
  const own = roleArn({ partition, accountId: owner.account.id }, `${PUSH_PATH}*`);
  const ofTemplates = Object.values(organization.registry.creationTemplates).flatMap(({ push }) =>
    push.map(({ role }) => ({ accountId: owner.account.id, role })),
  );
  const writers = [...pushersOf(organization).values(), ofTemplates].flat().map(({ accountId, role }) => {
    if (!role.startsWith(PUSH_PATH)) return roleArn({ partition, accountId }, role);
    return accountId === owner.account.id ? own : roleArn({ partition, accountId: "*" }, `${PUSH_PATH}*`);
  });
  return {
    characters: charactersOf(writers.filter((writer) => writer !== own)),
    change: `push with roles under the IAM path ${PUSH_PATH}, which counts once`,
  };
}

/** Caches of a region with the same importers share a statement. */
function importing(organization: Organization, owner: Site, region: string): Part {
  const { partition } = organization.organization;
  const at = locationOf(organization, owner, region);
  const prefixes = new Map<string, string[]>();
  const importers = new Map<string, readonly string[]>();
  for (const [prefix, cache] of Object.entries(organization.registry.pullThroughCache)) {
    if (!cacheRegions(organization, cache).includes(region)) continue;
    const keys = cache.import === "organization" ? [] : [...cache.import].sort();
    importers.set(keys.join(), keys);
    prefixes.set(keys.join(), [...(prefixes.get(keys.join()) ?? []), repositoryArn(at, `${prefix}/*`)]);
  }
  const statements = [...importers].map(([group, keys]) => {
    const ids = keys.flatMap((key) => lookUp(organization.accounts, key)?.id ?? []);
    const accounts = ids.map((id) => accountRootArn({ partition, accountId: id }));
    const named = keys.length === 0 ? CACHES.organization : CACHES.importers + charactersOf(accounts);
    return named + charactersOf(prefixes.get(group) ?? []);
  });
  return {
    characters: statements.reduce((sum, length) => sum + length, statements.length > 0 ? CACHES.role : 0),
    change:
      "let caches that differ in their importers share them, or let the whole organization import: `import: organization`",
  };
}

/** Next to caches the repositories alone say who copies. */
function copying(organization: Organization, region: string): Part {
  const { partition } = organization.organization;
  const { pullThroughCache, repositories } = organization.registry;
  const named = Object.values(repositories).map(({ downstreams }) => downstreams);
  const keys = named.flatMap((downstreams) => (downstreams === "organization" ? [] : downstreams));
  const change = "let the whole organization copy: `downstreams: organization`";
  const caches = Object.values(pullThroughCache).some((cache) =>
    cacheRegions(organization, cache).includes(region),
  );
  if (caches || named.every(({ length }) => length === 0)) return { characters: 0, change };
  if (named.includes("organization")) return { characters: CACHES.downstreams, change };
  const ids = keys.flatMap((key) => lookUp(organization.accounts, key)?.id ?? []);
  const roles = ids.map((id) => roleArn({ partition, accountId: id }, "*"));
  return { characters: CACHES.downstreams + charactersOf(roles), change };
}

/** Roles push at home alone. */
function partsIn(organization: Organization, owner: Site, region: string): readonly [Part, ...Part[]] {
  const others = [importing(organization, owner, region), copying(organization, region)] as const;
  return region === organization.organization.homeRegion ? [pushing(organization, owner), ...others] : others;
}

const lengthOf = (parts: readonly Part[]) => parts.reduce((sum, part) => sum + part.characters, 0);

const ofRegistry: Check = {
  reads: ["organization", "accounts", "registry", "pipelines"],
  find: (organization) => {
    const owner = siteWith(organization, "registry");
    if (!owner) return [];
    const parts = registryRegions(organization)
      .map((region) => partsIn(organization, owner, region))
      .reduce((one, other) => (lengthOf(other) > lengthOf(one) ? other : one));
    const characters = lengthOf(parts);
    if (characters <= LISTED_LENGTH.registry) return [];
    const longest = parts.reduce((one, other) => (other.characters > one.characters ? other : one));
    return [
      {
        code: "policy-too-long",
        path: ["registry"],
        at: "key",
        message: `the roles that push, the prefixes and importers of caches and the accounts downstream take ${String(characters)} characters of the registry's policy`,
        allowed: `at most ${String(LISTED_LENGTH.registry)}`,
        change: longest.change,
      },
    ];
  },
};

/** Rules over what has to fit into the policies of a registry. */
export const registryPolicyChecks: readonly Check[] = [ofRepositories, ofRegistry];
