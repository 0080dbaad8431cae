import { signingProfileArn } from "../../aws";
import { type Deployment, type RegistryLayer, type TrustReach } from "../../plan";
import { generationId } from "./generation";

/** Which signatures are trusted for which images, and where. */
export interface Trust {
  /** For each repository the generations of profiles that are trusted, as `PROFILE/GENERATION`. */
  readonly generations: ReadonlyMap<string, readonly string[]>;
  /** For each repository the one that signs. */
  readonly signing: ReadonlyMap<string, string>;
  /** ARNs of the profiles by generation, as `PROFILE/GENERATION`. */
  readonly profiles: ReadonlyMap<string, string>;
  readonly reach: TrustReach;
}

/** Outputs of the registry's stack that tell the trust: a plan shows when it changes, and the next synth reads it. */
export const TRUST_OUTPUTS = {
  generations: "trusted_generations",
  signing: "signing_generations",
  profiles: "signing_profiles",
  reach: "trust_reach",
} as const;

const NOWHERE: TrustReach = { regions: [], clusterAccounts: [], accounts: {}, publishers: {} };

/** What a registry trusts. */
export function trustOf({
  account,
  region,
  partition,
  layer: { repositories, profiles, trustReach = NOWHERE },
}: Deployment<RegistryLayer>): Trust {
  const at = { accountId: account.id, region, partition };
  const arns = new Map(
    profiles.map(({ key, generation, name }) => [generationId(key, generation), signingProfileArn(at, name)]),
  );
  const signers = new Map([...arns].map(([signer, arn]) => [arn, signer]));
  const named = (list: readonly string[]) => list.flatMap((arn) => signers.get(arn) ?? []);
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
    profiles: arns,
    reach: trustReach,
  };
}

/** The outputs of the registry's stack; none where nobody's signature is trusted. */
export function trustOutputs(deployment: Deployment<RegistryLayer>) {
  const { generations, signing, profiles, reach } = trustOf(deployment);
  const { regions, accounts, publishers, clusterAccounts } = reach;
  if (profiles.size === 0 && Object.keys(publishers).length === 0) return [];
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
      name: TRUST_OUTPUTS.profiles,
      value: Object.fromEntries(profiles),
      description: "ARNs of the signing profiles by generation",
    },
    {
      name: TRUST_OUTPUTS.reach,
      value: { regions, accounts, publishers, cluster_accounts: clusterAccounts },
      description:
        "Where signatures are trusted: accounts and regions, and who signs images of other registries",
    },
  ];
}
