import { cacheRegions, type Organization } from "../config";
import { listed } from "./note";

/** Where a cache puts its images: `mirror/`, and in which regions where that is not the home region alone. */
export function cachedUnder(
  organization: Organization,
  prefix: string,
  cache: Organization["registry"]["pullThroughCache"][string],
): string {
  const regions = cacheRegions(organization, cache);
  const isAtHome = regions.length === 1 && regions[0] === organization.organization.homeRegion;
  return isAtHome ? `${prefix}/` : `${prefix}/ in ${listed(regions)}`;
}
