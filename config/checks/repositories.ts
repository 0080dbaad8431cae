import { ARN_RESOURCES, CACHE_PARTITION, DSSE_PARTITION } from "../../aws";
import { type Path } from "../document";
import { REGISTRY_HOME_KEYS, registryHome, siteWith } from "../lookup";
import { arnFindings } from "./arn";
import { type Check, type Finding } from "./check";
import { existingRoles, unknownAccount } from "./existing-roles";

const accounts: Check = {
  reads: ["accounts", "registry.repositories"],
  find: (organization) =>
    Object.entries(organization.registry.repositories).flatMap(([name, repository]) => {
      const { pull, lambdaPull, downstreams, push, verify } = repository;
      const at = ["registry", "repositories", name] as const;
      const check = (key: string, list: readonly string[]) =>
        list.flatMap((account, index) => unknownAccount(organization, [...at, key, index], account));
      return [
        ...(pull === "organization" ? [] : check("pull", pull)),
        ...check("lambdaPull", lambdaPull),
        ...(downstreams === "organization" ? [] : check("downstreams", downstreams)),
        ...existingRoles(organization, [...at, "push"], push),
        ...existingRoles(organization, [...at, "verify"], verify),
      ];
    }),
};

/** The file's own caches are let in one by one; the account's key would let in each of its roles. */
const ownCaches: Check = {
  reads: ["accounts.*.role", "registry.repositories"],
  find: (organization) => {
    const owner = siteWith(organization, "registry")?.key;
    return Object.entries(organization.registry.repositories).flatMap(([name, { downstreams }]): Finding[] =>
      downstreams === "organization"
        ? []
        : downstreams.flatMap((account, index) =>
            account === owner
              ? [
                  {
                    code: "registry-itself",
                    path: ["registry", "repositories", name, "downstreams", index],
                    message: `${account} has the registry, and the caches of this file are let in by themselves`,
                    change: "remove it",
                  },
                ]
              : [],
          ),
    );
  },
};

/** Pull-through caches are in one partition only, and copy within it. */
const caching: Check = {
  reads: ["organization.partition", "registry.repositories"],
  find: ({ organization: { partition }, registry }) =>
    Object.entries(registry.repositories).flatMap(([name, { downstreams }]): Finding[] => {
      if (downstreams.length === 0 || partition === CACHE_PARTITION) return [];
      return [
        {
          code: "service-not-in-partition",
          path: ["registry", "repositories", name, "downstreams"],
          at: "key",
          message: `ECR has no pull-through cache in the partition ${partition}, so nothing can be downstream`,
          change: "remove it",
        },
      ];
    }),
};

const dsseUnavailable = (path: Path, partition: string): Finding => ({
  code: "dsse-unavailable",
  path,
  message: `is kms-dsse, which ECR does not have in the partition ${partition}`,
  allowed: "aes256 or kms; kms-dsse in AWS GovCloud (US)",
  change: "use kms; it cannot change once the repositories are made",
});

const encryption: Check = {
  reads: [
    ...REGISTRY_HOME_KEYS,
    "registry.encryption",
    "registry.pullThroughCache",
    "registry.creationTemplates",
    "registry.repositories",
  ],
  find: (organization) => {
    const home = registryHome(organization);
    if (!home) return [];
    const { partition } = home;
    const { registry } = organization;
    const check = (path: Path, value: (typeof registry)["encryption"] | undefined): Finding[] => {
      const at = [...path, "encryption"];
      const hasDsse = partition === DSSE_PARTITION;
      if (typeof value !== "object") {
        return value === "kms-dsse" && !hasDsse ? [dsseUnavailable(at, partition)] : [];
      }
      return [
        ...arnFindings([...at, "kmsKey"], value.kmsKey, {
          ...home,
          resource: ARN_RESOURCES.kmsKey,
          example: "key/KEY-ID",
        }),
        ...(value.type === "kms-dsse" && !hasDsse ? [dsseUnavailable([...at, "type"], partition)] : []),
      ];
    };
    return [
      ...check(["registry"], registry.encryption),
      ...Object.entries(registry.pullThroughCache).flatMap(([prefix, cache]) =>
        check(["registry", "pullThroughCache", prefix], cache.encryption),
      ),
      ...Object.entries(registry.creationTemplates).flatMap(([prefix, template]) =>
        check(["registry", "creationTemplates", prefix], template.encryption),
      ),
      ...Object.entries(registry.repositories).flatMap(([name, repository]) =>
        check(["registry", "repositories", name], repository.encryption),
      ),
    ];
  },
};

/** Rules over repositories. */
export const repositoryChecks: readonly Check[] = [accounts, caching, ownCaches, encryption];
