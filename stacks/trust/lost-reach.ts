import { type DroppedReach, type RegistryLayer, type TrustReach } from "../../plan";
import { firstNames, type Problem, ROTATION_RUNBOOK } from "../../problem";
import { doubtsOf } from "./dropping";
import { type EarlierTrust } from "./earlier-trust";
import { type Trust } from "./trust";

/** Images that somebody trusted and trusts no more. */
interface Loss {
  /** Name of a repository, or the address of a publisher's. @default - every one */
  readonly repository?: string;
  /** @default - every one */
  readonly region?: string;
  /** Id of an account. @default - every one */
  readonly account?: string;
  /** Of a publisher. @default - everybody */
  readonly signer?: string;
}

/**
 * Places in which an earlier synth trusted images and this one neither does nor says so: a repository, a replica, an
 * account that pulls or somebody of a publisher is taken out. Trust policies name what there is, so what runs from
 * there is refused at its next start.
 */
export function lostReach(before: EarlierTrust, now: Trust, layer: RegistryLayer): Problem[] {
  const dropped: DroppedReach[] = [];
  const unsaid: Loss[] = [];
  for (const loss of losses(before, now)) {
    const entries = layer.droppedReach.filter((entry) => covers(entry, loss));
    const [entry] = entries.toSorted((a, b) => a.doubts.length - b.doubts.length);
    if (entry) dropped.push(entry);
    else unsaid.push(loss);
  }
  return [...vanished(unsaid, before), ...doubtsOf(dropped, before)];
}

/**
 * What is of no account that has clusters, now or at the last synth, is no matter: nothing starts there that somebody
 * verifies. Clusters that leave together with what they ran may be put back, and then nobody would remember it.
 */
function losses({ reach: before }: EarlierTrust, { reach: now, generations }: Trust): Loss[] {
  const verifying = new Set([...before.clusterAccounts, ...now.clusterAccounts]);
  const found = Object.keys(before.accounts).flatMap((repository): Loss[] => {
    // The whole organization trusted it with the accounts whose clusters come back only now.
    const trusting =
      before.accounts[repository] === "organization"
        ? [...verifying]
        : accountsOf(before, repository).filter((account) => verifying.has(account));
    if (trusting.length === 0) return [];
    // A repository that is there and no longer signed is told with its profile.
    if (!Object.hasOwn(now.accounts, repository)) return generations.has(repository) ? [] : [{ repository }];
    const kept =
      now.accounts[repository] === "organization" ? verifying : new Set(accountsOf(now, repository));
    const signers = new Set(now.publishers[repository]);
    return [
      ...trusting.filter((account) => !kept.has(account)).map((account) => ({ repository, account })),
      ...(before.publishers[repository] ?? [])
        .filter((signer) => !signers.has(signer))
        .map((signer) => ({ repository, signer })),
    ];
  });
  const regions =
    verifying.size === 0 ? [] : before.regions.filter((region) => !now.regions.includes(region));
  return [...found, ...regions.map((region) => ({ region }))];
}

function accountsOf({ accounts, clusterAccounts }: TrustReach, repository: string): readonly string[] {
  const named = accounts[repository] ?? [];
  return named === "organization" ? clusterAccounts : named;
}

/** An entry is about a loss that is of all that the entry names: one in a region does not end trust in all of them. */
function covers(
  { repositories, regions, accounts }: DroppedReach,
  { repository, region, account }: Loss,
): boolean {
  return [
    [repositories, repository] as const,
    [regions, region] as const,
    [accounts, account] as const,
  ].every(([named, lost]) => named === undefined || (lost !== undefined && named.includes(lost)));
}

/** What a loss is told with. */
interface Group {
  /** The key of the file. */
  readonly path: string;
  /** Of what there is, in words that follow `at the last synth`. */
  readonly told: (names: string) => string;
  /** What an entry names beside repositories. */
  readonly entry: readonly string[];
}

/** One problem for each key of the file that lost something, and for each account or signer. */
function vanished(lost: readonly Loss[], { folder, reach }: EarlierTrust): Problem[] {
  const groups = new Map<string, Group & { readonly names: string[] }>();
  for (const loss of lost) {
    const group = groupOf(loss, reach);
    const id = `${group.path} ${group.told("")}`;
    const known = groups.get(id) ?? { ...group, names: [] };
    groups.set(id, known);
    if (loss.repository !== undefined) known.names.push(loss.repository);
  }
  return [...groups.values()].map(({ path, told, entry, names }): Problem => {
    const named = [...(names.length === 0 ? [] : [`repositories: [${names.join(", ")}]`]), ...entry];
    return {
      code: "trust-vanished",
      path,
      message: `at the last synth ${told(firstNames(names))}, and nothing says that this ends: what runs there is refused at its next start`,
      change: `put it back, or say under \`verification.dropped\`: \`{ ${named.join(", ")}, droppedOn: DAY, reason: WHY, owner: WHO }\` (${ROTATION_RUNBOOK}); if the last synth was never applied, remove ${folder}`,
    };
  });
}

function groupOf({ repository = "", region, account, signer }: Loss, reach: TrustReach): Group {
  if (region !== undefined) {
    const told = () => `every image in ${region} was trusted`;
    return { path: "registry.replication", told, entry: [`regions: [${region}]`] };
  }
  const path = Object.hasOwn(reach.publishers, repository)
    ? "verification.publishers"
    : "registry.repositories";
  if (account !== undefined) {
    // One of the whole organization that had no clusters then may be new; nobody remembers whether it had some before.
    const who = accountsOf(reach, repository).includes(account)
      ? `account ${account}`
      : `the whole organization, account ${account} with it,`;
    return {
      path,
      told: (names) => `${who} trusted images of ${names}`,
      entry: [`accounts: ["${account}"]`],
    };
  }
  if (signer !== undefined) return { path, told: (names) => `${signer} was trusted for ${names}`, entry: [] };
  return { path, told: (names) => `images of ${names} were trusted`, entry: [] };
}
