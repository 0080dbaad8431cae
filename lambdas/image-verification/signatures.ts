import { type Descriptor, NotationError, type Verifier } from "../../notation";
import { searchSignatures, type SearchedSignature } from "../../notation/storage/search";
import { listSignatures, TOO_MANY_SIGNATURES } from "../../notation/storage/signatures";
import { type EcrRepository } from "./address";
import { type Conclusion, conclusionOf, refused, strongest } from "./conclusion";
import { Undecided, undecidedBy } from "./failure";
import { type ImageRegistry } from "./registry";

/** Where to look, and what for. */
export interface Search {
  readonly registry: ImageRegistry;
  readonly verifier: Verifier;
  /** Repository that holds the signatures. */
  readonly at: EcrRepository;
  /** What must be signed. */
  readonly subject: Descriptor;
  /** `<registry>/<repository>@<digest>` as the image is run; decides which statement of the policy applies. */
  readonly reference: string;
  /** Time of verification. */
  readonly now: Date;
}

/**
 * Verifies the signatures of a manifest that one repository holds, until one is trusted: those of the referrers API,
 * then those of the fallback tag, each in the registry's order. With more than can be verified and none trusted the
 * answer is a refusal and no doubt: who may push could otherwise keep whatever it pushed running, by burying it.
 *
 * @throws Undecided, and what the SDK throws, when the signatures cannot be listed
 */
export async function verifySignatures({
  registry,
  verifier,
  at,
  subject,
  reference,
  now,
}: Search): Promise<Conclusion> {
  const store = registry.signatures(at);
  const list = await listSignatures(store, subject.digest);
  const conclusions: Conclusion[] = [];
  const verify = (signature: Uint8Array, mediaType: string) =>
    verifier.verify({ signature, mediaType, subject, reference, at: now });
  const isCut = await searchSignatures({ store, subject, list, verify }, (one) => {
    const conclusion = concludedFrom(one);
    conclusions.push(conclusion);
    return conclusion.outcome === "trusted";
  });
  const found = strongest(conclusions);
  if (found !== undefined && found.outcome !== "refused") return found;
  const image = `${at.repository}@${subject.digest}`;
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
