import { type VerificationSettings } from "../../verification";
import { type EcrRepository, ecrRepository } from "./address";
import { type Conclusion, isFinal } from "./conclusion";
import { type Undecided, undecidedBy } from "./failure";
import { type Search, verifySignatures } from "./signatures";

/** The repository that a replica is filled from; `undefined` for one that is none. */
export function sourceOf(
  { replicas }: VerificationSettings,
  { repository }: EcrRepository,
): EcrRepository | undefined {
  return Object.hasOwn(replicas, repository) ? ecrRepository(replicas[repository] ?? "") : undefined;
}

/** Nothing but a source that is gone, or that may not be asked, keeps what has it from being refused. */
const SOURCE_LOST = "replica-source-lost";
/** Why nobody can ask a source for good; anything else is a doubt like others. */
const LOST = new Set(["access-denied", "image-missing"]);

/** Whether all that keeps a manifest from being refused is that its source is lost. */
export function isOfLostSource(conclusion: { readonly outcome: string; readonly code?: string }): boolean {
  return conclusion.outcome === "undecided" && conclusion.code === SOURCE_LOST;
}

/**
 * What the signatures in the source of a replica come to. A source that is gone, or that may not be asked, keeps
 * nothing running that is revoked or buried in the replica itself.
 *
 * @param search of the source
 * @param own what the signatures in the replica come to, of which none is trusted
 */
export async function verifySource(search: Search, own: Conclusion): Promise<Conclusion> {
  const { repository } = search.holder;
  try {
    const conclusion = await verifySignatures(search);
    if (conclusion.outcome === "undecided") return ofSource(repository, conclusion);
    if (conclusion.outcome === "refused") return conclusion;
    return { ...conclusion, signature: { ...conclusion.signature, sourceRepository: repository } };
  } catch (error) {
    const { conclusion } = undecidedBy(error);
    if (!LOST.has(conclusion.code)) return ofSource(repository, conclusion);
    return isFinal(own) ? own : ofSource(repository, conclusion, SOURCE_LOST);
  }
}

function ofSource(
  repository: string,
  { message, ...doubt }: Undecided["conclusion"],
  code = doubt.code,
): Undecided["conclusion"] {
  return { ...doubt, code, message: `of its source ${repository}: ${message}` };
}
