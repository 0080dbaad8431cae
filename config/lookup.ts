import { type Location } from "../aws";
import { type Path } from "./document";
import { type Account, type Cluster, type EcsCluster, type Organization } from "./schema/organization";

export type Role = Account["role"][number];

/** An account of the organization with its key. */
export interface Site {
  readonly key: string;
  readonly account: Account;
}

/** What a map of the file holds under a key; never what JavaScript gives every object. */
export function lookUp<T>(map: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

type Accounts = Organization["accounts"];

/** Keeps what was found in the accounts of an organization: rules ask for it once for every key of another map. */
function keeping<T>(find: (accounts: Accounts) => T): (organization: Organization) => T {
  const kept = new WeakMap<Accounts, T>();
  return ({ accounts }) => {
    const known = kept.get(accounts) ?? find(accounts);
    kept.set(accounts, known);
    return known;
  };
}

const sitesByRole = keeping((accounts) => {
  const sites = new Map<Role, Site[]>();
  for (const [key, account] of Object.entries(accounts)) {
    for (const role of account.role) {
      const before = sites.get(role);
      if (before) before.push({ key, account });
      else sites.set(role, [{ key, account }]);
    }
  }
  return sites;
});

/** Every account that plays a role, in the order of the file. */
export function sitesWith(organization: Organization, role: Role): readonly Site[] {
  return sitesByRole(organization).get(role) ?? [];
}

/** The account that plays a role, once exactly one does. */
export function siteWith(organization: Organization, role: Role): Site | undefined {
  const [site, ...others] = sitesWith(organization, role);
  return others.length === 0 ? site : undefined;
}

/** An account by its key. */
export function siteOf({ accounts }: Organization, key: string): Site | undefined {
  const account = lookUp(accounts, key);
  return account && { key, account };
}

/** The account that runs a pipeline: the one it names, or the only pipeline account. */
export function pipelineSite(organization: Organization, named: string | undefined): Site | undefined {
  return named === undefined ? siteWith(organization, "pipeline") : siteOf(organization, named);
}

/** An account in one region of the organization's partition. */
export function locationOf({ organization }: Organization, { account }: Site, region: string): Location {
  return { partition: organization.partition, accountId: account.id, region };
}

/** Where the registry is, once exactly one account has it: in the home region. */
export function registryHome(organization: Organization): Location | undefined {
  const site = siteWith(organization, "registry");
  return site && locationOf(organization, site, organization.organization.homeRegion);
}

/** The keys that {@link registryHome} reads. */
export const REGISTRY_HOME_KEYS = [
  "organization.partition",
  "organization.homeRegion",
  "accounts.*.id",
  "accounts.*.role",
] as const;

/** A cluster with its key and the account it is in. */
export interface ClusterSite {
  readonly site: Site;
  readonly clusterKey: string;
  readonly cluster: Cluster;
  /** `ACCOUNT/CLUSTER` */
  readonly reference: string;
}

/** Every cluster, in the order of the file. */
export const clusterSites = keeping((accounts) =>
  Object.entries(accounts).flatMap(([key, account]) =>
    Object.entries(account.clusters).map(([clusterKey, cluster]): ClusterSite => ({
      site: { key, account },
      clusterKey,
      cluster,
      reference: `${key}/${clusterKey}`,
    })),
  ),
);

/** The key of a cluster in the file. */
export function clusterPath({ site, clusterKey }: ClusterSite): Path {
  return ["accounts", site.key, "clusters", clusterKey];
}

/** Regions an account is used in. */
export function regionsOf(organization: Organization, account: Account): readonly string[] {
  return account.regions ?? organization.organization.regions;
}

/** Regions in which a prefix is cached: those it names, or the home region. */
export function cacheRegions(
  { organization }: Organization,
  { regions }: Organization["registry"]["pullThroughCache"][string],
): readonly string[] {
  return regions ?? [organization.homeRegion];
}

/** Regions in which the registry is: at home, where its replicas are and where something is cached. */
export function registryRegions(organization: Organization): readonly string[] {
  const { pullThroughCache, replication } = organization.registry;
  const caching = Object.values(pullThroughCache).flatMap((cache) => cacheRegions(organization, cache));
  return [...new Set([organization.organization.homeRegion, ...replication, ...caching])];
}

/** Region of a cluster or network that may leave it out: the home region if the account is there, else its first. */
export function regionOf(organization: Organization, account: Account, region: string | undefined): string {
  const regions = regionsOf(organization, account);
  const { homeRegion } = organization.organization;
  return region ?? (regions.includes(homeRegion) ? homeRegion : (regions[0] ?? homeRegion));
}

/** An account in a region. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}

/** Where there are clusters, each place once, whatever their clusters do about signatures. */
export function clusterPlaces(organization: Organization): readonly Place[] {
  const places = clusterSites(organization).map(({ site: { account }, cluster }): [string, Place] => {
    const place = { accountId: account.id, region: regionOf(organization, account, cluster.region) };
    return [placeText(place), place];
  });
  return [...new Map(places).values()];
}

/** `444444444444/eu-central-1` */
export function placeText({ accountId, region }: Place): string {
  return `${accountId}/${region}`;
}

/** What `ACCOUNT/CLUSTER` names. */
export function clusterOf(organization: Organization, reference: string): ClusterSite | undefined {
  const [accountKey = "", clusterKey = ""] = reference.split("/");
  const site = siteOf(organization, accountKey);
  const cluster = site && lookUp(site.account.clusters, clusterKey);
  return site && cluster && { site, clusterKey, cluster, reference };
}

/** Whether the images of a cluster are verified: those of ECS are, unless its `signatures` are off. */
export function isVerified(
  cluster: Cluster,
): cluster is EcsCluster & { readonly signatures: "block" | "alert" } {
  return cluster.type === "ecs" && cluster.signatures !== "off";
}

/** Whether GuardDuty watches a cluster at runtime. */
export function isMonitored({ guardDuty }: Organization, { type, runtimeMonitoring }: Cluster): boolean {
  return guardDuty[type] !== "off" && (runtimeMonitoring ?? guardDuty[type] === "all");
}

/** Whether the stacks attach anything to a cluster; a stack with nothing in it would only cost a state. */
export function isAttachedTo(organization: Organization, cluster: Cluster, deployedTo: boolean): boolean {
  // Where all clusters are monitored, one that is not carries a tag that says so.
  const tagged = organization.guardDuty[cluster.type] === "all";
  return cluster.signatures !== "off" || tagged || isMonitored(organization, cluster) || deployedTo;
}
