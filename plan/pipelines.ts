import { roleArn } from "../aws";
import {
  clusterOf,
  locationOf,
  type Organization,
  type Pipeline,
  pipelineSite,
  regionOf,
  type Site,
  taskRolesOf,
} from "../config";
import { artifactBucketName, buildRoleName, deployRoleName, pipelineRoleName, ROLE_PATH } from "../names";
import { checked } from "./checked";
import { type DeployRoleFacts, type DeployTarget, type PipelineFacts } from "./layer";
import { repositoryProfiles } from "./profiles";
import { registryLocation } from "./registry-location";

function deployTarget(
  organization: Organization,
  pipeline: string,
  deploy: Pipeline["deploy"][number],
): DeployTarget {
  const { site, cluster, clusterKey } = checked(clusterOf(organization, deploy.cluster), deploy.cluster);
  const common = {
    accountId: site.account.id,
    region: regionOf(organization, site.account, cluster.region),
    clusterName: cluster.name ?? clusterKey,
    roleName: deployRoleName(pipeline, clusterKey),
  };
  if (cluster.type === "eks") {
    return { ...common, type: "eks", manifests: deploy.manifests ?? [], namespace: deploy.namespace };
  }
  const serviceName = deploy.service ?? "";
  return { ...common, type: "ecs", serviceName, containerName: deploy.container ?? serviceName };
}

/** The pipelines of one account. */
export function pipelinesOf(organization: Organization, site: Site): PipelineFacts[] {
  const registry = registryLocation(organization);
  const at = locationOf(organization, site, organization.organization.homeRegion);
  return Object.entries(organization.pipelines)
    .filter(([, pipeline]) => pipelineSite(organization, pipeline.account)?.key === site.key)
    .map(([key, pipeline]) => ({
      key,
      buildRoleName: buildRoleName(key),
      pipelineRoleName: pipelineRoleName(key),
      artifactBucketName: artifactBucketName(at, key),
      source: {
        repositoryId: pipeline.source.github,
        branch: pipeline.source.branch,
        ...(pipeline.source.connection === undefined ? {} : { connectionArn: pipeline.source.connection }),
      },
      image: {
        name: pipeline.image,
        accountId: registry.accountId,
        ...repositoryProfiles(organization, registry, pipeline.image),
      },
      build: pipeline.build,
      ...(pipeline.approval ? { approval: { notifyEmail: pipeline.approval.notify } } : {}),
      deploy: pipeline.deploy.map((deploy) => deployTarget(organization, key, deploy)),
    }));
}

/** The roles with which pipelines deploy, by `ACCOUNT/CLUSTER`; one role per pipeline and cluster. */
export function deployRoles(organization: Organization): ReadonlyMap<string, readonly DeployRoleFacts[]> {
  const roles = new Map<string, Map<string, DeployRoleFacts>>();
  for (const [key, pipeline] of Object.entries(organization.pipelines)) {
    const region = organization.organization.homeRegion;
    const at = locationOf(
      organization,
      checked(pipelineSite(organization, pipeline.account), `account of ${key}`),
      region,
    );
    for (const deploy of pipeline.deploy) {
      const target = deployTarget(organization, key, deploy);
      const ofCluster = roles.get(deploy.cluster) ?? new Map<string, DeployRoleFacts>();
      roles.set(deploy.cluster, ofCluster);
      const known = ofCluster.get(target.roleName);
      ofCluster.set(target.roleName, {
        roleName: target.roleName,
        pipelineRoleArn: roleArn(at, pipelineRoleName(key), ROLE_PATH),
        pipelineAccountId: at.accountId,
        serviceNames: [
          ...(known?.serviceNames ?? []),
          ...(target.type === "ecs" ? [target.serviceName] : []),
        ],
        taskRoleArns: [
          ...new Set([
            ...(known?.taskRoleArns ?? []),
            ...(target.type === "ecs" ? taskRolesOf(deploy) : []).map((role) =>
              roleArn({ partition: at.partition, accountId: target.accountId }, role),
            ),
          ]),
        ],
        namespaces: [
          ...new Set([...(known?.namespaces ?? []), ...(target.type === "eks" ? [target.namespace] : [])]),
        ],
      });
    }
  }
  return new Map([...roles].map(([cluster, byName]) => [cluster, [...byName.values()]]));
}
