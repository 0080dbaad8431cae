import { type Path } from "../document";
import { clusterPath, clusterSites, lookUp } from "../lookup";
import { type EcsCluster, type Organization } from "../schema/organization";
import { didYouMean, namesOf, shown } from "../words";
import { type Check, type Finding } from "./check";

/** Keys of an ECS cluster that only its verifier reads. */
const KEYS = ["tags", "enforcedSince", "repositories", "services"] as const;

/** Every ECS cluster of the file. */
function eachEcsCluster(
  organization: Organization,
  find: (path: Path, cluster: EcsCluster, accountKey: string) => readonly Finding[],
): Finding[] {
  return clusterSites(organization).flatMap((found) =>
    found.cluster.type === "ecs" ? find(clusterPath(found), found.cluster, found.site.key) : [],
  );
}

const unread: Check = {
  reads: ["accounts.*.clusters"],
  find: (organization, written) =>
    eachEcsCluster(organization, (path, { signatures }) =>
      KEYS.filter((key) => written([...path, key])).flatMap((key): Finding[] => {
        const reason =
          signatures === "off"
            ? 'nothing verifies the images of a cluster with `signatures: "off"`'
            : key === "enforcedSince" && signatures === "alert"
              ? "no task of a cluster with `signatures: alert` is ever stopped"
              : undefined;
        if (reason === undefined) return [];
        const change = `set \`signatures: ${signatures === "off" ? "alert` or `signatures: block" : "block"}\`, or remove it`;
        return [
          {
            code: "key-without-effect",
            path: [...path, key],
            at: "key",
            message: `is said, but ${reason}`,
            change,
          },
        ];
      }),
    ),
};

const repositories: Check = {
  reads: ["accounts", "registry.repositories", "verification.publishers"],
  find: (organization) =>
    eachEcsCluster(organization, (path, cluster, account) => {
      const named = cluster.repositories;
      const outside = Object.entries(cluster.services).flatMap(([service, names]) =>
        named === undefined
          ? runnableFindings(organization, [...path, "services", service], account, names)
          : names.flatMap((name, index): Finding[] =>
              named.includes(name)
                ? []
                : [
                    {
                      code: "repository-outside-cluster",
                      path: [...path, "services", service, index],
                      message: `the cluster itself may not run images of ${shown(name)}`,
                      allowed: namesOf(named),
                      change: "take it out, or add it to the cluster's `repositories`",
                    },
                  ],
            ),
      );
      return [...runnableFindings(organization, [...path, "repositories"], account, named ?? []), ...outside];
    }),
};

/** Names of repositories that are none, or that the account may not pull. */
function runnableFindings(
  { registry, verification }: Organization,
  path: Path,
  account: string,
  names: readonly string[],
): Finding[] {
  const published = Object.values(verification.publishers)
    .filter(({ accounts }) => accounts.includes(account))
    .flatMap((publisher) => publisher.repositories);
  return names.flatMap((name, index): Finding[] => {
    const pull = lookUp(registry.repositories, name)?.pull;
    const at = [...path, index];
    if (pull === undefined && !published.includes(name)) {
      const known = [...Object.keys(registry.repositories), ...published];
      return [
        {
          code: "unknown-repository",
          path: at,
          message: `there is no repository ${shown(name)}`,
          allowed:
            "a key of registry.repositories, or an address of a publisher of verification.publishers for this account",
          change: () => didYouMean(name, known, "add it to registry.repositories or to a publisher"),
        },
      ];
    }
    if (pull === undefined || pull === "organization" || pull.includes(account)) return [];
    return [
      {
        code: "image-not-pullable",
        path: at,
        message: `account ${account} may not pull ${shown(name)}`,
        allowed: `clusters of ${namesOf(pull)}`,
        change: `add ${account} to registry.repositories.${name}.pull, or take it out`,
      },
    ];
  });
}

/** Rules over what the verifier of an ECS cluster is told. */
export const verifiedClusterChecks: readonly Check[] = [unread, repositories];
