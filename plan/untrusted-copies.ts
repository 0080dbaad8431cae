import { registryOfHost } from "../aws";
import { type Organization } from "../config";
import { cachedUnder } from "./cached-under";
import { type Note, type Rule } from "./note";
import { registryLocation } from "./registry-location";

/** Caches of ECR registries of the organization, with the account that each copies from. */
function ownCaches({ accounts, registry }: Organization) {
  const ids = new Set(Object.values(accounts).map(({ id }) => id));
  return Object.entries(registry.pullThroughCache).flatMap(([prefix, cache]) => {
    const { upstream = prefix, registry: host } = cache;
    if (upstream !== "ecr" || host === undefined) return [];
    const { accountId } = registryOfHost(host);
    return ids.has(accountId) ? [{ prefix, cache, host, accountId }] : [];
  });
}

/**
 * A cache gives an image a second address, and trust policies name only the first. Only what is pushed to the
 * registry itself is signed: managed signing leaves out what is cached.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-private.html
 */
export const untrustedCopies: Rule = (organization) => {
  if (Object.keys(organization.signing.profiles).length === 0) return [];
  const { accountId: ours } = registryLocation(organization);
  return ownCaches(organization).map(({ prefix, cache, host, accountId }): Note => ({
    code: "cached-images-untrusted",
    path: `registry.pullThroughCache.${prefix}`,
    message: `the organization's own images that are cached from ${host} are trusted nowhere: trust policies name repositories of the registry and its replicas, and none under ${cachedUnder(organization, prefix, cache)}, so whoever verifies refuses them`,
    change:
      accountId === ours
        ? `let clusters pull them from ${host} itself, or from a replica that \`registry.replication\` makes`
        : "push what clusters run to a repository under `registry.repositories`, which signs it",
  }));
};
