import { partitionOf } from "../../aws";
import { type Organization, siteWith } from "../../config";
import { type Repository } from "../../images";

/** Repositories of an organization's file, at home and where the registry is replicated to. */
export function repositoriesOf(organization: Organization): readonly Repository[] {
  const account = siteWith(organization, "registry")?.account.id;
  if (account === undefined) return [];
  return placesOf(organization).flatMap((region) =>
    Object.keys(organization.registry.repositories).map((name) => ({
      account,
      region,
      partition: partitionOf(region),
      name,
    })),
  );
}

function placesOf({ organization, registry }: Organization): readonly string[] {
  return [...new Set([organization.homeRegion, ...registry.replication])];
}
