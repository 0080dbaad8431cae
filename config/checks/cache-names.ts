import { covers, REPLICATION_LIMITS } from "../../aws";
import { type Path } from "../document";
import { cacheRegions } from "../lookup";
import { type Organization } from "../schema/organization";
import { cachesIn, replicatedBeginning, replicatedTemplates, replicationPrefixes } from "../templates";
import { type Check, type Finding } from "./check";

/** What decides which names are replicated. */
const REPLICATED = [
  "organization.homeRegion",
  "registry.replication",
  "registry.pullThroughCache",
  "registry.repositories",
  "registry.creationTemplates",
];

/** What is cached where repositories are: in the home region and where they are replicated. */
function prefixesBesideRepositories(organization: Organization): string[] {
  const regions = [organization.organization.homeRegion, ...organization.registry.replication];
  return [...new Set(regions.flatMap((region) => cachesIn(organization, region)))];
}

const namespaces: Check = {
  reads: [
    "organization.homeRegion",
    "registry.pullThroughCache",
    "registry.replication",
    "registry.repositories",
  ],
  find: (organization) => {
    const prefixes = prefixesBesideRepositories(organization);
    return Object.keys(organization.registry.repositories).flatMap((name): Finding[] => {
      const prefix = prefixes.find((candidate) => covers(candidate, name));
      if (prefix === undefined) return [];
      return [
        {
          code: "cache-covers-repository",
          path: ["registry", "repositories", name],
          at: "key",
          message: `lies under ${prefix}, where images of an upstream registry are cached`,
          change: `rename the repository, or cache under another prefix: \`{ PREFIX: { upstream: … } }\``,
        },
      ];
    });
  },
};

/** Whoever may import under a prefix may do so below it, too. */
const nested: Check = {
  reads: ["organization.homeRegion", "registry.pullThroughCache"],
  find: (organization) => {
    const caches = Object.entries(organization.registry.pullThroughCache).map(([prefix, cache]) => ({
      prefix,
      regions: cacheRegions(organization, cache),
    }));
    return caches.flatMap(({ prefix, regions }): Finding[] => {
      const outer = caches.find(
        (other) =>
          other.prefix !== prefix &&
          covers(other.prefix, prefix) &&
          other.regions.some((region) => regions.includes(region)),
      );
      if (outer === undefined) return [];
      return [
        {
          code: "cache-within-cache",
          path: ["registry", "pullThroughCache", prefix],
          at: "key",
          message: `lies under ${outer.prefix}, where images of an upstream registry are cached already`,
          change: "choose a prefix outside of it, and name the registry with `upstream`",
        },
      ];
    });
  },
};

/** Next to caches only declared repositories are replicated, by their first folders or names. */
const replication: Check = {
  reads: REPLICATED,
  find: (organization) => {
    if (organization.registry.replication.length === 0) return [];
    const { length: beginnings } = replicationPrefixes(organization);
    const most = REPLICATION_LIMITS.rules * REPLICATION_LIMITS.filtersPerRule;
    if (beginnings <= most) return [];
    return [
      {
        code: "too-many-replication-prefixes",
        path: ["registry", "replication"],
        at: "key",
        message: `the repositories have ${String(beginnings)} different first folders, each of which is replicated by itself next to caches`,
        allowed: `at most ${String(most)}`,
        change: "put more repositories under common folders, or remove pullThroughCache",
      },
    ];
  },
};

/** What is replicated by a beginning, and where it stands in the file. */
interface Replicated {
  readonly path: Path;
  /** A repository, or a folder with its closing slash. */
  readonly name: string;
}

function replicatedOf(organization: Organization, prefixes: readonly string[]): Replicated[] {
  // What lies under a cache, and a second template of its prefix, are told already.
  const repositories = Object.keys(organization.registry.repositories).filter(
    (name) => !prefixes.some((prefix) => covers(prefix, name)),
  );
  const templates = replicatedTemplates(organization).filter((prefix) => !prefixes.includes(prefix));
  return [
    ...repositories.map((name) => ({ path: ["registry", "repositories", name], name })),
    ...templates.map((prefix) => ({ path: ["registry", "creationTemplates", prefix], name: `${prefix}/` })),
  ];
}

/** ECR replicates by beginnings of names only, and the name of a repository outside of folders cannot end with a slash. */
const replicatedCaches: Check = {
  reads: REPLICATED,
  find: (organization) => {
    if (organization.registry.replication.length === 0) return [];
    const prefixes = prefixesBesideRepositories(organization);
    return replicatedOf(organization, prefixes).flatMap(({ path, name }): Finding[] => {
      const beginning = replicatedBeginning(name);
      const caught = prefixes.filter((prefix) => `${prefix}/`.startsWith(beginning));
      if (caught.length === 0) return [];
      const folder = beginning.replace(/\/?$/, "/");
      const change = caught.some((prefix) => `${prefix}/`.startsWith(folder))
        ? `keep them apart: another first folder than ${folder} for one of the two`
        : `rename the repository, for example to ${name}/${name}, whose beginning is ${folder}, or rename the prefix: \`{ PREFIX: { upstream: … } }\``;
      return [
        {
          code: "cache-replicated",
          path,
          at: "key",
          message: `is replicated by the beginning ${beginning}, and so would be what is cached under ${caught.join(", ")}`,
          change,
        },
      ];
    });
  },
};

/** Rules over what repositories and caches are called next to each other. */
export const cacheNameChecks: readonly Check[] = [namespaces, nested, replication, replicatedCaches];
