import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { parseSigningProfileArn } from "../../aws";
import { type Deployment, type RegistryLayer } from "../../plan";
import { accountIdsOf, earlierStack, stacksOfLastSynth } from "../earlier-synth";
import { STACK_FILE } from "../output-folder";
import { readTrust, type ToldTrust } from "./trust-outputs";

/** What an earlier synth of the registry trusted. */
export interface EarlierTrust extends ToldTrust {
  /** Folder of its stack. */
  readonly folder: string;
}

/** A registry's stack of an earlier synth. */
interface EarlierRegistry {
  readonly stack: string;
  /** Ids of accounts, by its provider and its profiles: of what Terraform keeps in its state outputs alone are easily read. */
  readonly owners: readonly string[];
  readonly trust: ToldTrust;
}

/**
 * What the last synth of a registry trusted, whatever its stack was called: the key of an account is a name alone, and
 * with another id the registry of the organization has moved. Of several stacks one of the last synth counts first; where
 * no manifest tells which those are, any may be.
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
  const last = stacksOfLastSynth(folder);
  const worth = ({ stack, trust }: EarlierRegistry) =>
    [last.has(stack), trust.isTold, isIn(stack, deployment), stack === deployment.name].map(Number).join("");
  const [best] = registriesIn(folder)
    .filter((registry) => isOwn(registry, deployment))
    .filter(({ stack, trust }) => trust.isTold || isIn(stack, deployment))
    .sort((a, b) => (worth(a) > worth(b) || (worth(a) === worth(b) && a.stack < b.stack) ? -1 : 1));
  return best && { ...best.trust, folder: join(folder, best.stack) };
}

function registriesIn(folder: string): EarlierRegistry[] {
  return (existsSync(folder) ? readdirSync(folder) : [])
    .filter((stack) => stack.startsWith("registry-") && existsSync(join(folder, stack, STACK_FILE)))
    .map((stack) => {
      const terraform = earlierStack(folder, stack);
      const trust = readTrust(terraform);
      const arns = [...trust.profiles.values()];
      const owners = arns.flatMap((arn) => parseSigningProfileArn(arn)?.accountId ?? []);
      return { stack, owners: [...accountIdsOf(terraform), ...owners], trust };
    });
}

function isOwn(
  { stack, owners, trust }: EarlierRegistry,
  { account, name, layer }: Deployment<RegistryLayer>,
): boolean {
  if (owners.includes(account.id)) return true;
  // Of another account, the registry of the same organization has moved.
  if (trust.organizationId !== undefined) return trust.organizationId === layer.organizationId;
  // Where nothing in it tells whose it is, its name does: an older version did not tell, and a file may be damaged.
  return stack === name && (trust.isTold || owners.length === 0);
}

function isIn(stack: string, { region }: Deployment): boolean {
  return stack.endsWith(`-${region}`);
}
