import { cacheRegions } from "./lookup";
import { type Organization } from "./schema/organization";

type Template = Organization["registry"]["creationTemplates"][string];
type Reason = Template["appliedFor"][number];

/** Regions that hold replicas. A replication without a repository to name would copy what is cached. */
export function replicaRegions({ registry }: Organization): readonly string[] {
  return Object.keys(registry.repositories).length === 0 ? [] : registry.replication;
}

/** Prefixes that are cached in a region. */
export function cachesIn(organization: Organization, region: string): string[] {
  return Object.entries(organization.registry.pullThroughCache)
    .filter(([, cache]) => cacheRegions(organization, cache).includes(region))
    .map(([prefix]) => prefix);
}

/** Prefixes under which repositories of the home region appear that nobody signs: by a cache, or by a push. */
export function unsignedPrefixes(organization: Organization): string[] {
  const { homeRegion } = organization.organization;
  const created = Object.entries(organization.registry.creationTemplates).filter(([prefix, template]) =>
    templateReasons(organization, prefix, template, homeRegion).includes("CREATE_ON_PUSH"),
  );
  return [...cachesIn(organization, homeRegion), ...created.map(([prefix]) => prefix)];
}

/** Regions that a template is for: those it names, or the home region. */
export function templateRegions({ organization }: Organization, { regions }: Template): readonly string[] {
  return regions ?? [organization.homeRegion];
}

/**
 * What makes ECR create by a template in one region: roles push at home alone, replicas are in the regions of the
 * replication, and a cache creates below its prefix.
 */
export function templateReasons(
  organization: Organization,
  prefix: string,
  template: Template,
  region: string,
): readonly Reason[] {
  const happens: Readonly<Record<Reason, boolean>> = {
    CREATE_ON_PUSH: region === organization.organization.homeRegion,
    REPLICATION: replicaRegions(organization).some((replica) => replica === region),
    PULL_THROUGH_CACHE: cachesIn(organization, region).some((cache) => prefix.startsWith(`${cache}/`)),
  };
  return templateRegions(organization, template).includes(region)
    ? template.appliedFor.filter((reason) => happens[reason])
    : [];
}

/**
 * Beginnings of the names that are replicated, in order; none stands for every name. With caches only declared
 * repositories are replicated: a copy of a cached image would have no repository there.
 */
export function replicationPrefixes(organization: Organization): string[] {
  const { pullThroughCache, repositories } = organization.registry;
  if (Object.keys(pullThroughCache).length === 0) return [];
  const created = replicatedTemplates(organization).map((prefix) => `${prefix}/`);
  return [...new Set([...Object.keys(repositories), ...created].map(replicatedBeginning))].sort();
}

/** The beginning by which a repository, or what lies in a folder, is replicated: its first folder, or its name. */
export function replicatedBeginning(name: string): string {
  return name.replace(/\/.*$/, "/");
}

/** Prefixes whose replicas ECR creates by a template. */
export function replicatedTemplates(organization: Organization): string[] {
  return Object.entries(organization.registry.creationTemplates)
    .filter(([prefix, template]) =>
      templateRegions(organization, template).some((region) =>
        templateReasons(organization, prefix, template, region).includes("REPLICATION"),
      ),
    )
    .map(([prefix]) => prefix);
}
