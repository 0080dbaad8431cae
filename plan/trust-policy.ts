import { repositoryUri } from "../aws";
import { type Organization } from "../config";
import { trustPolicyDocument, type TrustPolicyDocument } from "../trust-policy";
import { generationsOf, trustedProfiles } from "./profiles";
import { registryLocation } from "./registry";

/**
 * Tells the trust policy of an account from the names of the repositories that it may pull: one statement for each
 * profile that signs some of them, with all its trusted generations, and the address of each repository in the
 * registry and in its replicas; one more for those that trust several profiles, named `api+web`, because an address
 * may stand in one statement alone. A replica holds the signatures of the source, by the profiles of the source's
 * region.
 *
 * Without a signed repository the document has no statement: a verifier refuses every image.
 *
 * Asked for every account; those that may pull the same share one document.
 */
export function trustPolicies(
  organization: Organization,
): (repositories: readonly string[]) => TrustPolicyDocument {
  const registry = registryLocation(organization);
  const registries = [registry.region, ...organization.registry.replication].map((region) => ({
    ...registry,
    region,
  }));
  const known = new Map<string, TrustPolicyDocument>();

  const documentFor = (repositories: readonly string[]): TrustPolicyDocument => {
    const signed = new Map<string, string[]>();
    for (const name of repositories) {
      const repository = organization.registry.repositories[name];
      const keys = repository ? [...trustedProfiles(organization, repository)].sort().join("+") : "";
      if (keys === "") continue;
      const names = signed.get(keys) ?? [];
      signed.set(keys, names);
      names.push(name);
    }
    if (signed.size === 0) return { version: "1.0", trustPolicies: [] };
    return trustPolicyDocument({
      profiles: [...signed].sort().map(([name, names]) => ({
        name,
        profileArns: name
          .split("+")
          .flatMap((key) => generationsOf(organization, registry, key).map(({ arn }) => arn)),
        registryScopes: registries.flatMap((at) => names.map((repository) => repositoryUri(at, repository))),
      })),
    });
  };

  return (repositories) => {
    const all = repositories.join(" ");
    const document = known.get(all) ?? documentFor(repositories);
    known.set(all, document);
    return document;
  };
}
