import { Construct } from "constructs";
import { ImageRegistry, ImageRepository, lifecyclePreset, PullThroughCache } from "../modules/registry";
import { RegistryScanning } from "../modules/scanning";
import { ManagedSigning, SigningProfile, SigningWatch } from "../modules/signing";
import { type Deployment, type RegistryLayer, type RepositoryFacts } from "../plan";
import { AccountStack, type AppLayout } from "./account-stack";

/** Registry account, one region: repositories, registry settings, signing with its watch, and scanning. */
export class RegistryStack extends AccountStack {
  constructor(scope: Construct, deployment: Deployment<RegistryLayer>, layout: AppLayout) {
    super(scope, deployment, layout);
    const { partition, region, layer } = deployment;
    const at = { accountId: deployment.account.id, region, partition };
    const { organizationId, repositories, caches, replicationRegions, replicaOf } = layer;

    const registry = new Construct(this, "registry");
    new ImageRegistry(registry, "settings", {
      ...at,
      organizationId,
      pushers: [...new Set(repositories.flatMap(({ pushers }) => pushers))],
      pullThroughPrefixes: caches.map(({ prefix }) => prefix),
      ...(replicationRegions.length > 0
        ? {
            replication: {
              regions: replicationRegions,
              ...(layer.replicationPrefixes.length > 0
                ? { repositoryPrefixes: layer.replicationPrefixes }
                : {}),
            },
          }
        : {}),
      ...(replicaOf ? { replicaOf } : {}),
    });
    // Names of the file are ids of constructs, so each kind has a scope of its own.
    const repositoryScope = new Construct(registry, "repositories");
    for (const repository of repositories) {
      const { keep, mutableTags, ...facts } = repository;
      new ImageRepository(repositoryScope, repository.name, {
        ...at,
        organizationId,
        ...facts,
        lifecycle: lifecyclePreset(keep),
        ...(mutableTags.length > 0 ? { mutableTags } : {}),
      });
    }
    const cacheScope = new Construct(registry, "caches");
    for (const cache of caches) {
      new PullThroughCache(cacheScope, cache.prefix, { ...at, organizationId, ...cache });
    }

    new RegistryScanning(new Construct(this, "scanning"), "registry", { ...at, ...layer.scanning });

    const signing = new Construct(this, "signing");
    const profileScope = new Construct(signing, "profiles");
    for (const { key, name, validity, signers } of layer.profiles) {
      new SigningProfile(profileScope, key, { ...at, name, validity, signers });
    }
    const rules = signingRules(repositories);
    if (rules.length > 0) {
      const managed = new ManagedSigning(signing, "managed", {
        ...at,
        rules,
        unsignedRepositories: repositories
          .filter(({ signingProfileArns }) => signingProfileArns.length === 0)
          .map(({ name }) => name),
        excludedPrefixes: caches.map(({ prefix }) => prefix),
      });
      new SigningWatch(signing, "watch", {
        ...at,
        signing: managed,
        lateAfterMinutes: layer.signingLateAfterMinutes,
      });
    }
  }
}

/** One rule per profile with the repositories it signs. */
function signingRules(repositories: readonly RepositoryFacts[]) {
  const names = new Map<string, string[]>();
  for (const { name, signingProfileArns } of repositories) {
    for (const arn of signingProfileArns) names.set(arn, [...(names.get(arn) ?? []), name]);
  }
  return [...names].map(([profileArn, signed]) => ({ profileArn, repositories: signed }));
}
