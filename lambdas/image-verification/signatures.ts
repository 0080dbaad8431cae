import { NotationError } from "../../notation";
import {
  type SearchedSignature,
  searchSignatures,
  type SignatureCriteria,
} from "../../notation/storage/search";
import { TOO_MANY_SIGNATURES } from "../../notation/storage/signatures";
import { type EcrRepository } from "./address";
import { type Conclusion, conclusionOf, refused, strongest } from "./conclusion";
import { Undecided, undecidedBy } from "./failure";
import { type ImageRegistry } from "./registry";

/** Where to look, and what for. */
export interface Search extends SignatureCriteria {
  readonly registry: ImageRegistry;
  /** Repository that holds the signatures. */
  readonly holder: EcrRepository;
}

/**
 * Verifies the signatures of a manifest that one repository holds, until one is trusted: those of the referrers API,
 * then those of the fallback tag, each in the registry's order. With more than can be verified and none trusted the
 * answer is a refusal and no doubt: who may push could otherwise keep whatever it pushed running, by burying it.
 *
 * @throws Undecided, and what the SDK throws, when the signatures cannot be listed
 */
export async function verifySignatures({ registry, holder, ...criteria }: Search): Promise<Conclusion> {
  const store = registry.signatures(holder);
  const conclusions: Conclusion[] = [];
  const { isCut } = await searchSignatures({ ...criteria, store }, (one) => {
    const conclusion = concludedFrom(one);
    conclusions.push(conclusion);
    return conclusion.outcome === "trusted";
  });
  const found = strongest(conclusions);
  if (found !== undefined && found.outcome !== "refused") return found;
  const image = `${holder.repository}@${criteria.subject.digest}`;
  if (isCut) {
    const message = `${image} has more signatures than are verified, and none of the first ones is trusted`;
    return refused(TOO_MANY_SIGNATURES, message);
  }
  return found ?? refused("unsigned", `${image} has no signature`);
}

function concludedFrom(one: SearchedSignature): Conclusion {
  const { digest } = one;
  if ("verdict" in one) return conclusionOf(one.verdict, digest);
  // What somebody pushed that is no signature is none, and no reason for doubt.
  if ("worthless" in one) return refused("signature-manifest", `${digest}: ${one.worthless}`);
  const { error } = one;
  if (!(error instanceof NotationError)) return undecidedBy(error).conclusion;
  // The registry said something else than it was asked for.
  return new Undecided(error.code, error.message, true).conclusion;
}
