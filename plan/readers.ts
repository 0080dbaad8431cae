import { type Organization } from "../config";
import { type TrustPolicyDocument } from "../trust-policy";
import { trustPolicies } from "./trust-policy";

type Repository = Organization["registry"]["repositories"][string];

/** Tells the names of the repositories that accounts are named for; lists are read once, as every account is asked. */
function named(
  { registry }: Organization,
  accountsOf: (repository: Repository) => "organization" | readonly string[],
): (accountKey: string) => readonly string[] {
  const repositories = Object.entries(registry.repositories).map(([name, repository]) => {
    const accounts = accountsOf(repository);
    return { name, accounts: accounts === "organization" ? undefined : new Set(accounts) };
  });
  return (accountKey) =>
    repositories.flatMap(({ name, accounts }) => ((accounts?.has(accountKey) ?? true) ? [name] : []));
}

/** Tells the names of the repositories an account may pull. */
export function pullers(organization: Organization): (accountKey: string) => readonly string[] {
  return named(organization, ({ pull }) => pull);
}

const verifiersOf = ({ verify }: Repository): string[] =>
  verify.map((verifier) => (typeof verifier === "string" ? verifier : verifier.account));

/**
 * Trust policies of the accounts that are named under `verify`, or of which a role is, by the account's key: of all
 * that they may pull or verify. What their clusters run is a narrower matter, as these hold back what they may not
 * pull.
 */
export function verifierTrustPolicies(organization: Organization): ReadonlyMap<string, TrustPolicyDocument> {
  const trustPolicyFor = trustPolicies(organization);
  const pulled = pullers(organization);
  const verified = named(organization, verifiersOf);
  const accounts = new Set(Object.values(organization.registry.repositories).flatMap(verifiersOf));
  return new Map(
    Object.keys(organization.accounts)
      .filter((key) => accounts.has(key))
      .map((key) => {
        const readable = new Set([...pulled(key), ...verified(key)]);
        const names = Object.keys(organization.registry.repositories).filter((name) => readable.has(name));
        return [key, trustPolicyFor(names)];
      }),
  );
}
