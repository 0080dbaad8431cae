import { type Location, registryHost, type RepositoryEncryption, roleArn, type Upstream } from "../aws";
import { locationOf, type Organization, pipelineSite, siteOf, siteWith } from "../config";
import { buildRoleName, PUSH_ROLE_PATH, upstreamRoleName } from "../names";
import { checked } from "./checked";
import { type CacheFacts, type RegistryLayer, type RepositoryFacts } from "./layer";
import { forgottenProfiles, profileFacts, repositoryProfiles, signedBy } from "./profiles";

/** Where the registry is: the registry account in the home region. */
export function registryLocation(organization: Organization): Location {
  return locationOf(
    organization,
    checked(siteWith(organization, "registry"), "registry account"),
    organization.organization.homeRegion,
  );
}

/** A role that may push a repository. */
export interface Pusher {
  readonly accountId: string;
  readonly arn: string;
}

/** Who pushes each repository: the build roles of its pipelines and the roles the file names. */
export function pushersByRepository(organization: Organization): ReadonlyMap<string, readonly Pusher[]> {
  const pushers = new Map<string, Pusher[]>();
  const add = (repository: string, pusher: Pusher) => {
    pushers.set(repository, [...(pushers.get(repository) ?? []), pusher]);
  };
  for (const [key, pipeline] of Object.entries(organization.pipelines)) {
    const site = checked(pipelineSite(organization, pipeline.account), `account of ${key}`);
    const at = locationOf(organization, site, organization.organization.homeRegion);
    add(pipeline.image, {
      accountId: at.accountId,
      arn: roleArn(at, buildRoleName(key), PUSH_ROLE_PATH),
    });
  }
  for (const [name, repository] of Object.entries(organization.registry.repositories)) {
    for (const push of repository.push) {
      const at = locationOf(organization, checked(siteOf(organization, push.account), push.account), "");
      add(name, { accountId: at.accountId, arn: roleArn(at, push.role) });
    }
  }
  return pushers;
}

function encryptionOf(encryption: Organization["registry"]["encryption"]): RepositoryEncryption {
  return typeof encryption === "string" ? { type: encryption } : { type: "kms", keyArn: encryption.kmsKey };
}

function repositoryFacts(organization: Organization): RepositoryFacts[] {
  const registry = registryLocation(organization);
  const pushers = pushersByRepository(organization);
  return Object.entries(organization.registry.repositories).map(([name, repository]) => ({
    name,
    ...repositoryProfiles(organization, registry, name),
    pushers: (pushers.get(name) ?? []).map(({ arn }) => arn),
    pull: repository.pull === "organization" ? "organization" : accountIds(organization, repository.pull),
    lambdaPullAccounts: accountIds(organization, repository.lambdaPull),
    downstreams:
      repository.downstreams === "organization"
        ? "organization"
        : accountIds(organization, repository.downstreams),
    keep: repository.keep,
    encryption: encryptionOf(repository.encryption ?? organization.registry.encryption),
    mutableTags: repository.mutableTags,
  }));
}

function accountIds(organization: Organization, keys: readonly string[]): string[] {
  return keys.map((key) => checked(siteOf(organization, key), key).account.id);
}

/** Roles of other accounts that may sign, by the key of the profile. */
function foreignSigners(organization: Organization): ReadonlyMap<string, ReadonlySet<string>> {
  const registry = registryLocation(organization);
  const pushers = pushersByRepository(organization);
  const signers = new Map<string, Set<string>>();
  for (const [name, repository] of Object.entries(organization.registry.repositories)) {
    const key = signedBy(organization, repository);
    if (key === undefined) continue;
    const known = signers.get(key) ?? new Set<string>();
    signers.set(key, known);
    for (const { accountId, arn } of pushers.get(name) ?? [])
      if (accountId !== registry.accountId) known.add(arn);
  }
  return signers;
}

function cacheFacts(organization: Organization): CacheFacts[] {
  return Object.entries(organization.registry.pullThroughCache).map(([prefix, settings]) => ({
    prefix,
    upstream: (settings.upstream ?? prefix) as Upstream,
    encryption: encryptionOf(organization.registry.encryption),
    ...(typeof settings.credentials === "string" ? { credentialArn: settings.credentials } : {}),
    ...(typeof settings.credentials === "object" ? { credentialVersion: settings.credentials.version } : {}),
    ...(settings.registry === undefined ? {} : { registryHost: settings.registry }),
    ...(settings.import === "organization" ? {} : { importers: accountIds(organization, settings.import) }),
  }));
}

/** With caches only declared repositories are replicated: a copy of a cached image would have no repository there. */
function replicationPrefixes({ registry }: Organization): string[] {
  if (Object.keys(registry.pullThroughCache).length === 0) return [];
  const prefixes = Object.keys(registry.repositories).map((name) => name.replace(/\/.*$/, "/"));
  return [...new Set(prefixes)].sort();
}

/** Roles that may assume the one that signs after the fact; none where it is not made. */
function backfillAssumers(organization: Organization): string[] {
  return (organization.signing.backfill?.assumedBy ?? []).map(({ account, role }) =>
    roleArn(locationOf(organization, checked(siteOf(organization, account), account), ""), role),
  );
}

/** The registry of the home region and its replicas, by region; the home region comes last. */
export function registryLayers(organization: Organization): ReadonlyMap<string, RegistryLayer> {
  const home = registryLocation(organization);
  const repositories = repositoryFacts(organization);
  const assumers = backfillAssumers(organization);
  const { blobMounting, notify, pullTimeExclusions, replication, scanning } = organization.registry;
  // A replication without a prefix to name would copy what is cached.
  const replicas = repositories.length === 0 ? [] : replication;
  const common = {
    kind: "registry",
    organizationId: organization.organization.id,
    signingLateAfterMinutes: organization.signing.watch.lateAfterMinutes,
    scanning,
    pullTimeExclusions,
    ...(blobMounting === undefined ? {} : { blobMounting }),
    ...(notify === undefined ? {} : { notify }),
  } as const;
  const caches = cacheFacts(organization);
  const replica = (region: string): RegistryLayer => ({
    ...common,
    repositories: repositories.map((repository) =>
      withDownstreams(asReplica(repository), ownDownstreams(home, caches, region)),
    ),
    profiles: [],
    forgottenProfiles: [],
    replicationRegions: [],
    replicationPrefixes: [],
    replicaOf: { accountId: home.accountId, region: home.region },
    replicaEncryption: { type: encryptionOf(organization.registry.encryption).type },
    caches: [],
  });
  return new Map<string, RegistryLayer>([
    ...replicas.map((region) => [region, replica(region)] as const),
    [
      home.region,
      {
        ...common,
        repositories,
        profiles: profileFacts(organization, home, foreignSigners(organization)),
        forgottenProfiles: forgottenProfiles(organization),
        ...(assumers.length > 0 ? { backfillAssumers: assumers } : {}),
        replicationRegions: replicas,
        replicationPrefixes: replicationPrefixes(organization),
        caches,
      },
    ],
  ]);
}

/** Replicas are filled by replication alone, and a key of the home region does not reach them. */
function asReplica(repository: RepositoryFacts): RepositoryFacts {
  const { type } = repository.encryption;
  return { ...repository, pushers: [], signingProfileArns: [], otherProfileArns: [], encryption: { type } };
}

/** Roles of caches of the home region that copy from this account's registry in another one. */
function ownDownstreams(home: Location, caches: readonly CacheFacts[], region: string): string[] {
  return caches.flatMap(({ prefix, upstream, registryHost: host }) =>
    upstream === "ecr" && host === registryHost({ ...home, region })
      ? [roleArn(home, upstreamRoleName(prefix, home.region), PUSH_ROLE_PATH)]
      : [],
  );
}

function withDownstreams(repository: RepositoryFacts, roleArns: readonly string[]): RepositoryFacts {
  const { downstreams } = repository;
  return downstreams === "organization"
    ? repository
    : { ...repository, downstreams: [...downstreams, ...roleArns] };
}
