import { type Construct } from "constructs";
import { ImageRegistry, PullTimeExclusions, RegistryNotifications } from "../../modules/registry";
import { type SigningWatch } from "../../modules/signing";
import { type Deployment, type RegistryLayer, type RepositoryFacts } from "../../plan";
import { locationOf } from "../account-stack";

/** Who is told when something fails. */
export interface Alarms {
  /** @default - nobody */
  readonly alarmTopicArn?: string;
}

/** What a registry has once in a region: its policy, replication, and the settings of the whole account. */
export function addSettings(registry: Construct, deployment: Deployment<RegistryLayer>): void {
  const { layer } = deployment;
  new ImageRegistry(registry, "settings", {
    ...locationOf(deployment),
    organizationId: layer.organizationId,
    deployers: [deployment.deploymentRoleArn],
    pushers: [
      ...new Set([...layer.repositories, ...layer.creationTemplates].flatMap(({ pushers }) => pushers)),
    ],
    pullThroughPrefixes: layer.caches.map(({ prefix }) => prefix),
    importers: Object.fromEntries(
      layer.caches.flatMap(({ prefix, importers }) => (importers ? [[prefix, importers]] : [])),
    ),
    ...replicationOf(layer),
    downstreams: downstreamsOf(layer.repositories),
    ...(layer.blobMounting === undefined ? {} : { blobMounting: layer.blobMounting }),
  });
}

/** Roles whose pulls do not count; the watch reads every image once a day, and would keep all out of the archive. */
export function addPullTimeExclusions(
  registry: Construct,
  deployment: Deployment<RegistryLayer>,
  watch: SigningWatch | undefined,
): void {
  const { pullTimeExclusions } = deployment.layer;
  const roleArns = [...new Set([...pullTimeExclusions, ...(watch ? [watch.function.roleArn] : [])])];
  if (roleArns.length === 0) return;
  new PullTimeExclusions(registry, "pull-time-exclusions", {
    ...locationOf(deployment),
    roleArns,
    ...(watch ? { after: [watch.function.role.resource] } : {}),
  });
}

/** The topic of the registry's alarms, where somebody is told. */
export function addNotifications(registry: Construct, deployment: Deployment<RegistryLayer>): Alarms {
  const { notify } = deployment.layer;
  if (notify === undefined) return {};
  const { topic } = new RegistryNotifications(registry, "notifications", {
    ...locationOf(deployment),
    email: notify,
    deployers: [deployment.deploymentRoleArn],
  });
  return { alarmTopicArn: topic.resource.arn };
}

/** What the registry copies, and what it is a copy of. */
function replicationOf(layer: RegistryLayer) {
  const { replicationRegions: regions, replicationPrefixes, replicaOf, replicaEncryption } = layer;
  const some = replicationPrefixes.length > 0 ? { repositoryPrefixes: replicationPrefixes } : {};
  return {
    ...(regions.length > 0 ? { replication: { regions, ...some } } : {}),
    ...(replicaOf ? { replicaOf } : {}),
    ...(replicaEncryption ? { replicaEncryption } : {}),
  };
}

/** Whom any repository lets copy. */
function downstreamsOf(repositories: readonly RepositoryFacts[]): "organization" | string[] {
  const all = repositories.map(({ downstreams }) => downstreams);
  const named = all.filter((downstreams) => downstreams !== "organization");
  return named.length < all.length ? "organization" : [...new Set(named.flat())];
}
