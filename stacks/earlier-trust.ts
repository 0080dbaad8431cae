import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Deployment, type TrustReach } from "../plan";
import { type Trust, TRUST_OUTPUTS } from "./trust";
import { bodyOf, earlierStack } from "./superseded";

/** What an earlier synth of the registry trusted. */
export interface EarlierTrust extends Trust {
  /** Folder of its stack. */
  readonly folder: string;
  /** Names of the signing profiles that it made. */
  readonly profileNames: ReadonlySet<unknown>;
}

/**
 * What the last synth of a registry trusted, whatever its stack was called: the key of an account is a name alone.
 *
 * @param folder folder of the stacks
 * @returns `undefined` where the folder holds none: a sample that was tried there is nobody's earlier synth
 */
export function earlierTrust(folder: string, deployment: Deployment): EarlierTrust | undefined {
  for (const stack of candidates(folder, deployment)) {
    const terraform = bodyOf(earlierStack(folder, stack));
    if (!isOf(deployment, terraform)) continue;
    const valueOf = (output: string) => bodyOf(bodyOf(bodyOf(terraform["output"])[output])["value"]);
    return {
      folder: join(folder, stack),
      profileNames: new Set(
        Object.values(bodyOf(bodyOf(terraform["resource"])["aws_signer_signing_profile"])).map(
          (profile) => bodyOf(profile)["name"],
        ),
      ),
      generations: new Map(Object.entries(listsOf(valueOf(TRUST_OUTPUTS.generations)))),
      signing: new Map(
        Object.entries(valueOf(TRUST_OUTPUTS.signing)).map(([name, signer]) => [name, String(signer)]),
      ),
      reach: reachOf(valueOf(TRUST_OUTPUTS.reach)),
    };
  }
  return undefined;
}

/** Stacks that may be an earlier one of a registry: first those of the last synth, then the one of its name. */
function candidates(folder: string, { name, region }: Deployment): readonly string[] {
  if (!existsSync(folder)) return [];
  const last = bodyOf(bodyOf(parsed(join(dirname(folder), "manifest.json")))["stacks"]);
  const order = (stack: string) => (Object.hasOwn(last, stack) ? 0 : 2) + (stack === name ? 0 : 1);
  return readdirSync(folder)
    .filter((stack) => stack.startsWith("registry-") && stack.endsWith(`-${region}`))
    .sort((a, b) => order(a) - order(b) || (a < b ? -1 : 1));
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return {};
  }
}

function isOf({ account, region }: Deployment, terraform: ReturnType<typeof bodyOf>): boolean {
  const providers = bodyOf(terraform["provider"])["aws"];
  return (Array.isArray(providers) ? providers : []).some((provider) => {
    const { allowed_account_ids: ids, region: at } = bodyOf(provider);
    return at === region && Array.isArray(ids) && ids.includes(account.id);
  });
}

function reachOf(value: ReturnType<typeof bodyOf>): TrustReach {
  const { accounts } = value;
  return {
    regions: listOf(value["regions"]),
    clusterAccounts: listOf(value["cluster_accounts"]),
    accounts: Object.fromEntries(
      Object.entries(bodyOf(accounts)).map(([name, ids]) => [
        name,
        ids === "organization" ? ids : listOf(ids),
      ]),
    ),
    publishers: listsOf(bodyOf(value["publishers"])),
  };
}

function listsOf(value: ReturnType<typeof bodyOf>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(value).map(([name, items]) => [name, listOf(items)]));
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
