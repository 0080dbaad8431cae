import { parseSigningProfileArn } from "../aws";
import { type Deployment, type RegistryLayer } from "../plan";
import { bodyOf, earlierStack } from "./superseded";

/** Which generations of profiles are trusted for each repository, as `PROFILE/GENERATION`. */
export type Trust = ReadonlyMap<string, readonly string[]>;

/** Name of the output of the registry's stack that holds the trust, so that a plan shows when it changes. */
export const TRUST_OUTPUT = "trusted_generations";

/** What a registry trusts; for each repository the generation that signs comes first. */
export function trustOf({ repositories, profiles }: RegistryLayer): Trust {
  const names = new Map(
    profiles.map(({ key, generation, name }) => [name, `${key}/${String(generation)}`] as const),
  );
  return new Map(
    repositories.map(({ name, signingProfileArns, otherProfileArns }) => [
      name,
      [...signingProfileArns, ...otherProfileArns].flatMap(
        (arn) => names.get(parseSigningProfileArn(arn)?.name ?? "") ?? [],
      ),
    ]),
  );
}

/** The trust as an output: which one signs is no matter of it. */
export function trustOutput(layer: RegistryLayer): Readonly<Record<string, readonly string[]>> {
  return Object.fromEntries(
    [...trustOf(layer)].map(([repository, names]) => [repository, [...names].sort()]),
  );
}

/** What an earlier synth trusted; nothing where it is not known, or another account's. */
export function earlierTrust(folder: string, { name: stack, account }: Deployment): Trust {
  const terraform = bodyOf(earlierStack(folder, stack));
  if (!isOf(account.id, terraform)) return new Map();
  const output = bodyOf(bodyOf(terraform["output"])[TRUST_OUTPUT]);
  return new Map(
    Object.entries(bodyOf(output["value"])).map(([repository, names]) => [
      repository,
      Array.isArray(names) ? names.map(String) : [],
    ]),
  );
}

/** Whether a stack is one of an account: a sample that was tried in the same folder is nobody's earlier synth. */
function isOf(accountId: string, terraform: ReturnType<typeof bodyOf>): boolean {
  const providers = bodyOf(terraform["provider"])["aws"];
  return (Array.isArray(providers) ? providers : []).some((provider) => {
    const ids = bodyOf(provider)["allowed_account_ids"];
    return Array.isArray(ids) && ids.includes(accountId);
  });
}
