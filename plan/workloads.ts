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
import {
  type ClusterFacts,
  type DeployRoleFacts,
  type NetworkFacts,
  type OtherRegionsFacts,
  type WorkloadLayer,
} from "./layer";
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

function withOtherRegions(facts: OtherRegionsFacts | undefined): Pick<WorkloadLayer, "otherRegions"> {
  return facts === undefined ? {} : { otherRegions: facts };
}

/** What attaches to the existing clusters and VPCs of every account, by region. */
export function workloadLayers(
  organization: Organization,
  today: string | undefined,
): readonly { readonly site: Site; readonly region: string; readonly layer: WorkloadLayer }[] {
  const roles = deployRoles(organization);
  const registry = registryLocation(organization);
  const pullable = pullers(organization);
  const trustPolicyFor = trustPolicies(organization);
  return Object.entries(organization.accounts).flatMap(([key, account]) => {
    const pulled = Object.keys(account.clusters).length > 0 ? pullable(key) : [];
    const pulledArns = repositoryArns(organization, pulled);
    const regions = new Map<
      string,
      {
        clusters: ClusterFacts[];
        verified: VerifiedCluster[];
        unverified: string[];
        networks: NetworkFacts[];
        isEmpty: boolean;
      }
    >();
    const at = (region: string | undefined) => {
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
    const attached = [...regions].filter(([, { isEmpty }]) => !isEmpty);
    return attached.map(([region, { clusters, verified, unverified, networks }]) => ({
      site: { key, account },
      region,
      layer: {
        kind: "workload" as const,
        organizationId: organization.organization.id,
        registryAccountId: registry.accountId,
        ...(clusters.some(({ signatures }) => signatures !== "off")
          ? { trustPolicy: trustPolicyFor(pulled, key) }
          : {}),
        ...(verified.length > 0
          ? { ecsVerification: ecsVerification(organization, key, verified, unverified, pulled, today) }
          : {}),
        clusters,
        networks,
        runtimeMonitoring: clusters.some(({ monitored }) => monitored),
        ...withOtherRegions(otherRegions(organization, account, region)),
      },
    }));
  });
}
