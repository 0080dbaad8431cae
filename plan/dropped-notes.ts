import { type Organization, siteOf, trustedProfiles } from "../config";
import { listed, type Note, type Rule } from "./note";

/** What an entry names and the file still has: trust in it goes on, whatever the entry says. */
export const droppedAndTrusted: Rule = (organization) =>
  organization.verification.dropped.flatMap((entry, index): Note[] => {
    const path = `verification.dropped[${String(index)}]`;
    const { repositories, regions = [], accounts } = entry;
    if (repositories === undefined && accounts !== undefined) {
      return accounts.flatMap((account) => stillPulls(organization, account, path));
    }
    const { homeRegion } = organization.organization;
    const there = [
      ...(repositories ?? []).filter((name) => isTrusted(organization, name, accounts)),
      ...regions.filter(
        (region) => region === homeRegion || organization.registry.replication.includes(region),
      ),
    ];
    if (there.length === 0) return [];
    return [
      {
        code: "dropped-and-trusted",
        path,
        message: `names ${listed(there)}, which this file has, and images are trusted there as before`,
        change: "take it out where it stands, or remove the entry; one of what came back later may stay",
      },
    ];
  });

/** An account alone stands for everything it pulled, which may be more than has gone. */
function stillPulls(organization: Organization, account: string, path: string): Note[] {
  const pulled = Object.keys(organization.registry.repositories).filter((name) =>
    isTrusted(organization, name, [account]),
  );
  if (pulled.length === 0) return [];
  return [
    {
      code: "dropped-and-trusted",
      path,
      message: `names account ${account}, which pulls ${listed(pulled)} by this file, and images are trusted there as before`,
      change:
        "add `repositories` with those that it pulls no more, or remove the entry; one of an account that came back later may stay",
    },
  ];
}

/** Somebody of a publisher may go while its repository stays, so nothing is said of these. */
function isTrusted(
  organization: Organization,
  name: string,
  accounts: readonly string[] | undefined,
): boolean {
  const { repositories } = organization.registry;
  const repository = Object.hasOwn(repositories, name) ? repositories[name] : undefined;
  if (repository === undefined || trustedProfiles(organization, repository).length === 0) return false;
  const { pull } = repository;
  if (accounts === undefined) return true;
  const idOf = (key: string) => siteOf(organization, key)?.account.id ?? key;
  const named = accounts.map(idOf);
  const pulling = pull === "organization" ? Object.keys(organization.accounts) : pull;
  return pulling.some((key) => named.includes(idOf(key)));
}
