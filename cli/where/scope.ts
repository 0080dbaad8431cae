import { existsSync } from "node:fs";
import { partitionOf, roleArn } from "../../aws";
import { loadOrganization, type Organization, registryRegions } from "../../config";
import { type Problem, ProblemError } from "../../problem";
import { UnknownAnswer, UsageError, type Values } from "../command";
import { checkedRole, deploymentRole } from "../deployment-role";
import { type Defaults, ORGANIZATION_FILE } from "../defaults";
import { checkedRegion } from "../region";
import { type Role } from "../aws/caller";

/** Where to ask, and what is known of the organization. */
export interface Scope {
  readonly organization?: Organization;
  readonly regions: readonly string[];
  /** Regions of these in which the file keeps no images: the registry is at home, its replicas and caches in others. */
  readonly withoutImages: readonly string[];
  /** The role by which an account is entered. */
  roleOf(account: string): Role | undefined;
  /** What the organization's file calls an account. */
  nameOf(account: string): string | undefined;
}

/**
 * Reads the organization and the options about it.
 *
 * @param ownRegion the region that the environment says
 * @throws ProblemError for a mistake in the file and `no-region`, UsageError for a region or role that cannot be,
 * UnknownAnswer `needs-enhanced-scanning`
 */
export async function scopeOf(
  values: Values,
  defaults: Defaults,
  ownRegion: () => Promise<string | undefined>,
): Promise<Scope> {
  const role = values["role-name"] === undefined ? undefined : checkedRole(String(values["role-name"]));
  const given = checkedRegions(values["region"]);
  const organization = organizationOf(values, defaults);
  if (organization?.registry.scanning.mode === "basic") throw basic();
  const { homeRegion, regions = [] } = organization?.organization ?? {};
  const all = given ?? (homeRegion === undefined ? undefined : [homeRegion, ...regions]);
  const own = all === undefined ? await ownRegion() : undefined;
  const asked = [...new Set(all ?? (own === undefined ? [] : [own]))];
  const [first] = asked;
  if (first === undefined) throw noRegion();
  const partition = partitionOf(first);
  return {
    ...(organization === undefined ? {} : { organization }),
    regions: asked,
    withoutImages:
      organization === undefined ? [] : asked.filter((region) => !keepsImages(organization, region)),
    roleOf: (account) => {
      if (role !== undefined) return { arn: roleArn({ partition, accountId: account }, role) };
      return organization && deploymentRole(organization, partition, account);
    },
    nameOf: (account) =>
      Object.entries(organization?.accounts ?? {}).find(([, { id }]) => id === account)?.[0],
  };
}

function keepsImages(organization: Organization, region: string): boolean {
  return registryRegions(organization).some((place) => place === region);
}

function organizationOf(values: Values, defaults: Defaults): Organization | undefined {
  const said = values["organization"];
  const file = String(said ?? defaults.organization);
  // Only the file that nobody named may be missing.
  if (said === undefined && file === ORGANIZATION_FILE && !existsSync(file)) return undefined;
  return loadOrganization(file);
}

function checkedRegions(value: Values[string]): readonly string[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const regions = (value as readonly string[]).map(checkedRegion);
  const partitions = new Set(regions.map(partitionOf));
  if (partitions.size > 1) {
    throw new UsageError(
      `--region names regions of ${[...partitions].join(" and ")}; ask one partition at a time`,
    );
  }
  return regions;
}

function basic(): UnknownAnswer {
  return new UnknownAnswer([
    {
      code: "needs-enhanced-scanning",
      path: "registry.scanning.mode",
      message:
        "is basic, and only Amazon Inspector knows which images have a vulnerability and where they run",
      allowed: "enhanced",
      change: "set registry.scanning.mode to enhanced and deploy it",
    },
  ]);
}

function noRegion(): ProblemError {
  return new ProblemError([
    {
      code: "no-region",
      path: "--region",
      message: "there is no organization.yaml here and no region in the environment",
      change: "give --region, --organization or AWS_REGION",
    },
  ]);
}

/** That the caller sees only its own account's images, where the file knows a better one. */
export function notAdministrator(caller: string, organization: Organization | undefined): Problem[] {
  const [name, administrator] =
    Object.entries(organization?.accounts ?? {}).find(([, { role }]) => role.includes("security")) ?? [];
  if (!administrator || administrator.id === caller) return [];
  return [
    {
      code: "not-the-administrator",
      path: `account ${caller}`,
      message: "sees only its own images",
      change: `use credentials of account ${administrator.id} (${name ?? ""}), Inspector's delegated administrator`,
    },
  ];
}
