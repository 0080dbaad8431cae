import { type VerificationSettings } from "../../verification";
import { type EcrRepository, ecrRepository } from "./address";
import { type Conclusion, isFinal } from "./conclusion";
import { passes, undecidedBy } from "./failure";
import { type Search, verifySignatures } from "./signatures";

/** The repository that a replica is filled from; `undefined` for one that is none. */
export function sourceOf(
  { replicas }: VerificationSettings,
  { repository }: EcrRepository,
): EcrRepository | undefined {
  return Object.hasOwn(replicas, repository) ? ecrRepository(replicas[repository] ?? "") : undefined;
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
    if (conclusion.outcome !== "trusted") return conclusion;
    return { ...conclusion, signature: { ...conclusion.signature, sourceRepository: repository } };
  } catch (error) {
    const doubt = undecidedBy(error);
    if (own.outcome === "refused" && isFinal(own) && !passes(doubt)) return own;
    return { ...doubt.conclusion, message: `of its source ${repository}: ${doubt.message}` };
  }
}
