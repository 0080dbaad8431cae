import { type Location, registryHost, type RepositoryEncryption, roleArn, type Upstream } from "../aws";
import {
  cachesIn,
  cacheRegions,
  type Organization,
  registryRegions,
  replicaRegions,
  replicationPrefixes,
  siteOf,
  templateReasons,
  trustedProfiles,
} from "../config";
import { PUSH_ROLE_PATH, upstreamRoleName } from "../names";
import { checked } from "./checked";
import { existingRoleArn, pushersByRepository, takesPolicies } from "./pushers";
import { registryLocation } from "./registry-location";
import {
  type CacheFacts,
  type RegistryLayer,
  type RepositoryFacts,
  type TemplateFacts,
} from "./registry-layer";
import { forgottenProfiles, profileFacts, repositoryProfiles, type Signers } from "./profiles";
import { droppedReach, trustReach } from "./trust-reach";

function encryptionOf(encryption: Organization["registry"]["encryption"]): RepositoryEncryption {
  return typeof encryption === "string"
    ? { type: encryption }
    : { type: encryption.type, keyArn: encryption.kmsKey };
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
    verifiers: repository.verify.map((verifier) =>
      typeof verifier === "string"
        ? checked(siteOf(organization, verifier), verifier).account.id
        : existingRoleArn(organization, verifier),
    ),
    downstreams:
      repository.downstreams === "organization"
        ? "organization"
        : accountIds(organization, repository.downstreams),
    keep: repository.keep,
    encryption: encryptionOf(repository.encryption ?? organization.registry.encryption),
    mutableTags: repository.mutableTags,
    ...(repository.tags === undefined ? {} : { tags: repository.tags }),
    events: Object.entries(repository.events).map(([key, { on, tags, target, role }]) => ({
      key,
      on,
      ...(tags === undefined ? {} : { tags }),
      targetArn: target,
      ...(role === undefined ? {} : { roleArn: roleArn(registry, role) }),
    })),
  }));
}

function accountIds(organization: Organization, keys: readonly string[]): string[] {
  return keys.map((key) => checked(siteOf(organization, key), key).account.id);
}

/** Roles that push what a profile signs, by the key of the profile; ECR signs as they do. */
function signersByProfile(organization: Organization): ReadonlyMap<string, Signers> {
  const registry = registryLocation(organization);
  const pushers = pushersByRepository(organization);
  const signers = new Map<string, Signers>();
  for (const [name, repository] of Object.entries(organization.registry.repositories)) {
    const existing = new Set(
      repository.push.filter(takesPolicies).map((role) => existingRoleArn(organization, role)),
    );
    for (const key of trustedProfiles(organization, repository)) {
      const { own, foreign } = signers.get(key) ?? { own: new Set<string>(), foreign: new Set<string>() };
      signers.set(key, { own, foreign });
      for (const { accountId, arn } of pushers.get(name) ?? []) {
        if (accountId !== registry.accountId) foreign.add(arn);
        // A pipeline's role gets what it needs in the pipeline's stack, which makes it.
        else if (existing.has(arn)) own.add(arn);
      }
    }
  }
  return signers;
}

/** What the registry of one region caches. */
function cacheFacts(organization: Organization, region: string): CacheFacts[] {
  const isHome = region === organization.organization.homeRegion;
  const encrypted = (encryption: RepositoryEncryption) => (isHome ? encryption : withoutHomeKey(encryption));
  return Object.entries(organization.registry.pullThroughCache)
    .filter(([, cache]) => cacheRegions(organization, cache).includes(region))
    .map(([prefix, settings]) => ({
      prefix,
      upstream: (settings.upstream ?? prefix) as Upstream,
      encryption: encrypted(encryptionOf(settings.encryption ?? organization.registry.encryption)),
      ...(typeof settings.credentials === "string"
        ? { credentialArn: secretIn(settings.credentials, region) }
        : {}),
      ...(typeof settings.credentials === "object"
        ? { credentialVersion: settings.credentials.version }
        : {}),
      ...(settings.registry === undefined ? {} : { registryHost: settings.registry }),
      ...(settings.import === "organization" ? {} : { importers: accountIds(organization, settings.import) }),
    }));
}

/** By what settings ECR makes repositories in one region. */
function templateFacts(organization: Organization, region: string): TemplateFacts[] {
  const isHome = region === organization.organization.homeRegion;
  return Object.entries(organization.registry.creationTemplates).flatMap(([prefix, template]) => {
    const appliedFor = templateReasons(organization, prefix, template, region);
    if (appliedFor.length === 0) return [];
    const encryption = encryptionOf(template.encryption ?? organization.registry.encryption);
    const creates = appliedFor.includes("CREATE_ON_PUSH");
    return [
      {
        prefix,
        appliedFor,
        pushers: creates ? template.push.map((role) => existingRoleArn(organization, role)) : [],
        pulledByOrganization: template.pull === "organization",
        ...(template.keep ? { keep: template.keep } : {}),
        encryption: isHome ? encryption : withoutHomeKey(encryption),
        mutableTags: template.mutableTags,
      },
    ];
  });
}

/**
 * A secret, or its replica in another region: their ARNs differ in the region alone.
 *
 * @see https://docs.aws.amazon.com/secretsmanager/latest/userguide/replicate-secrets.html
 */
function secretIn(arn: string, region: string): string {
  const parts = arn.split(":");
  return [...parts.slice(0, 3), region, ...parts.slice(4)].join(":");
}

/** Roles that may assume the one that signs after the fact; none where it is not made. */
function backfillAssumers(organization: Organization): string[] {
  return (organization.signing.backfill?.assumedBy ?? []).map((role) => existingRoleArn(organization, role));
}

/** The registry of each region, with replicas, caches or both; the home region comes last. */
export function registryLayers(organization: Organization): ReadonlyMap<string, RegistryLayer> {
  const home = registryLocation(organization);
  const repositories = repositoryFacts(organization);
  const assumers = backfillAssumers(organization);
  const { blobMounting, notify, pullTimeExclusions, scanning } = organization.registry;
  const replicas = replicaRegions(organization);
  const common = {
    kind: "registry",
    organizationId: organization.organization.id,
    signingLateAfterMinutes: organization.signing.watch.lateAfterMinutes,
    scanning,
    pullTimeExclusions,
    ...(blobMounting === undefined ? {} : { blobMounting }),
    ...(notify === undefined ? {} : { notify }),
  } as const;
  const elsewhere = (region: string): RegistryLayer => ({
    ...common,
    ...(replicas.some((replica) => replica === region)
      ? {
          repositories: repositories.map((repository) =>
            withDownstreams(asReplica(repository), ownDownstreams(organization, home, region)),
          ),
          replicaOf: { accountId: home.accountId, region: home.region },
          replicaEncryption: withoutHomeKey(encryptionOf(organization.registry.encryption)),
        }
      : { repositories: [] }),
    profiles: [],
    forgottenProfiles: [],
    droppedTrust: [],
    droppedReach: [],
    replicationRegions: [],
    replicationPrefixes: [],
    caches: cacheFacts(organization, region),
    creationTemplates: templateFacts(organization, region),
  });
  const caching = registryRegions(organization).filter(
    (region) => region !== home.region && cachesIn(organization, region).length > 0,
  );
  return new Map<string, RegistryLayer>([
    ...[...new Set([...replicas, ...caching])].map((region) => [region, elsewhere(region)] as const),
    [
      home.region,
      {
        ...common,
        repositories: repositories.map((repository) =>
          withDownstreams(repository, ownDownstreams(organization, home, home.region)),
        ),
        profiles: profileFacts(organization, home, signersByProfile(organization)),
        forgottenProfiles: forgottenProfiles(organization),
        droppedTrust: droppedTrust(organization),
        droppedReach: droppedReach(organization),
        trustReach: trustReach(organization),
        ...(assumers.length > 0 ? { backfillAssumers: assumers } : {}),
        replicationRegions: replicas,
        replicationPrefixes: replicationPrefixes(organization),
        caches: cacheFacts(organization, home.region),
        creationTemplates: templateFacts(organization, home.region),
      },
    ],
  ]);
}

/** Profiles that repositories trust no more, as the file says with reason. */
function droppedTrust({ registry, dropDoubts }: Organization): RegistryLayer["droppedTrust"] {
  return Object.entries(registry.repositories).flatMap(([repository, { droppedProfiles }]) =>
    droppedProfiles.map((entry) => ({
      repository,
      profile: entry.profile,
      doubts: dropDoubts?.get(entry) ?? [],
    })),
  );
}

/** A key of the home region does not reach the others. */
function withoutHomeKey({ type }: RepositoryEncryption): RepositoryEncryption {
  return { type };
}

/** Replicas are filled by replication alone, and what happens is told at home. */
function asReplica(repository: RepositoryFacts): RepositoryFacts {
  const encryption = withoutHomeKey(repository.encryption);
  return {
    ...repository,
    pushers: [],
    signingProfileArns: [],
    otherProfileArns: [],
    encryption,
    events: [],
  };
}

/** Roles of this account's caches in other regions that copy from its registry in this one. */
function ownDownstreams(organization: Organization, home: Location, region: string): string[] {
  const ours = registryHost({ ...home, region });
  return registryRegions(organization).flatMap((other) =>
    cacheFacts(organization, other).flatMap(({ prefix, upstream, registryHost: host }) =>
      upstream === "ecr" && host === ours
        ? [roleArn(home, upstreamRoleName(prefix, other), PUSH_ROLE_PATH)]
        : [],
    ),
  );
}

function withDownstreams(repository: RepositoryFacts, roleArns: readonly string[]): RepositoryFacts {
  const { downstreams } = repository;
  return downstreams === "organization"
    ? repository
    : { ...repository, downstreams: [...downstreams, ...roleArns] };
}
