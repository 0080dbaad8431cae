import { Construct } from "constructs";
import { PullThroughCache, UpstreamCredential } from "../../modules/registry";
import { type Deployment, type RegistryLayer } from "../../plan";
import { locationOf } from "../account-stack";

/** Caches of other registries, with the credentials that this stack keeps for them. */
export function addCaches(registry: Construct, deployment: Deployment<RegistryLayer>): void {
  const { layer, deploymentRoleArn } = deployment;
  const at = locationOf(deployment);
  const cacheScope = new Construct(registry, "caches");
  const credentialScope = new Construct(registry, "credentials");
  for (const { credentialVersion: version, ...cache } of layer.caches) {
    const { prefix } = cache;
    new PullThroughCache(cacheScope, prefix, {
      ...at,
      organizationId: layer.organizationId,
      deployers: [deploymentRoleArn],
      ...cache,
      ...(version === undefined
        ? {}
        : { credentialArn: new UpstreamCredential(credentialScope, prefix, { ...at, prefix, version }).arn }),
    });
  }
}
