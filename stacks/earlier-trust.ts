import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseSigningProfileArn } from "../aws";
import { type Deployment, type TrustReach } from "../plan";
import { type Trust, TRUST_OUTPUTS } from "./trust";
import { bodyOf, earlierStack } from "./superseded";

type Body = ReturnType<typeof bodyOf>;

/** What an earlier synth of the registry trusted. */
export interface EarlierTrust extends Trust {
  /** Folder of its stack. */
  readonly folder: string;
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
    return {
      folder: join(folder, stack),
      generations: new Map(Object.entries(listsOf(valueOf(terraform, TRUST_OUTPUTS.generations)))),
      signing: textsOf(valueOf(terraform, TRUST_OUTPUTS.signing)),
      profiles: textsOf(valueOf(terraform, TRUST_OUTPUTS.profiles)),
      reach: reachOf(valueOf(terraform, TRUST_OUTPUTS.reach)),
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

/** By its provider, or by its profiles: of what Terraform keeps in its state nothing but outputs is easily read. */
function isOf({ account, region }: Deployment, terraform: Body): boolean {
  const providers = bodyOf(terraform["provider"])["aws"];
  const isMadeThere = (Array.isArray(providers) ? providers : []).some((provider) => {
    const { allowed_account_ids: ids, region: at } = bodyOf(provider);
    return at === region && Array.isArray(ids) && ids.includes(account.id);
  });
  return (
    isMadeThere ||
    [...textsOf(valueOf(terraform, TRUST_OUTPUTS.profiles)).values()].some((arn) => {
      const profile = parseSigningProfileArn(arn);
      return profile?.accountId === account.id && profile.region === region;
    })
  );
}

function valueOf(terraform: Body, output: string): Body {
  return bodyOf(bodyOf(bodyOf(terraform["output"])[output])["value"]);
}

function textsOf(value: Body): Map<string, string> {
  return new Map(Object.entries(value).map(([name, text]) => [name, String(text)]));
}

function reachOf(value: Body): TrustReach {
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

function listsOf(value: Body): Record<string, string[]> {
  return Object.fromEntries(Object.entries(value).map(([name, items]) => [name, listOf(items)]));
}

function listOf(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [];
}
