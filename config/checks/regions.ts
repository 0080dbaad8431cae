import { OPT_IN_REGIONS, partitionOf, REGIONS_WITHOUT_INSPECTOR, UNSERVED_REGIONS } from "../../aws";
import { type Path } from "../document";
import { pipelineSite, regionsOf, type Role, sitesWith, siteWith } from "../lookup";
import { type Organization } from "../schema/organization";
import { anyOf } from "../words";
import { type Check, type Finding } from "./check";

function notListed(path: Path, region: string, regions: readonly string[]): Finding[] {
  if (regions.includes(region)) return [];
  return [
    {
      code: "region-not-listed",
      path,
      message: `${region} is not one of organization.regions`,
      allowed: anyOf(regions),
      change: `use one of them, or add ${region} to organization.regions`,
    },
  ];
}

const partition: Check = {
  reads: ["organization.partition", "organization.regions"],
  find: ({ organization }) =>
    organization.regions.flatMap((region, index): Finding[] =>
      partitionOf(region) === organization.partition
        ? []
        : [
            {
              code: "region-of-other-partition",
              path: ["organization", "regions", index],
              message: `${region} belongs to the partition ${partitionOf(region)}, the organization to ${organization.partition}`,
              change: "change `partition` or the region: an organization lives in one partition",
            },
          ],
    ),
};

/** The delegated administrator works in every region. */
const services: Check = {
  reads: ["organization.regions", "inspector.autoEnable"],
  find: ({ organization: { regions }, inspector: { autoEnable } }) =>
    regions.flatMap((region, index): Finding[] => {
      const finding = { code: "service-not-in-region", path: ["organization", "regions", index] };
      if (UNSERVED_REGIONS.has(region)) {
        return [
          {
            ...finding,
            message: `neither ECR nor GuardDuty nor Security Hub is in ${region}`,
            change: "take the region out",
          },
        ];
      }
      if (autoEnable.length === 0 || !REGIONS_WITHOUT_INSPECTOR.has(region)) return [];
      return [
        {
          ...finding,
          message: `there is no Amazon Inspector in ${region}, and what inspector.autoEnable lists is scanned in every region`,
          change:
            "take the region out, or do without Inspector: `inspector.autoEnable: []` and `registry.scanning.mode: basic`",
        },
      ];
    }),
};

/** @see https://docs.aws.amazon.com/securityhub/latest/userguide/start-central-configuration.html */
const home: Check = {
  reads: ["organization.homeRegion", "organization.regions"],
  find: ({ organization: { homeRegion, regions } }) => {
    const path = ["organization", "homeRegion"];
    const findings = notListed(path, homeRegion, regions);
    if (!OPT_IN_REGIONS.has(homeRegion)) return findings;
    return [
      ...findings,
      {
        code: "home-region-opt-in",
        path,
        message: `${homeRegion} is a region that accounts have to enable, and Security Hub cannot be at home there`,
        change: "choose a home region that is on by default; this one may stay in `regions`",
      },
    ];
  },
};

const ofAccounts: Check = {
  reads: ["organization.regions", "accounts.*.regions", "accounts.*.networks", "accounts.*.clusters"],
  find: ({ organization, accounts }) =>
    Object.entries(accounts).flatMap(([key, account]) => {
      const at = ["accounts", key] as const;
      const own: readonly string[] = account.regions ?? organization.regions;
      const used = (path: Path, region: string | undefined): Finding[] => {
        if (region === undefined || own.includes(region)) return [];
        if (account.regions === undefined) return notListed(path, region, own);
        return [
          {
            code: "region-not-in-account",
            path,
            message: `${region} is not one of the regions of account ${key}`,
            allowed: anyOf(own),
            change: `use one of them, or add ${region} to accounts.${key}.regions`,
          },
        ];
      };
      return [
        ...(account.regions ?? []).flatMap((region, index) =>
          notListed([...at, "regions", index], region, organization.regions),
        ),
        ...account.networks.flatMap(({ region }, index) =>
          used([...at, "networks", index, "region"], region),
        ),
        ...Object.entries(account.clusters).flatMap(([cluster, { region }]) =>
          used([...at, "clusters", cluster, "region"], region),
        ),
      ];
    }),
};

/** An account whose role is played in a region must be used there. */
function needed(organization: Organization, key: string, regions: readonly string[], why: string): Finding[] {
  const account = organization.accounts[key];
  if (account?.regions === undefined) return [];
  const missing = regions.filter((region) => !regionsOf(organization, account).some((own) => own === region));
  if (missing.length === 0) return [];
  return [
    {
      code: "region-needed",
      path: ["accounts", key, "regions"],
      message: `${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} missing: ${why}`,
      change: "add what is missing, or leave `regions` out",
    },
  ];
}

const everywhere: Check = {
  reads: ["organization.regions", "accounts.*.role", "accounts.*.regions"],
  find: (organization) =>
    (["management", "security"] satisfies Role[]).flatMap((role) =>
      sitesWith(organization, role).flatMap(({ key }) =>
        needed(
          organization,
          key,
          organization.organization.regions,
          `the ${role} account works in every region of the organization`,
        ),
      ),
    ),
};

const ofRegistry: Check = {
  reads: ["organization", "accounts.*.role", "accounts.*.regions", "registry"],
  find: (organization) => {
    const registry = siteWith(organization, "registry");
    if (!registry) return [];
    const { homeRegion, regions } = organization.organization;
    const { pullThroughCache, replication } = organization.registry;
    const caches = Object.entries(pullThroughCache);
    const others = new Set(caches.flatMap(([, cache]) => cache.regions ?? []));
    const caching = [...others].filter((region) => region !== homeRegion && !replication.includes(region));
    return [
      ...needed(organization, registry.key, [homeRegion], "the registry is in the home region"),
      ...needed(organization, registry.key, replication, "the registry's replicas are there"),
      ...needed(organization, registry.key, caching, "the registry caches there"),
      ...caches.flatMap(([prefix, cache]) =>
        (cache.regions ?? []).flatMap((region, index) =>
          notListed(["registry", "pullThroughCache", prefix, "regions", index], region, regions),
        ),
      ),
      ...replication.flatMap((region, index): Finding[] => {
        const path = ["registry", "replication", index];
        if (region !== homeRegion) return notListed(path, region, regions);
        return [
          {
            code: "replication-to-itself",
            path,
            message: `${region} is the home region, where the registry itself is`,
            change: "remove it",
          },
        ];
      }),
    ];
  },
};

const ofPipelines: Check = {
  reads: ["organization.homeRegion", "accounts.*.role", "accounts.*.regions", "pipelines.*.account"],
  find: (organization) => {
    const { homeRegion } = organization.organization;
    const keys = Object.values(organization.pipelines).flatMap(
      ({ account }) => pipelineSite(organization, account)?.key ?? [],
    );
    return [...new Set(keys)].flatMap((key) =>
      needed(organization, key, [homeRegion], "pipelines run in the home region"),
    );
  },
};

/** Rules over regions: in one partition, listed, and used by the accounts that work there. */
export const regionChecks: readonly Check[] = [
  partition,
  services,
  home,
  ofAccounts,
  everywhere,
  ofRegistry,
  ofPipelines,
];
