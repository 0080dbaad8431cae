import { lookUp } from "./lookup";
import { type Organization, type Repository } from "./schema/organization";

/** Key of the profile that signs a repository: the one it names, or the only one there is. */
export function signerOf({ signing }: Organization, { signedBy }: Repository): string | undefined {
  const [only, ...others] = Object.keys(signing.profiles);
  const key = signedBy ?? (others.length === 0 ? only : undefined);
  return key === undefined || lookUp(signing.profiles, key) === undefined ? undefined : key;
}

/** Names of the repositories that each profile signs: the one they name, or the only one there is. */
export function signedByProfile(organization: Organization): ReadonlyMap<string, readonly string[]> {
  const signed = new Map<string, string[]>();
  for (const [name, repository] of Object.entries(organization.registry.repositories)) {
    const key = signerOf(organization, repository);
    if (key === undefined) continue;
    const names = signed.get(key) ?? [];
    signed.set(key, names);
    names.push(name);
  }
  return signed;
}

/** Keys of the profiles that are trusted for a repository, none if nobody signs it; the one that signs comes first. */
export function trustedProfiles(organization: Organization, repository: Repository): readonly string[] {
  const key = signerOf(organization, repository);
  return key === undefined ? [] : [key, ...repository.trustedProfiles];
}

/** Names of the repositories for which a profile is trusted: it signs them, or another does meanwhile. */
export function repositoriesTrusting(organization: Organization, profile: string): readonly string[] {
  return Object.entries(organization.registry.repositories)
    .filter(([, repository]) => trustedProfiles(organization, repository).includes(profile))
    .map(([name]) => name);
}
