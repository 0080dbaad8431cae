import { holds, parseRegistryHost, repositoryArn, repositoryUri } from "../aws";
import { type EcsCluster, type Organization } from "../config";
import { type BreakGlass, type ClusterSettings, type ImageException, NEVER_ENFORCED } from "../verification";
import { type EcsVerificationFacts } from "./layer";
import { registryLocations, replicaSources, repositoryArns } from "./registry-location";
import { publishersFor, publisherStores } from "./trust-policy";

/** A cluster of ECS whose images are verified. */
export interface VerifiedCluster {
  readonly key: string;
  /** Name in AWS. */
  readonly name: string;
  readonly cluster: EcsCluster & { readonly signatures: "block" | "alert" };
}

/** What one account runs in one region. */
interface Verified {
  readonly verified: readonly VerifiedCluster[];
  /** Names of the clusters of ECS beside them whose signatures are off. */
  readonly unverified: readonly string[];
  /** Names of the repositories that the account may pull. */
  readonly pulled: readonly string[];
}

/**
 * What the functions that verify images in one account and region are told.
 *
 * @param account key of the account
 * @param today day of the plan: exceptions and break-glass that end before it, or too long after it, are left out.
 * Without it all of them are, because nobody can say which have ended
 */
export function ecsVerification(
  organization: Organization,
  account: string,
  { verified: clusters, unverified, pulled }: Verified,
  today: string | undefined,
): EcsVerificationFacts {
  const { verification, registry } = organization;
  const registries = registryLocations(organization);
  const addressesOf = (name: string) =>
    Object.hasOwn(registry.repositories, name) ? registries.map((at) => repositoryUri(at, name)) : [name];
  const publishers = publishersFor(organization, account);
  const published = publishers.flatMap((key) => verification.publishers[key]?.repositories ?? []);
  const runnable = [...pulled, ...published];

  return {
    clusters: Object.fromEntries(
      clusters.map(({ name, cluster }): [string, ClusterSettings] => [
        name,
        {
          mode: cluster.signatures,
          tags: cluster.tags,
          enforcedSince:
            cluster.enforcedSince === undefined ? NEVER_ENFORCED : `${cluster.enforcedSince}T00:00:00Z`,
          repositories: (cluster.repositories ?? runnable).flatMap(addressesOf),
          services: Object.fromEntries(
            Object.entries(cluster.services).map(([service, names]) => [service, names.flatMap(addressesOf)]),
          ),
        },
      ]),
    ),
    unverified: [...unverified].sort(),
    trustStores: Object.assign({}, ...publishers.map((key) => publisherStores(organization, key))) as Record<
      string,
      readonly string[]
    >,
    replicas: replicaSources(organization, pulled),
    exceptions: exceptionsOf(organization, account, today),
    breakGlass: breakGlassOf(organization, account, clusters, today),
    stopLimit: verification.stopLimit,
    repositoryArns: [...repositoryArns(organization, pulled), ...published.flatMap(publishedArn)],
    ...(verification.notify === undefined ? {} : { notify: verification.notify }),
  };
}

function publishedArn(address: string): string[] {
  const slash = address.indexOf("/");
  const location = parseRegistryHost(address.slice(0, slash));
  return location === undefined ? [] : [repositoryArn(location, address.slice(slash + 1))];
}

function exceptionsOf(
  { verification }: Organization,
  account: string,
  today: string | undefined,
): ImageException[] {
  return Object.values(verification.exceptions).flatMap(({ image, accounts, reason, owner, expires }) =>
    accounts.includes(account) && today !== undefined && holds("exception", expires, today)
      ? [{ image, reason, owner, expires }]
      : [],
  );
}

function breakGlassOf(
  { verification }: Organization,
  account: string,
  clusters: readonly VerifiedCluster[],
  today: string | undefined,
): BreakGlass[] {
  return Object.values(verification.breakGlass).flatMap(({ cluster, ...entry }): BreakGlass[] => {
    const found = clusters.find(({ key }) => cluster === `${account}/${key}`);
    if (!found || today === undefined || !holds("breakGlass", entry.expires, today)) return [];
    const { service, digest, reason, owner, expires } = entry;
    return [
      {
        cluster: found.name,
        ...(service === undefined ? {} : { service }),
        ...(digest === undefined ? {} : { digest }),
        reason,
        owner,
        expires,
      },
    ];
  });
}
