import { hasRuntimeMonitoring } from "../../aws";
import { clusterPath, clusterSites, regionOf } from "../lookup";
import { type Organization } from "../schema/organization";
import { yamlOf } from "../example";
import { type Check, type Finding, type Written } from "./check";
import { firstOwners } from "./first-owner";

type GuardDuty = Organization["guardDuty"];

/** What GuardDuty is told about a kind, and whether the file says so or nobody did: `all by default`. */
function coverageText(kind: keyof GuardDuty, guardDuty: GuardDuty, written: Written): string {
  return `${String(guardDuty[kind])}${written(["guardDuty", kind]) ? "" : " by default"}`;
}

const role: Check = {
  reads: ["accounts.*.role", "accounts.*.clusters"],
  find: ({ accounts }) =>
    Object.entries(accounts)
      .filter(([, account]) => Object.keys(account.clusters).length > 0 && !account.role.includes("workload"))
      .map(([key, account]): Finding => ({
        code: "clusters-without-workload",
        path: ["accounts", key, "clusters"],
        at: "key",
        message: `account ${key} has clusters, but not the role workload`,
        change: `set \`role: [${[...account.role, "workload"].join(", ")}]\``,
      })),
};

const repeated: Check = {
  reads: ["organization", "accounts.*.regions", "accounts.*.clusters"],
  find: (organization) => {
    const ownerOf = firstOwners();
    return clusterSites(organization).flatMap((found): Finding[] => {
      const { site, clusterKey: key, cluster } = found;
      const name = cluster.name ?? key;
      const region = regionOf(organization, site.account, cluster.region);
      const identity = [site.key, region, cluster.type, name].join(" ");
      const owner = ownerOf(identity, key);
      if (owner === undefined) return [];
      return [
        {
          code: "cluster-repeated",
          path: clusterPath(found),
          at: "key",
          message: `is the ${cluster.type.toUpperCase()} cluster ${name} in ${region}, and so is ${owner}`,
          change: "remove one of them, or say with `name` or `region` which cluster is meant",
        },
      ];
    });
  },
};

const monitoring: Check = {
  reads: ["guardDuty", "accounts.*.clusters"],
  find: (organization, written) =>
    clusterSites(organization).flatMap((found): Finding[] => {
      const { type, runtimeMonitoring } = found.cluster;
      const coverage = organization.guardDuty[type];
      const text = coverageText(type, organization.guardDuty, written);
      const at = [...clusterPath(found), "runtimeMonitoring"];
      if (coverage === "off" && runtimeMonitoring === true) {
        return [
          {
            code: "monitoring-off",
            path: at,
            message: `is true, but guardDuty.${type} is off`,
            change: `set \`guardDuty.${type}: selected\`, or remove it`,
          },
        ];
      }
      // An existing ECS cluster takes a tag from Terraform; for an EKS cluster there is no such resource.
      if (type === "eks" && coverage === "all" && runtimeMonitoring === false) {
        return [
          {
            code: "exclusion-impossible",
            path: at,
            message: `is false, but guardDuty.eks is ${text}, and Terraform cannot tag an existing EKS cluster as excluded`,
            change:
              "set `guardDuty.eks: selected` and `runtimeMonitoring: true` on the clusters to watch; or tag this cluster GuardDutyManaged=false yourself and remove it",
          },
        ];
      }
      return [];
    }),
};

const partition: Check = {
  reads: ["organization.partition", "guardDuty"],
  find: ({ organization, guardDuty }, written) => {
    if (hasRuntimeMonitoring(organization.partition)) return [];
    const none = { ecs: "off", eks: "off", ec2: false } as const;
    return (["ecs", "eks", "ec2"] as const)
      .filter((kind) => guardDuty[kind] !== none[kind])
      .map((kind): Finding => ({
        code: "service-not-in-partition",
        path: ["guardDuty", kind],
        message: `is ${coverageText(kind, guardDuty, written)}, but GuardDuty has no Runtime Monitoring in the partition ${organization.partition}`,
        change: `set \`guardDuty.${kind}: ${yamlOf(none[kind])}\``,
      }));
  },
};

/** Rules over clusters. */
export const clusterChecks: readonly Check[] = [role, repeated, monitoring, partition];
