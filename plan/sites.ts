import { type Location } from "../aws";
import { type Account, type Organization } from "../config";

/** An account of the organization with its key. */
export interface Site {
  readonly key: string;
  readonly account: Account;
}

type Role = Account["role"][number];

/** Every account that plays a role, in the order of the file. */
export function sitesWith(organization: Organization, role: Role): Site[] {
  return Object.entries(organization.accounts)
    .filter(([, account]) => account.role.includes(role))
    .map(([key, account]) => ({ key, account }));
}

/** The one account that plays a role of which an organization has exactly one (checked by config). */
export function siteWith(organization: Organization, role: Role): Site {
  const [site] = sitesWith(organization, role);
  if (!site) throw new RangeError(`organization without a ${role} account reached the plan`);
  return site;
}

/** An account by its key; config has checked that it is listed. */
export function siteOf(organization: Organization, key: string): Site {
  const account = organization.accounts[key];
  if (!account) throw new RangeError(`unknown account ${key} reached the plan`);
  return { key, account };
}

/** The account that runs a pipeline: the one it names, or the only pipeline account. */
export function pipelineSite(organization: Organization, named: string | undefined): Site {
  return named === undefined ? siteWith(organization, "pipeline") : siteOf(organization, named);
}

/** Regions in which an account is used. */
export function regionsOf(organization: Organization, account: Account): readonly string[] {
  return account.regions ?? organization.organization.regions;
}

/** Region of something inside an account that may leave its region out: the home region if the account is there. */
export function regionOrDefault(
  organization: Organization,
  account: Account,
  region: string | undefined,
): string {
  if (region !== undefined) return region;
  const regions = regionsOf(organization, account);
  const { homeRegion } = organization.organization;
  return regions.includes(homeRegion) ? homeRegion : (regions[0] ?? homeRegion);
}

/** An account in one region of the organization's partition. */
export function locationOf(organization: Organization, site: Site, region: string): Location {
  return { partition: organization.organization.partition, accountId: site.account.id, region };
}
