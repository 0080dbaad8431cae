import { existsSync, readdirSync } from "node:fs";
import { earlierStack, placeOf, stacksOfLastSynth } from "./earlier-synth";

/** A stack that is planned under another name now, as the key of its account is another. */
export interface RenamedStack {
  readonly from: string;
  readonly to: string;
}

/**
 * Stacks of an earlier synth that are planned under another name: the same layer of the same account and region makes
 * the same things, so both cannot be applied, and destroying the old one takes them from the new one.
 *
 * @param folder folder of the stacks
 * @param unplanned names of stacks that are not planned any more
 * @param next what is planned
 */
export function renamedStacks(
  folder: string,
  unplanned: readonly string[],
  next: readonly { readonly name: string; readonly terraform: unknown }[],
): RenamedStack[] {
  const now = new Map(next.map(({ name, terraform }) => [identityOf(name, terraform), name]));
  return unplanned.flatMap((from) => {
    const to = now.get(identityOf(from, earlierStack(folder, from)));
    return to === undefined ? [] : [{ from, to }];
  });
}

/**
 * Names that stacks had at an earlier synth, found by their layer, account and region: the key of an account is a name
 * alone. Of several the last synth's counts, and then the one that is called the same.
 *
 * @param folder folder of the stacks
 * @returns what finds the name of a stack, by its name and Terraform JSON of now
 */
export function earlierNames(folder: string): (name: string, terraform: unknown) => string | undefined {
  const last = stacksOfLastSynth(folder);
  const names = new Map<string, string[]>();
  for (const stack of existsSync(folder) ? readdirSync(folder).sort() : []) {
    const identity = identityOf(stack, earlierStack(folder, stack));
    names.set(identity, [...(names.get(identity) ?? []), stack]);
  }
  return (name, terraform) => {
    const worth = (stack: string) => Number(last.has(stack)) * 2 + Number(stack === name);
    return names
      .get(identityOf(name, terraform))
      ?.toSorted((a, b) => worth(b) - worth(a))
      .at(0);
  };
}

/** Names of stacks begin with their layer. */
function identityOf(name: string, terraform: unknown): string {
  return `${name.slice(0, name.indexOf("-"))} ${placeOf(terraform)}`;
}
