import { roleArn } from "../aws";
import { NEEDED_VERSIONS, type Organization, type Site, sitesWith, siteWith } from "../config";
import { stackName } from "../names";
import { backendOf } from "./backend";
import { checked } from "./checked";
import { organizationLayer, securityLayer } from "./governance";
import { type Deployment } from "./deployment";
import { type Layer } from "./layer";
import { inOrder } from "./order";
import { pipelinesOf } from "./pipelines";
import { registryLayers } from "./registry";
import { type SignerFacts, signersByStack } from "./signers";
import { workloadLayers } from "./workloads";

/** A stack before its surroundings (provider, state, tags) are filled in. */
interface Draft {
  readonly name: string;
  readonly site: Site;
  readonly region: string;
  readonly layer: Layer;
  readonly after: readonly string[];
}

/**
 * Turns an organization into its stacks, in deploy order.
 *
 * Pure: which layer goes into which account and region with which facts, and after what, is decided here and
 * nowhere else. Names come from `names/`.
 *
 * @param today the day it is, in UTC as `2026-03-31`: suppressions, exceptions and break-glass that end before it, or
 * too long after it, are left out. @default - all of them are left out, because nobody can say which have expired
 * @throws RangeError when `today` is no day
 */
export function plan(organization: Organization, today?: string): Deployment[] {
  const accounts = centralAccounts(organization);
  const organizations = organizationDrafts(organization, accounts);
  const workloads = workloadDrafts(organization, today);
  const securities = securityDrafts(organization, accounts, workloads, today);
  const pipelines = pipelineDrafts(organization, accounts, workloads);
  const signers = signersByStack(organization, [...organizations, ...securities, ...pipelines, ...workloads]);
  const registries = registryDrafts(organization, accounts, workloads, pipelines, [...signers.keys()]);
  const drafts = [...organizations, ...workloads, ...securities, ...registries, ...pipelines];
  return inOrder(drafts).map((draft) => deploymentOf(organization, draft, signers.get(draft.name)));
}

/** The accounts of which there is one each, and the names of their stacks. */
function centralAccounts(organization: Organization) {
  const management = checked(siteWith(organization, "management"), "management account");
  const security = checked(siteWith(organization, "security"), "security account");
  const registry = checked(siteWith(organization, "registry"), "registry account");
  return {
    management,
    security,
    registry,
    organizationStack: (region: string) => stackName("organization", management.key, region),
    securityStack: (region: string) => stackName("security", security.key, region),
    registryStack: (region: string) => stackName("registry", registry.key, region),
  };
}

type CentralAccounts = ReturnType<typeof centralAccounts>;

function organizationDrafts(
  organization: Organization,
  { management, organizationStack }: CentralAccounts,
): Draft[] {
  const { homeRegion, regions } = organization.organization;
  return regions.map((region) => ({
    name: organizationStack(region),
    site: management,
    region,
    layer: organizationLayer(organization, region),
    after: region === homeRegion ? [] : [organizationStack(homeRegion)],
  }));
}

function workloadDrafts(organization: Organization, today: string | undefined): Draft[] {
  return workloadLayers(organization, today).map(({ site, region, layer }) => ({
    name: stackName("workload", site.key, region),
    site,
    region,
    layer,
    after: [],
  }));
}

function securityDrafts(
  organization: Organization,
  { security, organizationStack, securityStack }: CentralAccounts,
  workloads: readonly Draft[],
  today: string | undefined,
): Draft[] {
  const { homeRegion, regions } = organization.organization;
  // GuardDuty installs its agent as soon as it is switched on, so exclusions must be in place before.
  const exclusions = workloads.filter(
    ({ layer }) =>
      layer.kind === "workload" &&
      layer.clusters.some(({ coverage, monitored }) => coverage === "all" && !monitored),
  );
  return regions.map((region) => ({
    name: securityStack(region),
    site: security,
    region,
    layer: securityLayer(organization, region, today),
    after: [
      organizationStack(region),
      ...exclusions.filter((draft) => draft.region === region).map(({ name }) => name),
      // The central configuration takes the hubs of the linked regions over, so they exist first.
      ...(region === homeRegion ? regions.filter((other) => other !== homeRegion).map(securityStack) : []),
    ],
  }));
}

function pipelineDrafts(
  organization: Organization,
  { registry, registryStack }: CentralAccounts,
  workloads: readonly Draft[],
): Draft[] {
  const { homeRegion } = organization.organization;
  return sitesWith(organization, "pipeline").flatMap((site): Draft[] => {
    const facts = pipelinesOf(organization, site);
    if (facts.length === 0) return [];
    const targets = new Set(
      facts.flatMap(({ deploy }) => deploy.map((to) => `${to.accountId} ${to.region}`)),
    );
    return [
      {
        name: stackName("pipeline", site.key, homeRegion),
        site,
        region: homeRegion,
        layer: { kind: "pipeline", pipelines: facts },
        after: [
          ...workloads
            .filter(({ site: { account }, region }) => targets.has(`${account.id} ${region}`))
            .map(({ name }) => name),
          ...(site.key === registry.key ? [registryStack(homeRegion)] : []),
        ],
      },
    ];
  });
}

function registryDrafts(
  organization: Organization,
  { registry, securityStack, registryStack }: CentralAccounts,
  workloads: readonly Draft[],
  pipelines: readonly Draft[],
  signerStacks: readonly string[],
): Draft[] {
  const { homeRegion } = organization.organization;
  return [...registryLayers(organization)].map(([region, layer]) => ({
    name: registryStack(region),
    site: registry,
    region,
    layer,
    after: [
      // Enhanced scanning is Inspector's, which the delegated administrator switches on.
      ...(layer.scanning.mode === "enhanced" ? [securityStack(region)] : []),
      ...(region === homeRegion
        ? [
            ...layer.replicationRegions.map(registryStack),
            // Who verifies must trust a profile before the registry signs with it.
            ...workloads.map(({ name }) => name),
            // Signer refuses to give a permission to a role that does not exist yet.
            ...pipelines.filter(({ site }) => site.key !== registry.key).map(({ name }) => name),
            // Whoever may push must be able to sign, or images stay unsigned.
            ...signerStacks,
          ]
        : []),
    ],
  }));
}

function deploymentOf(
  organization: Organization,
  { name, site, region, layer, after }: Draft,
  signers: readonly SignerFacts[] | undefined,
): Deployment {
  const { partition } = organization.organization;
  const { role, externalId } = organization.deployment;
  return {
    name,
    partition,
    account: { key: site.key, id: site.account.id },
    region,
    layer,
    ...(signers ? { signers } : {}),
    after: [...new Set(after)],
    deploymentRoleArn:
      site.account.deploymentRole ?? roleArn({ partition, accountId: site.account.id }, role),
    ...(externalId === undefined ? {} : { externalId }),
    versions: versionsOf(organization, layer),
    tags: organization.tags,
    backend: backendOf(organization, name),
  };
}

function versionsOf({ terraform: versions }: Organization, layer: Layer): Deployment["versions"] {
  if (layer.kind !== "registry") return versions;
  const writesSecrets = layer.caches.some(({ credentialVersion }) => credentialVersion !== undefined);
  const createsOnPush = layer.creationTemplates.some(({ appliedFor }) =>
    appliedFor.includes("CREATE_ON_PUSH"),
  );
  const { awsProvider, terraform } = versions;
  // The later of the two stands for both.
  const needed =
    layer.blobMounting === undefined
      ? createsOnPush && NEEDED_VERSIONS.createOnPush
      : NEEDED_VERSIONS.blobMounting;
  return {
    terraform: writesSecrets ? `${terraform}, >= ${NEEDED_VERSIONS.writeOnlyArguments}` : terraform,
    awsProvider: needed === false ? awsProvider : `${awsProvider}, >= ${needed}`,
  };
}
