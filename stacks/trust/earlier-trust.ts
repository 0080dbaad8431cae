import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseSigningProfileArn } from "../../aws";
import { type Deployment, type RegistryLayer, type TrustReach, validityText } from "../../plan";
import { profileName } from "../../names";
import { generationId } from "./generation";
import { type Trust, TRUST_OUTPUTS } from "./trust";
import { isWholeTrust } from "./whole-trust";
import { STACK_FILE } from "../output-folder";
import { accountIdsOf, bodyOf, earlierStack, stacksOfLastSynth } from "../earlier-synth";

type Body = ReturnType<typeof bodyOf>;

/** What an earlier synth of the registry trusted. */
export interface EarlierTrust extends Trust {
  /** Folder of its stack. */
  readonly folder: string;
  /** Whether it says all that it trusted: an older version said less, and a file may be damaged or edited. */
  readonly isWhole: boolean;
}

/**
 * What the last synth of a registry trusted, whatever its stack was called: the key of an account is a name alone, and
 * with another id the registry of the organization has moved.
 * Where the home region is another now, it is the stack of the former one that tells; what stands in this region was a
 * replica, which trusts nothing itself.
 *
 * @param folder folder of the stacks
 * @returns `undefined` where the folder holds none: the sample of another organization that was tried there is nobody's
 * earlier synth
 */
export function earlierTrust(
  folder: string,
  deployment: Deployment<RegistryLayer>,
): EarlierTrust | undefined {
  const stack = earlierRegistry(folder, deployment);
  if (stack === undefined) return undefined;
  const terraform = bodyOf(earlierStack(folder, stack));
  return {
    folder: join(folder, stack),
    isWhole: isWhole(terraform),
    generations: new Map(Object.entries(listsOf(valueOf(terraform, TRUST_OUTPUTS.generations)))),
    signing: textsOf(valueOf(terraform, TRUST_OUTPUTS.signing)),
    profiles: textsOf(valueOf(terraform, TRUST_OUTPUTS.profiles)),
    reach: reachOf(valueOf(terraform, TRUST_OUTPUTS.reach)),
  };
}

/** The best of the account's: of the last synth, one that tells of trust, in this region, of this name. */
function earlierRegistry(
  folder: string,
  { account, name, region, layer }: Deployment<RegistryLayer>,
): string | undefined {
  if (!existsSync(folder)) return undefined;
  const last = stacksOfLastSynth(folder);
  return readdirSync(folder)
    .filter((stack) => stack.startsWith("registry-"))
    .flatMap((stack) => {
      const terraform = bodyOf(earlierStack(folder, stack));
      const owners = ownersOf(terraform);
      // Where nothing in it tells whose it is, its name does.
      const hasMoved = last.has(stack) && isOfOrganization(terraform, layer);
      const isOwn =
        owners.length === 0
          ? isWritten(folder, stack) && stack === name
          : owners.includes(account.id) || hasMoved;
      if (!isOwn) return [];
      const isHere = stack.endsWith(`-${region}`);
      const tells = Object.hasOwn(bodyOf(terraform["output"]), TRUST_OUTPUTS.generations);
      if (!isHere && !tells) return [];
      return [{ stack, worth: [last.has(stack), tells, isHere, stack === name].map(Number).join("") }];
    })
    .sort((a, b) => (a.worth > b.worth || (a.worth === b.worth && a.stack < b.stack) ? -1 : 1))
    .at(0)?.stack;
}

/** Without a profile it may say nothing: it trusted nobody. */
function isWhole(terraform: Body): boolean {
  const told = bodyOf(terraform["output"]);
  const outputs = Object.values(TRUST_OUTPUTS);
  const signs = Object.hasOwn(bodyOf(terraform["resource"]), "aws_signer_signing_profile");
  if (!signs && ownersOf(terraform).length > 0 && !outputs.some((output) => Object.hasOwn(told, output)))
    return true;
  return isWholeTrust({
    generations: writtenIn(terraform, TRUST_OUTPUTS.generations),
    signing: writtenIn(terraform, TRUST_OUTPUTS.signing),
    profiles: writtenIn(terraform, TRUST_OUTPUTS.profiles),
    reach: writtenIn(terraform, TRUST_OUTPUTS.reach),
  });
}

/** Ids of accounts, by its provider and its profiles: of what Terraform keeps in its state outputs alone are easily read. */
function ownersOf(terraform: Body): readonly string[] {
  return [
    ...accountIdsOf(terraform),
    ...[...textsOf(valueOf(terraform, TRUST_OUTPUTS.profiles)).values()].flatMap(
      (arn) => parseSigningProfileArn(arn)?.accountId ?? [],
    ),
  ];
}

/**
 * Whether profiles were made for this organization, in whatever account: their names tell, and where they are in
 * another one the registry has moved.
 */
function isOfOrganization(terraform: Body, { organizationId, profiles }: RegistryLayer): boolean {
  const earlier = textsOf(valueOf(terraform, TRUST_OUTPUTS.profiles));
  return profiles.some(({ key, generation, validity }) => {
    const arn = parseSigningProfileArn(earlier.get(generationId(key, generation)) ?? "");
    const identity = { organizationId, key, validity: validityText(validity), generation };
    return arn && arn.name === profileName({ ...arn, ...identity });
  });
}

function isWritten(folder: string, stack: string): boolean {
  return existsSync(join(folder, stack, STACK_FILE));
}

function writtenIn(terraform: Body, output: string): unknown {
  return bodyOf(bodyOf(terraform["output"])[output])["value"];
}

function valueOf(terraform: Body, output: string): Body {
  return bodyOf(writtenIn(terraform, output));
}

function textsOf(value: Body): Map<string, string> {
  return new Map(
    Object.entries(value).flatMap(([name, text]) => (typeof text === "string" ? [[name, text]] : [])),
  );
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
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
