import { clusterArn } from "../../aws";
import { locationOf, type Organization, regionOf, type Repository, siteOf, siteWith } from "../../config";
import { type Cluster, type Inventory } from "../../where";

/**
 * The clusters that an organization's file names, and which accounts may run what a repository holds.
 *
 * The accounts are known when the file lists them, each has clusters there, and no Lambda function pulls. The
 * registry's own account needs no grant to pull.
 */
export function inventoryOf(organization: Organization): Inventory {
  const owner = siteWith(organization, "registry")?.account.id;
  const pullers = new Map(
    Object.entries(organization.registry.repositories).map(([name, repository]) => {
      const ids = pullersOf(organization, repository);
      return [name, ids && new Set([...ids, ...(owner === undefined ? [] : [owner])])];
    }),
  );
  return {
    clusters: clustersOf(organization),
    pullersOf: ({ account, name }) => (account === owner ? pullers.get(name) : undefined),
  };
}

function clustersOf(organization: Organization): readonly Cluster[] {
  return Object.entries(organization.accounts).flatMap(([key, account]) =>
    Object.entries(account.clusters).map(([clusterKey, { type, region, name = clusterKey }]) => {
      const at = locationOf(organization, { key, account }, regionOf(organization, account, region));
      return { arn: clusterArn(type, at, name), type, account: account.id, region: at.region, name };
    }),
  );
}

function pullersOf(
  organization: Organization,
  { pull, lambdaPull }: Repository,
): readonly string[] | undefined {
  if (pull === "organization" || lambdaPull.length > 0) return undefined;
  const accounts = pull.map((key) => siteOf(organization, key)?.account);
  const known = accounts.flatMap((account) =>
    account && Object.keys(account.clusters).length > 0 ? [account.id] : [],
  );
  return known.length === pull.length ? known : undefined;
}
