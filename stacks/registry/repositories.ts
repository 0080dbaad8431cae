import { Construct } from "constructs";
import { liesUnder, UPSTREAMS } from "../../aws";
import { lifecycleRules } from "../../lifecycle";
import { ImageRepository, PullThroughCache, RepositoryCreationTemplate } from "../../modules/registry";
import { SigningBackfill } from "../../modules/signing";
import { type Deployment, type RegistryLayer, type RepositoryFacts } from "../../plan";
import { locationOf } from "../account-stack";
import { routeEvents } from "./repository-events";
import { type Alarms } from "./settings";

/** The repositories of the file, and where their events go. */
export function addRepositories(
  registry: Construct,
  deployment: Deployment<RegistryLayer>,
  alarms: Alarms,
): void {
  const { layer, deploymentRoleArn } = deployment;
  // Names of the file are ids of constructs, so each kind has a scope of its own.
  const repositoryScope = new Construct(registry, "repositories");
  const eventScope = new Construct(registry, "events");
  for (const repository of layer.repositories) {
    const { keep, mutableTags, pushers, verifiers, signingProfileArns, otherProfileArns, ...facts } =
      repository;
    const made = new ImageRepository(repositoryScope, repository.name, {
      ...locationOf(deployment),
      organizationId: layer.organizationId,
      ...facts,
      pushers: [...pushers, ...signatureWriters(deployment, repository)],
      deployers: [deploymentRoleArn],
      signingProfileArns: [...signingProfileArns, ...otherProfileArns],
      lifecycle: lifecycleRules(keep),
      ...(mutableTags.length > 0 ? { mutableTags } : {}),
    });
    for (const verifier of verifiers) made.grantVerify(verifier);
    routeEvents(eventScope, made, repository, layer.scanning, alarms);
  }
}

/** What ECR makes of repositories that nobody declared. */
export function addCreationTemplates(registry: Construct, deployment: Deployment<RegistryLayer>): void {
  const { creationTemplates, caches, organizationId } = deployment.layer;
  if (creationTemplates.length === 0) return;
  const scope = new Construct(registry, "creation-templates");
  const at = locationOf(deployment);
  for (const { keep, pulledByOrganization, ...template } of creationTemplates) {
    const above = caches.filter(
      ({ upstream, prefix }) => UPSTREAMS[upstream].login === "role" && liesUnder(template.prefix, prefix),
    );
    new RepositoryCreationTemplate(scope, template.prefix, {
      ...at,
      ...template,
      cacheRoleArns: above.map(({ prefix }) => PullThroughCache.roleArn(at, prefix)),
      ...(pulledByOrganization ? { organizationId } : {}),
      deployers: [deployment.deploymentRoleArn],
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
