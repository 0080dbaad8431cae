import { X509Certificate } from "node:crypto";
import { ACCOUNT_ID } from "../aws";
import { clusterPlaces, type Organization, siteOf, trustedProfiles } from "../config";
import { registryLocations } from "./registry-location";
import { type DroppedReach, type TrustReach } from "./registry-layer";

/** Where signatures are trusted: what a trust policy holds beside the profiles of each repository. */
export function trustReach(organization: Organization): TrustReach {
  const { registry, verification } = organization;
  const publishers = Object.values(verification.publishers);
  return {
    regions: registryLocations(organization).map(({ region }) => region),
    clusterAccounts: [...new Set(clusterPlaces(organization).map(({ accountId }) => accountId))].sort(),
    accounts: Object.fromEntries([
      ...Object.entries(registry.repositories)
        .filter(([, repository]) => trustedProfiles(organization, repository).length > 0)
        .map(
          ([name, { pull }]) => [name, pull === "organization" ? pull : idsOf(organization, pull)] as const,
        ),
      ...publishers.flatMap(({ repositories, accounts }) =>
        repositories.map((address) => [address, idsOf(organization, accounts)] as const),
      ),
    ]),
    publishers: Object.fromEntries(
      publishers.flatMap((publisher) => {
        const signers = signersOf(publisher);
        return publisher.repositories.map((address) => [address, signers]);
      }),
    ),
  };
}

/** Whose signatures are trusted, and the roots that they are trusted under. */
function signersOf({
  identities,
  certificates,
  timestampAuthorities,
}: Organization["verification"]["publishers"][string]): string[] {
  const named = (kind: string) => (pem: string) =>
    `${kind} ${new X509Certificate(pem).fingerprint256.replaceAll(":", "").toLowerCase()}`;
  return [
    ...identities,
    ...certificates.map(named("certificate")),
    ...timestampAuthorities.map(named("timestamp authority")),
  ].sort();
}

/** Where trust ends, as the file says with reason. */
export function droppedReach(organization: Organization): DroppedReach[] {
  return organization.verification.dropped.map((entry) => ({
    ...(entry.repositories === undefined ? {} : { repositories: entry.repositories }),
    ...(entry.regions === undefined ? {} : { regions: entry.regions }),
    ...(entry.accounts === undefined
      ? {}
      : {
          accounts: entry.accounts.flatMap((one) =>
            ACCOUNT_ID.test(one) ? one : idsOf(organization, [one]),
          ),
        }),
    doubts: organization.dropDoubts?.get(entry) ?? [],
  }));
}

/** An account that is gone from the file runs nothing of it. */
function idsOf(organization: Organization, keys: readonly string[]): string[] {
  return keys.flatMap((key) => siteOf(organization, key)?.account.id ?? []).sort();
}
