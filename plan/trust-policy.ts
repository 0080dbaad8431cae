import { repositoryUri } from "../aws";
import { type Organization, trustedProfiles } from "../config";
import { trustPolicyDocument, type TrustedPublisher, type TrustPolicyDocument } from "../trust-policy";
import { generationsOf } from "./profiles";
import { registryLocation, registryLocations } from "./registry-location";

const NOBODY: TrustPolicyDocument = { version: "1.0", trustPolicies: [] };

/** Keys of the publishers whose images the clusters of an account may run. */
export function publishersFor({ verification }: Organization, account: string): string[] {
  return Object.keys(verification.publishers)
    .filter((key) => verification.publishers[key]?.accounts.includes(account))
    .sort();
}

/** The trust stores of a publisher, with the certificates in them. */
export function publisherStores(
  { verification }: Organization,
  key: string,
): Readonly<Record<string, readonly string[]>> {
  const { certificates = [], timestampAuthorities = [] } = verification.publishers[key] ?? {};
  return {
    [`ca:${key}`]: certificates,
    ...(timestampAuthorities.length === 0 ? {} : { [`tsa:${key}`]: timestampAuthorities }),
  };
}

function publisherOf(organization: Organization, key: string): TrustedPublisher {
  const { identities = [], repositories = [] } = organization.verification.publishers[key] ?? {};
  return {
    // No profile has such a key.
    name: `publisher ${key}`,
    identities,
    registryScopes: repositories,
    trustStores: Object.keys(publisherStores(organization, key)),
  };
}

/**
 * Tells the trust policy of an account from the names of the repositories that it may pull: one statement for each
 * profile that signs some of them, with all its trusted generations, and the address of each repository in the
 * registry and in its replicas; one more for those that trust several profiles, named `api+web`, because an address
 * may stand in one statement alone. A signature that is found in a replica is one of the source, by the profiles of the
 * source's region. Publishers of other registries that the account trusts have a statement each.
 *
 * Without a signed repository the document has no statement: a verifier refuses every image.
 *
 * Asked for every account; those that may pull the same share one document.
 */
export function trustPolicies(
  organization: Organization,
): (repositories: readonly string[], account?: string) => TrustPolicyDocument {
  const documentFor = documents(organization);
  return (repositories, account) =>
    documentFor(repositories, account === undefined ? [] : publishersFor(organization, account));
}

/** The document by names of repositories and keys of publishers; the same ones share one. */
function documents(
  organization: Organization,
): (repositories: readonly string[], publishers: readonly string[]) => TrustPolicyDocument {
  const registry = registryLocation(organization);
  const registries = registryLocations(organization);
  const known = new Map<string, TrustPolicyDocument>();

  const documentFor = (repositories: readonly string[], publishers: readonly string[]) => {
    const signed = new Map<string, string[]>();
    for (const name of repositories) {
      const repository = organization.registry.repositories[name];
      const keys = repository ? [...trustedProfiles(organization, repository)].sort().join("+") : "";
      if (keys === "") continue;
      const names = signed.get(keys) ?? [];
      signed.set(keys, names);
      names.push(name);
    }
    if (signed.size + publishers.length === 0) return NOBODY;
    return trustPolicyDocument({
      profiles: [...signed].sort().map(([name, names]) => ({
        name,
        profileArns: name
          .split("+")
          .flatMap((key) => generationsOf(organization, registry, key).map(({ arn }) => arn)),
        registryScopes: registries.flatMap((at) => names.map((repository) => repositoryUri(at, repository))),
      })),
      publishers: publishers.map((key) => publisherOf(organization, key)),
    });
  };

  return (repositories, publishers) => {
    const all = [...repositories, "", ...publishers].join(" ");
    const document = known.get(all) ?? documentFor(repositories, publishers);
    known.set(all, document);
    return document;
  };
}

/** The trust policy for every repository of the registry and of every publisher, whoever may pull it. */
export function registryTrustPolicy(organization: Organization): TrustPolicyDocument {
  const { registry, verification } = organization;
  return documents(organization)(
    Object.keys(registry.repositories).sort(),
    Object.keys(verification.publishers).sort(),
  );
}

/** The trust stores that {@link registryTrustPolicy} names beside AWS Signer's: certificates in PEM by their names. */
export function registryTrustStores(organization: Organization): Readonly<Record<string, readonly string[]>> {
  const keys = Object.keys(organization.verification.publishers);
  return Object.assign({}, ...keys.map((key) => publisherStores(organization, key))) as Record<
    string,
    readonly string[]
  >;
}
