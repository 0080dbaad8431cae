import { REPLICATION_LIMITS } from "../../aws";
import { lookUp } from "../lookup";
import { replicationPrefixes } from "../templates";
import { type Check, type Finding } from "./check";

const namespaces: Check = {
  reads: ["registry.pullThroughCache", "registry.repositories"],
  find: ({ registry }) =>
    Object.keys(registry.repositories).flatMap((name): Finding[] => {
      const [prefix = ""] = name.split("/");
      if (lookUp(registry.pullThroughCache, prefix) === undefined) return [];
      return [
        {
          code: "cache-covers-repository",
          path: ["registry", "repositories", name],
          at: "key",
          message: `lies under ${prefix}, where images of an upstream registry are cached`,
          change: `rename the repository, or cache under another prefix: \`{ PREFIX: { upstream: … } }\``,
        },
      ];
    }),
};

/** Next to caches only declared repositories are replicated, by their first folders or names. */
const replication: Check = {
  reads: [
    "organization.homeRegion",
    "registry.replication",
    "registry.pullThroughCache",
    "registry.repositories",
    "registry.creationTemplates",
  ],
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

/** ECR replicates by beginnings of names only, and the name of a repository outside of folders cannot end with a slash. */
const replicatedCaches: Check = {
  reads: ["registry.replication", "registry.pullThroughCache", "registry.repositories"],
  find: ({ registry: { replication: regions, pullThroughCache, repositories } }) => {
    if (regions.length === 0) return [];
    const prefixes = Object.keys(pullThroughCache);
    return Object.keys(repositories).flatMap((name): Finding[] => {
      const caught = prefixes.filter((prefix) => prefix !== name && prefix.startsWith(name));
      if (name.includes("/") || caught.length === 0) return [];
      return [
        {
          code: "cache-replicated",
          path: ["registry", "repositories", name],
          at: "key",
          message: `is replicated by the beginning ${name}, and so would be what is cached under ${caught.join(", ")}`,
          change: `rename the repository, for example to ${name}/${name}, whose beginning is ${name}/, or rename the prefix: \`{ PREFIX: { upstream: … } }\``,
        },
      ];
    });
  },
};

/** Rules over what repositories and caches are called next to each other. */
export const cacheNameChecks: readonly Check[] = [namespaces, replication, replicatedCaches];
