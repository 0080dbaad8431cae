import { type Path } from "../document";
import { lookUp } from "../lookup";
import { type Organization, type Repository } from "../schema/organization";
import { didYouMean, namesOf } from "../words";
import { type Finding } from "./check";

type Signed = Pick<Organization, "signing" | "registry">;

/** Key of the profile that signs a repository: the one it names, or the only one there is. */
export function signerOf({ signing }: Signed, { signedBy }: Repository): string | undefined {
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

/** Names of the repositories for which a profile is trusted: it signs them, or another does meanwhile. */
export function repositoriesTrusting(organization: Organization, profile: string): readonly string[] {
  return Object.entries(organization.registry.repositories)
    .filter(
      ([, repository]) =>
        signerOf(organization, repository) === profile || repository.trustedProfiles.includes(profile),
    )
    .map(([name]) => name);
}

/** Reports a signing profile that the file does not have. */
export function unknownProfile({ signing }: Organization, path: Path, key: string): Finding[] {
  if (lookUp(signing.profiles, key) !== undefined) return [];
  const keys = Object.keys(signing.profiles);
  return [
    {
      code: "unknown-profile",
      path,
      message: `there is no signing profile ${key}`,
      allowed: keys.length === 0 ? "a key of signing.profiles, which has none" : namesOf(keys),
      change: () => didYouMean(key, keys, "add it to signing.profiles"),
    },
  ];
}
