import { type Location } from "../aws";
import { type Organization } from "../config";
import { generationsOf, signedBy } from "./profiles";
import { registryLocation } from "./registry";

/** A signing profile of the file as it is in AWS. */
export interface SigningProfilePlan {
  /** Where it is: the home region of the registry account. */
  readonly registry: Location;
  /** Every trusted generation; the one that signs comes first. */
  readonly generations: readonly { readonly generation: number; readonly arn: string }[];
  /** Names of the repositories it signs. */
  readonly repositories: readonly string[];
}

/**
 * The profile of a key.
 *
 * @throws RangeError when the file has none of that key
 */
export function signingProfile(organization: Organization, key: string): SigningProfilePlan {
  const registry = registryLocation(organization);
  return {
    registry,
    generations: generationsOf(organization, registry, key).map(({ generation, arn }) => ({
      generation,
      arn,
    })),
    repositories: Object.entries(organization.registry.repositories)
      .filter(([, repository]) => signedBy(organization, repository) === key)
      .map(([name]) => name),
  };
}
