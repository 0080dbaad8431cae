import {
  ARN_RESOURCES,
  CACHE_PARTITION,
  CACHE_PREFIX_LENGTH,
  CACHES_PER_REGISTRY,
  isInRegion,
  registryOfHost,
  type Upstream,
  UPSTREAM_NAMES,
  UPSTREAMS,
} from "../../aws";
import { upstreamCredentialVariable } from "../../names";
import { type Path } from "../document";
import { cacheRegions, REGISTRY_HOME_KEYS, registryHome } from "../lookup";
import { type Organization } from "../schema/organization";
import { didYouMean } from "../words";
import { arnFindings } from "./arn";
import { cacheNameChecks } from "./cache-names";
import { type Check, type Finding } from "./check";
import { firstOwners } from "./first-owner";
import { unknownAccount } from "./existing-roles";

type Cache = Organization["registry"]["pullThroughCache"][string];

const partition: Check = {
  reads: ["organization.partition", "registry.pullThroughCache"],
  find: ({ organization: { partition: ours }, registry }) =>
    Object.keys(registry.pullThroughCache).length === 0 || ours === CACHE_PARTITION
      ? []
      : [
          {
            code: "service-not-in-partition",
            path: ["registry", "pullThroughCache"],
            at: "key",
            message: `ECR has no pull-through cache in the partition ${ours}`,
            change: "remove it, and push the images you need with a pipeline",
          },
        ],
};

const count: Check = {
  reads: ["organization.homeRegion", "registry.pullThroughCache"],
  find: (organization) => {
    const caches = Object.values(organization.registry.pullThroughCache);
    const regions = caches.flatMap((cache) => cacheRegions(organization, cache));
    return [...new Set(regions)].flatMap((region): Finding[] => {
      const found = regions.filter((other) => other === region).length;
      if (found <= CACHES_PER_REGISTRY.count) return [];
      return [
        {
          code: "too-many-caches",
          path: ["registry", "pullThroughCache"],
          at: "key",
          message: `there are ${String(found)} pull-through caches in ${region}`,
          allowed: `at most ${String(CACHES_PER_REGISTRY.count)} in one registry`,
          change: CACHES_PER_REGISTRY.instead,
        },
      ];
    });
  },
};

/** Whether a host is one of an upstream that has many. */
function isHostOf(upstream: Upstream, registry: string | undefined): registry is string {
  const { host } = UPSTREAMS[upstream];
  return registry !== undefined && typeof host !== "string" && host.pattern.test(registry);
}

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
  const { login, host } = UPSTREAMS[upstream];
  if (login === "secret" && cache.credentials === undefined) {
    report("credentials-missing", path, {
      at: "key",
      message: `${name} gives images only to those who sign in`,
      change:
        "write the caches as a map and add `credentials`: the ARN of a secret named ecr-pullthroughcache/…, or `{ version: 1 }` to make one",
    });
  }
  if (login !== "secret" && cache.credentials !== undefined) {
    report("credentials-superfluous", [...path, "credentials"], {
      at: "key",
      message: `${name} takes no credentials`,
      change: "remove it",
    });
  }
  if (typeof host !== "string" && cache.registry === undefined) {
    report("registry-missing", path, {
      at: "key",
      message: `${upstream} has a host for each registry`,
      allowed: host.example,
      change: "add `registry`",
    });
  }
  if (typeof host !== "string" && cache.registry !== undefined && !isHostOf(upstream, cache.registry)) {
    report("registry-of-other-upstream", [...path, "registry"], {
      message: `${cache.registry} is not a registry of ${upstream}`,
      allowed: host.example,
      change: "change `registry` or `upstream`",
    });
  }
  if (typeof host === "string" && cache.registry !== undefined) {
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
  reads: [...REGISTRY_HOME_KEYS, "registry.pullThroughCache"],
  find: (organization) => {
    const home = registryHome(organization);
    if (!home) return [];
    return Object.entries(organization.registry.pullThroughCache).flatMap(([prefix, cache]) =>
      typeof cache.credentials !== "string"
        ? []
        : arnFindings(["registry", "pullThroughCache", prefix, "credentials"], cache.credentials, {
            ...home,
            // Elsewhere is a replica of the secret, whose ARN differs in the region alone.
            region: cacheRegions(organization, cache)[0] ?? home.region,
            resource: ARN_RESOURCES.upstreamSecret,
            example: "secret:ecr-pullthroughcache/NAME-XXXXXX",
          }),
    );
  },
};

/** ECR cannot cache a registry in itself, and knows regions of its own partition alone. */
const privateRegistries: Check = {
  reads: [...REGISTRY_HOME_KEYS, "registry.pullThroughCache"],
  find: (organization) => {
    const home = registryHome(organization);
    if (!home) return [];
    return Object.entries(organization.registry.pullThroughCache).flatMap(([prefix, cache]): Finding[] => {
      if ((cache.upstream ?? prefix) !== "ecr" || !isHostOf("ecr", cache.registry)) return [];
      const path = ["registry", "pullThroughCache", prefix, "registry"];
      const { accountId, region } = registryOfHost(cache.registry);
      if (!isInRegion("ecr", cache.registry, home.partition)) {
        return [
          {
            code: "registry-in-no-region",
            path,
            message: `there is no region ${region} in the partition ${home.partition}`,
            change: "write the region of the registry whose images are cached",
          },
        ];
      }
      const own = accountId === home.accountId && cacheRegions(organization, cache).includes(region);
      if (!own) return [];
      return [
        {
          code: "cache-of-itself",
          path,
          message: "is the registry of the cache itself",
          change: "name a registry of another account or region",
        },
      ];
    });
  },
};

const importers: Check = {
  reads: ["accounts", "registry.pullThroughCache"],
  find: (organization) =>
    Object.entries(organization.registry.pullThroughCache).flatMap(([prefix, cache]) =>
      cache.import === "organization"
        ? []
        : cache.import.flatMap((account, index) =>
            unknownAccount(organization, ["registry", "pullThroughCache", prefix, "import", index], account),
          ),
    ),
};

/** Prefixes may hold . _ - and /, names of variables _ alone. */
const variables: Check = {
  reads: ["registry.pullThroughCache"],
  find: ({ registry }) => {
    const ownerOf = firstOwners();
    return Object.entries(registry.pullThroughCache).flatMap(
      ([prefix, { credentials: login }]): Finding[] => {
        if (typeof login !== "object") return [];
        const variable = upstreamCredentialVariable(prefix);
        const owner = ownerOf(variable, prefix);
        if (owner === undefined) return [];
        return [
          {
            code: "variable-taken",
            path: ["registry", "pullThroughCache", prefix],
            at: "key",
            message: `its login comes from the Terraform variable ${variable}, which is that of ${owner} already`,
            change: "choose another prefix, and name the registry with `upstream`",
          },
        ];
      },
    );
  },
};

/** Rules over pull-through caches. */
export const cacheChecks: readonly Check[] = [
  partition,
  count,
  upstreams,
  credentials,
  privateRegistries,
  importers,
  variables,
  ...cacheNameChecks,
];
