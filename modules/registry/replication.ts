import { partitionOf, REPLICATION_LIMITS } from "../../aws";
import { type Problem } from "../../problem";
import { placeProblems, repeated } from "../checks";

/** A private registry. */
export interface RegistryPlace {
  readonly accountId: string;
  readonly region: string;
}

/** Which repositories a registry copies, and where to. */
export interface Replication {
  /** Regions of the registry's own account to copy to. @default - none */
  readonly regions?: readonly string[];
  /** Registries of other accounts to copy to; each of them names this one as `replicaOf`. @default - none */
  readonly registries?: readonly RegistryPlace[];
  /** Prefixes of the repositories to copy. @default - every repository, cached ones too */
  readonly repositoryPrefixes?: readonly string[];
}

/** The registry whose replication another one receives. */
export interface ReplicaSource extends RegistryPlace {
  /**
   * Beginnings of the names that a registry of another account may copy here, as its `replication` has them.
   * @default - every repository that is declared here
   */
  readonly repositoryPrefixes?: readonly string[];
}

/** One rule, as the provider takes it. */
export interface ReplicationRule {
  readonly destination: { readonly region: string; readonly registryId: string }[];
  readonly repositoryFilter?: { readonly filter: string; readonly filterType: string }[];
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/replication.html */
const MAXIMUM_DESTINATIONS = 25;
const { rules: MAXIMUM_RULES, filtersPerRule: FILTERS_PER_RULE } = REPLICATION_LIMITS;
/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_RepositoryFilter.html */
const FILTER = /^(?=.{2,256}$)(?:[a-z0-9]+(?:[._-][a-z0-9]*)*\/)*[a-z0-9]*(?:[._-][a-z0-9]*)*$/;

/** Every registry that is copied to. */
function destinationsOf(accountId: string, { regions = [], registries = [] }: Replication): RegistryPlace[] {
  return [...regions.map((region) => ({ accountId, region })), ...registries];
}

/** Renders the rules: none, one, or as many as the prefixes need. */
export function replicationRules(accountId: string, replication: Replication): ReplicationRule[] {
  const destination = destinationsOf(accountId, replication).map((place) => ({
    region: place.region,
    registryId: place.accountId,
  }));
  if (destination.length === 0) return [];
  const { repositoryPrefixes } = replication;
  if (repositoryPrefixes === undefined) return [{ destination }];
  const filters = repositoryPrefixes.map((filter) => ({ filter, filterType: "PREFIX_MATCH" }));
  return Array.from({ length: Math.ceil(filters.length / FILTERS_PER_RULE) }, (_, index) => ({
    destination,
    repositoryFilter: filters.slice(index * FILTERS_PER_RULE, (index + 1) * FILTERS_PER_RULE),
  }));
}

/**
 * Prefixes that begin the names of cached images by chance: `docker` those of `docker-hub/…`. The prefix of a cache,
 * or a folder above it, is taken as meant.
 */
export function replicatedCacheProblems(
  path: string,
  replication: Replication,
  cachePrefixes: readonly string[],
): Problem[] {
  return (replication.repositoryPrefixes ?? []).flatMap((prefix) => {
    const caught = cachePrefixes.filter((cache) => cache !== prefix && cache.startsWith(prefix));
    if (prefix.endsWith("/") || caught.length === 0) return [];
    return [
      {
        code: "replication-of-cache",
        path,
        message: `"${prefix}" also begins the names of what is cached under ${caught.join(", ")}`,
        change: "end it with a slash and keep the repositories below it, or cache under another prefix",
      },
    ];
  });
}

/** What ECR would refuse in a replication of the registry `own`. */
export function replicationProblems(path: string, own: RegistryPlace, replication: Replication): Problem[] {
  return [
    ...destinationProblems(path, own, destinationsOf(own.accountId, replication)),
    ...prefixProblems(path, replication.repositoryPrefixes),
  ];
}

/** What ECR would refuse in receiving a replication. */
export function replicaProblems(path: string, source: ReplicaSource | undefined): Problem[] {
  return prefixProblems(path, source?.repositoryPrefixes);
}

function destinationProblems(
  path: string,
  own: RegistryPlace,
  destinations: readonly RegistryPlace[],
): Problem[] {
  const problems: Problem[] = [];
  const nameOf = ({ accountId, region }: RegistryPlace): string =>
    accountId === own.accountId ? region : `${region} of account ${accountId}`;
  const names = destinations.map(nameOf);
  if (names.includes(own.region)) {
    problems.push({
      code: "replication-to-itself",
      path,
      message: `the registry replicates to its own region ${own.region}`,
      change: "name other regions",
    });
  }
  for (const { accountId, region } of destinations) {
    problems.push(...placeProblems(path, accountId === own.accountId ? { region } : { accountId, region }));
    if (partitionOf(region) === partitionOf(own.region)) continue;
    problems.push({
      code: "region-of-other-partition",
      path,
      message: `the registry in ${own.region} cannot replicate to ${region}`,
      allowed: `regions of partition ${partitionOf(own.region)}`,
      change: "push the images to a registry of that partition, which signs with profiles of its own",
    });
  }
  for (const name of repeated(names)) {
    problems.push({
      code: "replication-region-twice",
      path,
      message: `the registry replicates to ${name} twice`,
      change: "name each region once",
    });
  }
  if (destinations.length > MAXIMUM_DESTINATIONS) {
    problems.push({
      code: "too-many-replication-regions",
      path,
      message: `the registry replicates to ${String(destinations.length)} regions`,
      allowed: `${String(MAXIMUM_DESTINATIONS)} regions, those of other accounts among them`,
      change: "leave regions out, and let their workloads pull from a replica nearby",
    });
  }
  return problems;
}

function prefixProblems(path: string, repositoryPrefixes: readonly string[] | undefined): Problem[] {
  const problems: Problem[] = [];
  for (const prefix of repositoryPrefixes ?? []) {
    if (FILTER.test(prefix)) continue;
    problems.push({
      code: "invalid-replication-prefix",
      path,
      message: `"${prefix}" is not the beginning of a repository name`,
      allowed: "2 to 256 characters, without wildcards: every name that begins with them is copied",
      change: "write the beginning alone, and end the name of a folder with a slash",
    });
  }
  if (repositoryPrefixes?.length === 0) {
    problems.push({
      code: "empty-replication-prefixes",
      path,
      message: "repositoryPrefixes is empty, and ECR would take that for every repository",
      change:
        "leave repositoryPrefixes out to copy every repository, or leave the replication out to copy none",
    });
  }
  if ((repositoryPrefixes?.length ?? 0) > MAXIMUM_RULES * FILTERS_PER_RULE) {
    problems.push({
      code: "too-many-replication-prefixes",
      path,
      message: `the registry replicates ${String(repositoryPrefixes?.length)} prefixes`,
      allowed: `${String(MAXIMUM_RULES * FILTERS_PER_RULE)} prefixes: ${String(MAXIMUM_RULES)} rules of ${String(FILTERS_PER_RULE)}`,
      change:
        "put the repositories under common folders, or leave repositoryPrefixes out to copy all of them",
    });
  }
  return problems;
}
