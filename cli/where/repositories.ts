import { partitionOf, scanningFilterMatches } from "../../aws";
import { type Organization, siteWith } from "../../config";
import { type Repository } from "../../images";
import { type Problem } from "../../problem";
import { count } from "../terminal";

/** Most names that a problem tells. */
const SHOWN = 10;

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

/**
 * That enhanced scanning leaves repositories of the file unscanned, where one of the regions has them.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-enhanced.html
 */
export function unscannedRepositories(organization: Organization, regions: readonly string[]): Problem[] {
  const { scanning, repositories } = organization.registry;
  const filters = [...scanning.continuous, ...scanning.onPush];
  const unscanned = Object.keys(repositories).filter(
    (name) => !filters.some((filter) => scanningFilterMatches(filter, name)),
  );
  if (unscanned.length === 0 || !placesOf(organization).some((place) => regions.includes(place))) return [];
  const more = unscanned.length - SHOWN;
  const names = [...unscanned.slice(0, SHOWN), ...(more > 0 ? [`${String(more)} more`] : [])].join(", ");
  return [
    {
      code: "repositories-not-scanned",
      path: "registry.scanning",
      message: `has no filter that matches ${count(unscanned.length, "repository", "repositories")}: ${names}; what their images hold is unknown`,
      change: "add filters to continuous or onPush that match, deploy them and push the images again",
    },
  ];
}

function placesOf({ organization, registry }: Organization): readonly string[] {
  return [...new Set([organization.homeRegion, ...registry.replication])];
}
