import { type Account, type Cluster, type Organization } from "../schema/organization";

export type Role = Account["role"][number];

/** What a map of the file holds under a key; never what JavaScript gives every object. */
export function lookUp<T>(map: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

type Accounts = Organization["accounts"];

/** Keeps what was found in the accounts of an organization: rules ask for it once for every key of another map. */
function keeping<T>(find: (accounts: Accounts) => T): (organization: Organization) => T {
  const kept = new WeakMap<Accounts, T>();
  return ({ accounts }) => {
    const known = kept.get(accounts) ?? find(accounts);
    kept.set(accounts, known);
    return known;
  };
}

const keysByRole = keeping((accounts) => {
  const keys = new Map<Role, string[]>();
  for (const [key, account] of Object.entries(accounts)) {
    for (const role of account.role) {
      const before = keys.get(role);
      if (before) before.push(key);
      else keys.set(role, [key]);
    }
  }
  return keys;
});

/** Keys of the accounts that play a role, in the order of the file. */
export function keysWith(organization: Organization, role: Role): readonly string[] {
  return keysByRole(organization).get(role) ?? [];
}

/** Every cluster as `ACCOUNT/CLUSTER`. */
export const clusterReferences = keeping((accounts) =>
  Object.entries(accounts).flatMap(([account, { clusters }]) =>
    Object.keys(clusters).map((cluster) => `${account}/${cluster}`),
  ),
);

/** Regions an account is used in. */
export function regionsOf(organization: Organization, account: Account): readonly string[] {
  return account.regions ?? organization.organization.regions;
}

/** Region of a cluster or network that may leave it out: the home region if the account is there, else its first. */
export function regionOf(organization: Organization, account: Account, region: string | undefined): string {
  const regions = regionsOf(organization, account);
  const { homeRegion } = organization.organization;
  return region ?? (regions.includes(homeRegion) ? homeRegion : (regions[0] ?? homeRegion));
}

/** Where the registry is, once exactly one account has the role. */
export function registryOf(
  organization: Organization,
): { readonly key: string; readonly account: Account } | undefined {
  const [key, ...others] = keysWith(organization, "registry");
  const account = key === undefined ? undefined : organization.accounts[key];
  return key === undefined || !account || others.length > 0 ? undefined : { key, account };
}

/** The account and cluster that `ACCOUNT/CLUSTER` names. */
export function clusterOf(
  organization: Organization,
  reference: string,
):
  | {
      readonly accountKey: string;
      readonly account: Account;
      readonly clusterKey: string;
      readonly cluster: Cluster;
    }
  | undefined {
  const [accountKey = "", clusterKey = ""] = reference.split("/");
  const account = lookUp(organization.accounts, accountKey);
  const cluster = account && lookUp(account.clusters, clusterKey);
  return account && cluster ? { accountKey, account, clusterKey, cluster } : undefined;
}

/** Key of the account that runs a pipeline: the one it names, or the only one with the role. */
export function pipelineAccountOf(organization: Organization, named: string | undefined): string | undefined {
  if (named !== undefined) return lookUp(organization.accounts, named) && named;
  const [only, ...others] = keysWith(organization, "pipeline");
  return others.length === 0 ? only : undefined;
}
