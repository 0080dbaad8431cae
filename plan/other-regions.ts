import { type Account, isVerified, type Organization, regionOf } from "../config";
import { type OtherRegions } from "../verification";

/**
 * What the verification in one region of an account is told of the account's other regions: in the home region when
 * images are verified there, else in the first one by name, and nowhere else.
 */
export function otherRegions(
  organization: Organization,
  account: Account,
  region: string,
): OtherRegions | undefined {
  const clusters = Object.entries(account.clusters)
    .filter(([, { type }]) => type === "ecs")
    .map(([key, cluster]) => ({
      name: cluster.name ?? key,
      region: regionOf(organization, account, cluster.region),
      verified: isVerified(cluster),
    }));
  const watched = [...new Set(clusters.flatMap((each) => (each.verified ? [each.region] : [])))].sort();
  const { homeRegion } = organization.organization;
  const looking = watched.includes(homeRegion) ? homeRegion : watched[0];
  if (region !== looking) return undefined;
  const named: Record<string, string[]> = {};
  for (const each of clusters) {
    if (!watched.includes(each.region)) (named[each.region] ??= []).push(each.name);
  }
  return { watched, named };
}
