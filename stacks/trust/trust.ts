import { signingProfileArn } from "../../aws";
import { type Deployment, type RegistryLayer, type TrustReach } from "../../plan";
import { generationId } from "../../names";

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
