import { ARN_RESOURCES, CACHE_PREFIX_LENGTH, REPLICATION_LIMITS, UPSTREAM_NAMES, UPSTREAMS } from "../../aws";
import { type Path } from "../document";
import { lookUp, siteWith } from "../lookup";
import { type Organization } from "../schema/organization";
import { didYouMean } from "../words";
import { arnFindings } from "./arn";
import { type Check, type Finding } from "./check";

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html */
const RULE_COUNT = 50;

type Cache = Organization["registry"]["pullThroughCache"][string];

const partition: Check = {
  reads: ["organization.partition", "registry.pullThroughCache"],
  find: ({ organization, registry }) => {
    const count = Object.keys(registry.pullThroughCache).length;
    const path = ["registry", "pullThroughCache"];
    return [
      ...(count > 0 && organization.partition !== "aws"
        ? [
            {
              code: "service-not-in-partition",
              path,
              at: "key" as const,
              message: `ECR has no pull-through cache in the partition ${organization.partition}`,
              change: "remove it, and push the images you need with a pipeline",
            },
          ]
        : []),
      ...(count > RULE_COUNT
        ? [
            {
              code: "too-many-caches",
              path,
              at: "key" as const,
              message: `there are ${String(count)} pull-through caches`,
              allowed: `at most ${String(RULE_COUNT)} in one registry`,
              change: `remove ${String(count - RULE_COUNT)} of them`,
            },
          ]
        : []),
    ];
  },
};

function upstreamFindings(prefix: string, cache: Cache): Finding[] {
  const path = ["registry", "pullThroughCache", prefix];
  const name = cache.upstream ?? prefix;
  const findings: Finding[] = [];
  const report = (code: string, at: Path, rest: Pick<Finding, "at" | "message" | "allowed" | "change">) =>
    findings.push({ code, path: at, ...rest });
  if (prefix.length < CACHE_PREFIX_LENGTH.min || prefix.length > CACHE_PREFIX_LENGTH.max) {
    report("prefix-length", path, {
      at: "key",
      message: `the prefix is ${prefix.length < CACHE_PREFIX_LENGTH.min ? "too short" : "too long"}`,
      allowed: `${String(CACHE_PREFIX_LENGTH.min)} to ${String(CACHE_PREFIX_LENGTH.max)} characters`,
      change: "choose another prefix, and name the registry with `upstream`",
    });
  }
  const upstream = UPSTREAM_NAMES.find((known) => known === name);
  if (upstream === undefined) {
    report("unknown-upstream", path, {
      at: "key",
      message: `${prefix} is not an upstream registry`,
      allowed: UPSTREAM_NAMES.join(", "),
      change: didYouMean(prefix, UPSTREAM_NAMES, "add `upstream` to say which registry this prefix caches"),
    });
    return findings;
  }
  const { credential, host } = UPSTREAMS[upstream];
  if (credential && cache.credentials === undefined) {
    report("credentials-missing", path, {
      at: "key",
      message: `${name} gives images only to those who sign in`,
      change:
        "write the caches as a map and add `credentials`, the ARN of a secret named ecr-pullthroughcache/…",
    });
  }
  if (!credential && cache.credentials !== undefined) {
    report("credentials-superfluous", [...path, "credentials"], {
      at: "key",
      message: `${name} takes no credentials`,
      change: "remove it",
    });
  }
  if (host === undefined && cache.registry === undefined) {
    report("registry-missing", path, {
      at: "key",
      message: "azure has a host for each registry",
      allowed: "NAME.azurecr.io",
      change: "add `registry`",
    });
  }
  if (host !== undefined && cache.registry !== undefined) {
    report("registry-superfluous", [...path, "registry"], {
      at: "key",
      message: `${name} has one host only`,
      change: "remove it",
    });
  }
  return findings;
}

const upstreams: Check = {
  reads: ["registry.pullThroughCache"],
  find: ({ registry }) =>
    Object.entries(registry.pullThroughCache).flatMap(([prefix, cache]) => upstreamFindings(prefix, cache)),
};

const credentials: Check = {
  reads: [
    "organization.partition",
    "organization.homeRegion",
    "accounts.*.id",
    "accounts.*.role",
    "registry.pullThroughCache",
  ],
  find: (organization) => {
    const owner = siteWith(organization, "registry");
    if (!owner) return [];
    return Object.entries(organization.registry.pullThroughCache).flatMap(([prefix, cache]) =>
      cache.credentials === undefined
        ? []
        : arnFindings(["registry", "pullThroughCache", prefix, "credentials"], cache.credentials, {
            partition: organization.organization.partition,
            region: organization.organization.homeRegion,
            account: owner.account.id,
            resource: ARN_RESOURCES.upstreamSecret,
            example: "secret:ecr-pullthroughcache/NAME-XXXXXX",
          }),
    );
  },
};

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
  reads: ["registry.replication", "registry.pullThroughCache", "registry.repositories"],
  find: ({ registry: { replication: regions, pullThroughCache, repositories } }) => {
    if (regions.length === 0 || Object.keys(pullThroughCache).length === 0) return [];
    const beginnings = new Set(Object.keys(repositories).map((name) => name.replace(/\/.*$/, "/")));
    const most = REPLICATION_LIMITS.rules * REPLICATION_LIMITS.filtersPerRule;
    if (beginnings.size <= most) return [];
    return [
      {
        code: "too-many-replication-prefixes",
        path: ["registry", "replication"],
        at: "key",
        message: `the repositories have ${String(beginnings.size)} different first folders, each of which is replicated by itself next to caches`,
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

/** Rules over pull-through caches. */
export const cacheChecks: readonly Check[] = [
  partition,
  upstreams,
  credentials,
  namespaces,
  replication,
  replicatedCaches,
];
