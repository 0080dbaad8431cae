import { type Location, roleArn, signingProfileArn } from "../aws";
import { locationOf, type Organization, siteOf, trustedProfiles } from "../config";
import { profileName } from "../names";
import { checked } from "./checked";
import { type ForgottenProfile, type ProfileFacts } from "./registry-layer";

/** One generation of a profile: a profile of AWS Signer of its own. */
interface Generation {
  readonly generation: number;
  readonly validity: string;
  readonly name: string;
  readonly arn: string;
}

/** Every generation that exists and is trusted; the one that signs comes first. */
export function generationsOf(organization: Organization, registry: Location, key: string): Generation[] {
  const profile = checked(organization.signing.profiles[key], `signing profile ${key}`);
  const { generation, validity, trustedGenerations } = profile;
  return [{ generation, validity }, ...trustedGenerations].map((trusted) => {
    const identity = { generation: trusted.generation, validity: trusted.validity ?? validity };
    const name = profileName({
      ...registry,
      organizationId: organization.organization.id,
      key,
      ...identity,
    });
    return { ...identity, name, arn: signingProfileArn(registry, name) };
  });
}

/** A generation of a profile that is trusted for some repository. */
export interface TrustedGeneration {
  /** Key of the profile. */
  readonly profile: string;
  readonly generation: number;
  readonly arn: string;
}

/** Every generation that is trusted for a repository; the one that signs comes first. */
export function trustedFor(
  organization: Organization,
  registry: Location,
  name: string,
): readonly TrustedGeneration[] {
  const repository = organization.registry.repositories[name];
  if (!repository) return [];
  return trustedProfiles(organization, repository).flatMap((profile) =>
    generationsOf(organization, registry, profile).map(({ generation, arn }) => ({
      profile,
      generation,
      arn,
    })),
  );
}

/** ARNs of the profiles of one repository; both are empty where nothing signs it. */
export interface RepositoryProfiles {
  /** The profiles that sign what is pushed. */
  readonly signingProfileArns: readonly string[];
  /** Other generations, and profiles, that are trusted too: pushers may sign with them already or still. */
  readonly otherProfileArns: readonly string[];
}

/** The profiles of a repository by its name. */
export function repositoryProfiles(
  organization: Organization,
  registry: Location,
  name: string,
): RepositoryProfiles {
  const [signing, ...others] = trustedFor(organization, registry, name).map(({ arn }) => arn);
  return { signingProfileArns: signing === undefined ? [] : [signing], otherProfileArns: others };
}

const UNITS = { days: "DAYS", months: "MONTHS", years: "YEARS" } as const;

/** ARNs of the roles that may sign with a profile. */
export interface Signers {
  /** Existing roles of the profile's account. */
  readonly own: Set<string>;
  /** Roles of other accounts. */
  readonly foreign: Set<string>;
}

/**
 * Every profile to make, one for each trusted generation.
 *
 * @param signers roles that may sign, by the profile's key
 */
export function profileFacts(
  organization: Organization,
  registry: Location,
  signers: ReadonlyMap<string, Signers>,
): ProfileFacts[] {
  return Object.keys(organization.signing.profiles).flatMap((key) =>
    generationsOf(organization, registry, key)
      .sort((a, b) => a.generation - b.generation)
      .map(({ generation, validity, name }) => {
        const [value, unit] = validity.split(" ") as [string, keyof typeof UNITS];
        return {
          key,
          generation,
          name,
          validity: { value: Number(value), unit: UNITS[unit] },
          signers: [...(signers.get(key)?.foreign ?? [])].sort(),
          ownSigners: [...(signers.get(key)?.own ?? [])].sort(),
          ...permitted(organization, registry, key),
        };
      }),
  );
}

/** Who may read a profile and who may revoke, the same for all its generations. */
function permitted(organization: Organization, registry: Location, key: string) {
  const { readers, revokers } = checked(organization.signing.profiles[key], `signing profile ${key}`);
  const arnsOf = (roles: typeof readers, own: boolean) =>
    roles
      .map(({ account, role }) => ({
        role,
        at: locationOf(organization, checked(siteOf(organization, account), account), registry.region),
      }))
      .filter(({ at }) => (at.accountId === registry.accountId) === own)
      .map(({ at, role }) => roleArn(at, role))
      .sort();
  return {
    readers: arnsOf(readers, false),
    revokers: arnsOf(revokers, false),
    ownReaders: arnsOf(readers, true),
    ownRevokers: arnsOf(revokers, true),
  };
}

/** Generations that are not trusted any more. A profile that was cancelled cannot come back, one that was forgotten can. */
export function forgottenProfiles({ signing, dropDoubts }: Organization): ForgottenProfile[] {
  return Object.entries(signing.profiles).flatMap(([key, { droppedGenerations }]) =>
    droppedGenerations.map((entry) => ({
      key,
      generation: entry.generation,
      doubts: dropDoubts?.get(entry) ?? [],
    })),
  );
}
