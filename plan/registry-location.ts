import { type Location, repositoryArn, repositoryUri } from "../aws";
import { type Organization, registryHome } from "../config";
import { checked } from "./checked";

/** Where the registry is: the registry account in the home region. */
export function registryLocation(organization: Organization): Location {
  return checked(registryHome(organization), "registry account");
}

/** Where the registry and its replicas are; the registry itself comes first. */
export function registryLocations(organization: Organization): readonly Location[] {
  const home = registryLocation(organization);
  return [home, ...organization.registry.replication.map((region) => ({ ...home, region }))];
}

/** ARNs of repositories in the registry and its replicas. */
export function repositoryArns(organization: Organization, names: readonly string[]): readonly string[] {
  return registryLocations(organization).flatMap((at) => names.map((name) => repositoryArn(at, name)));
}

/** Addresses of repositories in the registry, by those of their replicas. */
export function replicaSources(
  organization: Organization,
  names: readonly string[],
): Readonly<Record<string, string>> {
  const [home, ...replicas] = registryLocations(organization) as [Location, ...Location[]];
  return Object.fromEntries(
    replicas.flatMap((at) => names.map((name) => [repositoryUri(at, name), repositoryUri(home, name)])),
  );
}
