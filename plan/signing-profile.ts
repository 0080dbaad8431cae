import { type Location } from "../aws";
import { type Organization, repositoriesTrusting } from "../config";
import { generationsOf, type TrustedGeneration, trustedFor } from "./profiles";
import { registryLocation } from "./registry-location";

/** A signing profile of the file as it is in AWS. */
export interface SigningProfilePlan {
  /** Where it is: the home region of the registry account. */
  readonly registry: Location;
  /** Every trusted generation; the one that signs comes first. */
  readonly generations: readonly { readonly generation: number; readonly arn: string }[];
  /** The repositories for which it is trusted, each with every generation that is. */
  readonly repositories: readonly { readonly name: string; readonly trusted: readonly TrustedGeneration[] }[];
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
    repositories: repositoriesTrusting(organization, key).map((name) => ({
      name,
      trusted: trustedFor(organization, registry, name),
    })),
  };
}
