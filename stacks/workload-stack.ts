import { type ITerraformDependable, TerraformOutput } from "cdktf";
import { Construct } from "constructs";
import { type Location } from "../aws";
import { AlarmNotifications } from "../modules/organization";
import { EcsDeployRole, EksDeployRole } from "../modules/pipeline";
import { RegistryNetwork } from "../modules/registry";
import {
  ClusterRuntimeMonitoring,
  EcsImageVerification,
  EksImageVerification,
  GuardDutyEndpoint,
} from "../modules/runtime";
import { type ClusterFacts, type Deployment, type WorkloadLayer } from "../plan";
import { trustPolicySha256, type TrustPolicyDocument } from "../trust-policy";
import { AccountStack, type AppLayout, locationOf } from "./account-stack";

/** Output with the lifecycle hook for the services of each cluster. */
export const VERIFICATION_OUTPUT = "ecs_image_verification";

/** Any account, one region: what attaches to the clusters and VPCs that exist there. */
export class WorkloadStack extends AccountStack {
  constructor(scope: Construct, deployment: Deployment<WorkloadLayer>, layout: AppLayout) {
    super(scope, deployment, layout);
    const { layer } = deployment;
    const at = locationOf(deployment);
    const { organizationId, registryAccountId, clusters, networks } = layer;

    const registry = new Construct(this, "registry");
    const runtime = new Construct(this, "runtime");
    const pipeline = new Construct(this, "pipeline");
    // Keys of the file are ids of constructs, so each kind has a scope of its own.
    const networkScope = new Construct(runtime, "networks");
    const clusterScope = new Construct(runtime, "clusters");
    if (layer.trustPolicy) trustOutputs(this, layer.trustPolicy);
    if (layer.trustPolicy && layer.ecsVerification) {
      const { notify, ...ecsVerification } = layer.ecsVerification;
      const verification = new EcsImageVerification(runtime, "verification", {
        ...at,
        trustPolicy: layer.trustPolicy,
        ...ecsVerification,
        ...(layer.otherRegions ? { otherRegions: layer.otherRegions } : {}),
        ...verificationAlarms(runtime, at, notify),
      });
      hookOutput(this, verification, Object.keys(ecsVerification.clusters));
    }
    for (const network of networks) {
      new RegistryNetwork(registry, network.vpcId, {
        ...at,
        organizationId,
        registryAccountIds: [registryAccountId],
        ...network,
      });
    }
    const endpoints = (layer.runtimeMonitoring ? networks : []).map(
      (network) =>
        new GuardDutyEndpoint(networkScope, network.vpcId, { ...at, organizationId, ...network }).resource,
    );
    for (const cluster of clusters) {
      attachRuntime(clusterScope, at, cluster, endpoints);
      for (const role of cluster.deployRoles) {
        const { roleName } = role;
        const props = { ...at, clusterName: cluster.name, ...role };
        if (cluster.type === "ecs") new EcsDeployRole(pipeline, roleName, props);
        else new EksDeployRole(pipeline, roleName, props);
      }
    }
  }
}

/** The topic of the alarms, where somebody is told. */
function verificationAlarms(scope: Construct, at: Location, email: string | undefined) {
  if (email === undefined) return {};
  const { topic } = new AlarmNotifications(scope, "alarms", { ...at, email, about: "verification" });
  return { alarmTopicArn: topic.resource.arn };
}

/** What a plan shows when trust changes: for whole policies the outputs of many accounts would be too large. */
function trustOutputs(stack: Construct, policy: TrustPolicyDocument): void {
  new TerraformOutput(stack, "trusted_signing_profiles", {
    value: Object.fromEntries(
      policy.trustPolicies.map(({ name, trustedIdentities }) => [name, trustedIdentities]),
    ),
    description:
      "Whose signatures are trusted here: ARNs of signing profiles by their keys, and subjects of publishers",
    staticId: true,
  });
  new TerraformOutput(stack, "trust_policy_sha256", {
    value: trustPolicySha256(policy),
    description: "SHA-256 of the trust policy, as supply-chain trust-policy writes it for notation and ECS",
    staticId: true,
  });
}

/** What whoever makes a service puts into its `deployment_configuration`. */
function hookOutput(stack: Construct, verification: EcsImageVerification, clusters: readonly string[]): void {
  const hookOf = (cluster: string) => {
    const { hookTargetArn, roleArn, lifecycleStages } = verification.lifecycleHook(cluster);
    return { hook_target_arn: hookTargetArn, role_arn: roleArn, lifecycle_stages: lifecycleStages };
  };
  new TerraformOutput(stack, VERIFICATION_OUTPUT, {
    value: Object.fromEntries(clusters.map((cluster) => [cluster, hookOf(cluster)])),
    description: "The lifecycle hook of the services of each ECS cluster, by the cluster's name",
    staticId: true,
  });
}

function attachRuntime(
  runtime: Construct,
  at: Location,
  cluster: ClusterFacts,
  after: readonly ITerraformDependable[],
): void {
  const { key, type, name: clusterName, signatures, engine, coverage, monitored, repositoryArns } = cluster;
  const scope = new Construct(runtime, key);
  new ClusterRuntimeMonitoring(scope, "monitoring", { ...at, type, clusterName, coverage, monitored, after });
  if (signatures === "off" || type === "ecs") return;
  new EksImageVerification(scope, "verification", {
    ...at,
    name: key,
    clusterName,
    mode: signatures,
    repositoryArns,
    engine: engine ?? "kyverno",
  });
}
