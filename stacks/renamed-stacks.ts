import { earlierStack, placeOf } from "./superseded";

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

/** Names of stacks begin with their layer. */
function identityOf(name: string, terraform: unknown): string {
  return `${name.slice(0, name.indexOf("-"))} ${placeOf(terraform)}`;
}
