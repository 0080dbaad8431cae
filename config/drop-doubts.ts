import { type Problem } from "../problem";

const doubts = new WeakMap<object, Problem[]>();

/** Keeps what stands against the entry of a drop for whoever knows whether the trust ends now. */
export function addDoubt(entry: object, problem: Problem): void {
  const known = doubts.get(entry) ?? [];
  doubts.set(entry, known);
  known.push(problem);
}

/**
 * What stands against the entry of a drop while the trust has not ended yet: a `droppedOn` long ago, evidence that did
 * not look at all that the file has. A file alone does not show when trust ended; an earlier synth does.
 *
 * @param entry one of `droppedGenerations`, `droppedProfiles` or `verification.dropped` of a parsed organization
 */
export function dropDoubts(entry: object): readonly Problem[] {
  return doubts.get(entry) ?? [];
}
