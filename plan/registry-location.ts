import { type Location, repositoryArn } from "../aws";
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
