import { type Problem } from "../../problem";
import { type EarlierTrust } from "./earlier-trust";

/** What stands against the entries of drops that end trust now, each once. */
export function doubtsOf(
  entries: readonly { readonly doubts: readonly Problem[] }[],
  { folder }: EarlierTrust,
): Problem[] {
  return [...new Set(entries.flatMap(({ doubts }) => doubts))].map((problem) => ({
    ...problem,
    change: `${problem.change ?? ""}; if that was applied already from another folder, remove ${folder}`,
  }));
}
