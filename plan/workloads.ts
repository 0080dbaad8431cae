import { type Coverage } from "../aws";
import {
  type Cluster,
  isAttachedTo,
  isMonitored,
  isVerified,
  type Organization,
  regionOf,
  type Site,
} from "../config";
import { type OtherRegions } from "../verification";
import { type ClusterFacts, type DeployRoleFacts, type NetworkFacts, type WorkloadLayer } from "./layer";
import { deployRoles } from "./pipelines";
import { otherRegions } from "./other-regions";
import { pullers } from "./readers";
import { registryLocation, repositoryArns } from "./registry-location";
import { ecsVerification, type VerifiedCluster } from "./ecs-verification";
import { trustPolicies } from "./trust-policy";

function clusterFacts(
  organization: Organization,
  key: string,
  cluster: Cluster,
  pulledArns: readonly string[],
  roles: readonly DeployRoleFacts[],
): ClusterFacts {
  const coverage: Coverage = organization.guardDuty[cluster.type];
  return {
    key,
    type: cluster.type,
    name: cluster.name ?? key,
    signatures: cluster.signatures,
    ...(cluster.type === "eks" ? { engine: cluster.engine } : {}),
    coverage,
    monitored: isMonitored(organization, cluster),
    repositoryArns: pulledArns,
    deployRoles: roles,
  };
}

/** What attaches to one account in one region. */
interface Attachments {
  readonly clusters: ClusterFacts[];
  readonly verified: VerifiedCluster[];
  /** Names of the clusters of ECS whose signatures are off. */
  readonly unverified: string[];
  readonly networks: NetworkFacts[];
  isEmpty: boolean;
}

/** What is read of an organization once for all its accounts. */
interface Shared {
  readonly roles: ReturnType<typeof deployRoles>;
  readonly pullable: ReturnType<typeof pullers>;
  readonly trustPolicyFor: ReturnType<typeof trustPolicies>;
  readonly today: string | undefined;
}

/** What attaches to the existing clusters and VPCs of every account, by region. */
export function workloadLayers(
  organization: Organization,
  today: string | undefined,
): readonly { readonly site: Site; readonly region: string; readonly layer: WorkloadLayer }[] {
  const shared = {
    roles: deployRoles(organization),
    pullable: pullers(organization),
    trustPolicyFor: trustPolicies(organization),
    today,
  };
  return Object.entries(organization.accounts).flatMap(([key, account]) => {
    const site = { key, account };
    const pulled = Object.keys(account.clusters).length > 0 ? shared.pullable(key) : [];
    return [...attachmentsByRegion(organization, site, pulled, shared)]
      .filter(([, { isEmpty }]) => !isEmpty)
      .map(([region, attachments]) => ({
        site,
        region,
        layer: {
          ...workloadLayer(organization, key, attachments, pulled, shared),
          ...withOtherRegions(otherRegions(organization, account, region)),
        },
      }));
  });
}

function attachmentsByRegion(
  organization: Organization,
  { key, account }: Site,
  pulled: readonly string[],
  { roles }: Shared,
): ReadonlyMap<string, Attachments> {
  const pulledArns = repositoryArns(organization, pulled);
  const regions = new Map<string, Attachments>();
  const at = (region: string | undefined): Attachments => {
    const name = regionOf(organization, account, region);
    const found = regions.get(name) ?? {
      clusters: [],
      verified: [],
      unverified: [],
      networks: [],
      isEmpty: true,
    };
    regions.set(name, found);
    return found;
  };
  for (const [clusterKey, cluster] of Object.entries(account.clusters)) {
    const deploys = roles.get(`${key}/${clusterKey}`) ?? [];
    const place = at(cluster.region);
    place.clusters.push(clusterFacts(organization, clusterKey, cluster, pulledArns, deploys));
    const name = cluster.name ?? clusterKey;
    if (isVerified(cluster)) place.verified.push({ key: clusterKey, name, cluster });
    else if (cluster.type === "ecs") place.unverified.push(name);
    place.isEmpty &&= !isAttachedTo(organization, cluster, deploys.length > 0);
  }
  for (const network of account.networks) {
    const place = at(network.region);
    place.isEmpty = false;
    place.networks.push({
      vpcId: network.vpc,
      subnetIds: network.subnets,
      routeTableIds: network.routeTables,
      cidr: network.cidr,
      foreignBuckets: network.foreignBuckets,
    });
  }
  return regions;
}

function workloadLayer(
  organization: Organization,
  account: string,
  { clusters, verified, unverified, networks }: Attachments,
  pulled: readonly string[],
  { trustPolicyFor, today }: Shared,
): WorkloadLayer {
  return {
    kind: "workload",
    organizationId: organization.organization.id,
    registryAccountId: registryLocation(organization).accountId,
    ...(clusters.some(({ signatures }) => signatures !== "off")
      ? { trustPolicy: trustPolicyFor(pulled, account) }
      : {}),
    ...(verified.length > 0
      ? { ecsVerification: ecsVerification(organization, account, { verified, unverified, pulled }, today) }
      : {}),
    clusters,
    networks,
    runtimeMonitoring: clusters.some(({ monitored }) => monitored),
  };
}

function withOtherRegions(facts: OtherRegions | undefined): Pick<WorkloadLayer, "otherRegions"> {
  return facts === undefined ? {} : { otherRegions: facts };
}
