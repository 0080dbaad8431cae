import { TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { type Location } from "../aws";
import { lifecycleRules } from "../lifecycle";
import { ExistingRole } from "../modules/iam";
import {
  ImageRegistry,
  ImageRepository,
  PullThroughCache,
  PullTimeExclusions,
  RegistryNotifications,
  RepositoryCreationTemplate,
  UpstreamCredential,
} from "../modules/registry";
import { BasicScanFindings, RegistryScanning } from "../modules/scanning";
import {
  ForgottenSigningProfile,
  ManagedSigning,
  SigningBackfill,
  SigningProfile,
  SigningWatch,
} from "../modules/signing";
import { type Deployment, type RegistryLayer, type RepositoryFacts } from "../plan";
import { AccountStack, type AppLayout } from "./account-stack";
import { routeEvents } from "./repository-events";
import { trustOutputs } from "./trust/trust";

/** Registry account, one region: repositories, registry settings, signing with its watch, and scanning. */
export class RegistryStack extends AccountStack {
  constructor(scope: Construct, deployment: Deployment<RegistryLayer>, layout: AppLayout) {
    super(scope, deployment, layout);
    const { partition, region, layer } = deployment;
    const at = { accountId: deployment.account.id, region, partition };
    const { organizationId, repositories, caches, replicationRegions, replicaOf, backfillAssumers } = layer;

    const registry = new Construct(this, "registry");
    new ImageRegistry(registry, "settings", {
      ...at,
      organizationId,
      deployers: [deployment.deploymentRoleArn],
      pushers: [...new Set([...repositories, ...layer.creationTemplates].flatMap(({ pushers }) => pushers))],
      pullThroughPrefixes: caches.map(({ prefix }) => prefix),
      importers: Object.fromEntries(
        caches.flatMap(({ prefix, importers }) => (importers ? [[prefix, importers]] : [])),
      ),
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
      ...(layer.replicaEncryption ? { replicaEncryption: layer.replicaEncryption } : {}),
      downstreams: downstreamsOf(repositories),
      ...(layer.blobMounting === undefined ? {} : { blobMounting: layer.blobMounting }),
    });
    if (layer.pullTimeExclusions.length > 0) {
      new PullTimeExclusions(registry, "pull-time-exclusions", {
        ...at,
        roleArns: layer.pullTimeExclusions,
      });
    }
    const notifications =
      layer.notify === undefined
        ? undefined
        : new RegistryNotifications(registry, "notifications", {
            ...at,
            email: layer.notify,
            deployers: [deployment.deploymentRoleArn],
          });
    const alarms = notifications ? { alarmTopicArn: notifications.topic.resource.arn } : {};
    // Names of the file are ids of constructs, so each kind has a scope of its own.
    const repositoryScope = new Construct(registry, "repositories");
    const eventScope = new Construct(registry, "events");
    for (const repository of repositories) {
      const { keep, mutableTags, pushers, verifiers, signingProfileArns, otherProfileArns, ...facts } =
        repository;
      const made = new ImageRepository(repositoryScope, repository.name, {
        ...at,
        organizationId,
        ...facts,
        pushers: [...pushers, ...signatureWriters(deployment, repository)],
        deployers: [deployment.deploymentRoleArn],
        signingProfileArns: [...signingProfileArns, ...otherProfileArns],
        lifecycle: lifecycleRules(keep),
        ...(mutableTags.length > 0 ? { mutableTags } : {}),
      });
      for (const verifier of verifiers) made.grantVerify(verifier);
      routeEvents(eventScope, made, repository, layer.scanning, alarms);
    }
    const cacheScope = new Construct(registry, "caches");
    const credentialScope = new Construct(registry, "credentials");
    for (const { credentialVersion: version, ...cache } of caches) {
      const { prefix } = cache;
      new PullThroughCache(cacheScope, prefix, {
        ...at,
        organizationId,
        deployers: [deployment.deploymentRoleArn],
        ...cache,
        ...(version === undefined
          ? {}
          : { credentialArn: new UpstreamCredential(credentialScope, prefix, { prefix, version }).arn }),
      });
    }
    makeTemplates(registry, at, deployment);

    const scanning = new Construct(this, "scanning");
    new RegistryScanning(scanning, "registry", { ...at, ...layer.scanning });
    if (layer.scanning.mode === "basic") new BasicScanFindings(scanning, "findings", { ...at, ...alarms });

    const signing = new Construct(this, "signing");
    const generationScope = generationScopes(signing);
    const roleOf = existingRoles(signing);
    for (const { key, generation, ownSigners, ownReaders, ownRevokers, ...facts } of layer.profiles) {
      const profile = new SigningProfile(generationScope(generation), key, { ...at, ...facts });
      for (const arn of ownSigners) profile.grantSign(roleOf(arn));
      for (const arn of ownReaders) profile.grantRead(roleOf(arn));
      for (const arn of ownRevokers) profile.grantRevoke(roleOf(arn));
    }
    for (const { key, generation } of layer.forgottenProfiles) {
      new ForgottenSigningProfile(generationScope(generation), key);
    }
    for (const { name, ...output } of trustOutputs(deployment)) {
      new TerraformOutput(this, name, { ...output, staticId: true });
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
        otherProfileArns: Object.fromEntries(
          repositories.map(({ name, otherProfileArns }) => [name, otherProfileArns]),
        ),
        lateAfterMinutes: layer.signingLateAfterMinutes,
        ...alarms,
      });
      if (backfillAssumers) {
        new SigningBackfill(signing, "backfill", { ...at, signing: managed, assumers: backfillAssumers });
      }
    }
  }
}

/** What ECR makes of repositories that nobody declared. */
function makeTemplates(
  registry: Construct,
  at: Location,
  { layer: { creationTemplates, organizationId }, deploymentRoleArn }: Deployment<RegistryLayer>,
): void {
  if (creationTemplates.length === 0) return;
  const scope = new Construct(registry, "creation-templates");
  for (const { keep, pulledByOrganization, ...template } of creationTemplates) {
    new RepositoryCreationTemplate(scope, template.prefix, {
      ...at,
      ...template,
      ...(pulledByOrganization ? { organizationId } : {}),
      deployers: [deploymentRoleArn],
      lifecycle: keep ? lifecycleRules(keep) : [],
    });
  }
}

/** Whoever signs after the fact writes where somebody pushes what is signed. */
function signatureWriters(
  { partition, account, layer }: Deployment<RegistryLayer>,
  { pushers, signingProfileArns }: RepositoryFacts,
): string[] {
  if (!layer.backfillAssumers || pushers.length === 0 || signingProfileArns.length === 0) return [];
  return [SigningBackfill.roleArn({ partition, accountId: account.id })];
}

/** Generations stand beside each other, each where it is found again; the first was there before there were others. */
function generationScopes(signing: Construct): (generation: number) => Construct {
  const scopes = new Map<string, Construct>();
  return (generation) => {
    const id = generation === 1 ? "profiles" : `generation-${String(generation)}`;
    const scope = scopes.get(id) ?? new Construct(signing, id);
    scopes.set(id, scope);
    return scope;
  };
}

/** Roles of the registry's account that get rights on its profiles, each once. */
function existingRoles(signing: Construct): (arn: string) => ExistingRole {
  const roles = new Map<string, ExistingRole>();
  return (arn) => {
    const scope = signing.node.tryFindChild("roles") ?? new Construct(signing, "roles");
    const id = arn.slice(arn.indexOf("/") + 1).replaceAll("/", ".");
    const role =
      roles.get(arn) ?? new ExistingRole(scope as Construct, id, { arn, policyName: "supply-chain-signing" });
    roles.set(arn, role);
    return role;
  };
}

/** One rule per profile with the repositories it signs. */
function signingRules(repositories: readonly RepositoryFacts[]) {
  const names = new Map<string, string[]>();
  for (const { name, signingProfileArns } of repositories) {
    for (const arn of signingProfileArns) names.set(arn, [...(names.get(arn) ?? []), name]);
  }
  return [...names].map(([profileArn, signed]) => ({ profileArn, repositories: signed }));
}

/** Whom any repository lets copy. */
function downstreamsOf(repositories: readonly RepositoryFacts[]): "organization" | string[] {
  const names = repositories.map(({ downstreams }) => downstreams);
  const listed = names.filter((name) => name !== "organization");
  return listed.length < names.length ? "organization" : [...new Set(listed.flat())];
}
