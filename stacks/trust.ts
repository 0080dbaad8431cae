import { parseSigningProfileArn } from "../aws";
import { type RegistryLayer, type TrustReach } from "../plan";

/** Which signatures are trusted for which images, and where. */
export interface Trust {
  /** For each repository the generations of profiles that are trusted, as `PROFILE/GENERATION`. */
  readonly generations: ReadonlyMap<string, readonly string[]>;
  /** For each repository the one that signs. */
  readonly signing: ReadonlyMap<string, string>;
  readonly reach: TrustReach;
}

/** Outputs of the registry's stack that tell the trust: a plan shows when it changes, and the next synth reads it. */
export const TRUST_OUTPUTS = {
  generations: "trusted_generations",
  signing: "signing_generations",
  reach: "trust_reach",
} as const;

const NOWHERE: TrustReach = { regions: [], clusterAccounts: [], accounts: {}, publishers: {} };

/** What a registry trusts. */
export function trustOf({ repositories, profiles, trustReach = NOWHERE }: RegistryLayer): Trust {
  const names = new Map(
    profiles.map(({ key, generation, name }) => [name, `${key}/${String(generation)}`] as const),
  );
  const named = (arns: readonly string[]) =>
    arns.flatMap((arn) => names.get(parseSigningProfileArn(arn)?.name ?? "") ?? []);
  return {
    generations: new Map(
      repositories.map(({ name, signingProfileArns, otherProfileArns }) => [
        name,
        named([...signingProfileArns, ...otherProfileArns]).sort(),
      ]),
    ),
    signing: new Map(
      repositories.flatMap(({ name, signingProfileArns }) =>
        named(signingProfileArns).map((signer) => [name, signer] as const),
      ),
    ),
    reach: trustReach,
  };
}

/** The outputs of the registry's stack; none where nobody's signature is trusted. */
export function trustOutputs(layer: RegistryLayer) {
  const { generations, signing, reach } = trustOf(layer);
  const { regions, accounts, publishers, clusterAccounts } = reach;
  if (layer.profiles.length === 0 && Object.keys(publishers).length === 0) return [];
  return [
    {
      name: TRUST_OUTPUTS.generations,
      value: Object.fromEntries(generations),
      description: "Generations of signing profiles that are trusted for each repository",
    },
    {
      name: TRUST_OUTPUTS.signing,
      value: Object.fromEntries(signing),
      description: "Generation of a signing profile that signs each repository",
    },
    {
      name: TRUST_OUTPUTS.reach,
      value: { regions, accounts, publishers, cluster_accounts: clusterAccounts },
      description:
        "Where signatures are trusted: accounts and regions, and who signs images of other registries",
    },
  ];
}
