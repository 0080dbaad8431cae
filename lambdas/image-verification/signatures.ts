import { pool } from "../../asking/pool";
import { type Descriptor, NotationError, type Verifier } from "../../notation";
import {
  listSignatures,
  readEnvelope,
  readSignatures,
  type SignatureStore,
  type StoredSignature,
} from "../../notation/storage/signatures";
import { type EcrRepository } from "./address";
import { type Conclusion, conclusionOf, type Refusal, refused, strongest } from "./conclusion";
import { Undecided, undecidedBy } from "./failure";
import { type ImageRegistry } from "./registry";

/** Signatures that are read and verified at once. */
const WIDTH = 5;

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
export async function verifySignatures(search: Search): Promise<Conclusion> {
  const { registry, at, subject } = search;
  const store = registry.signatures(at);
  const list = await listSignatures(store, subject.digest);
  const conclusions: Conclusion[] = [];
  let { isCut } = list;
  for await (const batch of readSignatures(store, subject, list)) {
    conclusions.push(
      ...batch.worthless.map(({ digest, message }) => worthless(digest, message)),
      ...(await pool(batch.signatures, WIDTH, (signature) => verifyOne(search, store, signature))),
    );
    const trusted = conclusions.find(({ outcome }) => outcome === "trusted");
    if (trusted !== undefined) return trusted;
    isCut ||= batch.isCut;
  }
  const found = strongest(conclusions);
  if (found?.outcome === "undecided") return found;
  const image = `${at.repository}@${subject.digest}`;
  if (isCut) {
    const message = `${image} has more signatures than are verified, and none of the first ones is trusted`;
    return refused("too-many-signatures", message);
  }
  return found ?? refused("unsigned", `${image} has no signature`);
}

async function verifyOne(
  { verifier, subject, reference, now }: Search,
  store: SignatureStore,
  { digest, envelope }: StoredSignature,
): Promise<Conclusion> {
  try {
    const signature = await readEnvelope(store, envelope);
    if (typeof signature === "string") return worthless(digest, signature);
    const { mediaType } = envelope;
    return conclusionOf(await verifier.verify({ signature, mediaType, subject, reference, at: now }), digest);
  } catch (error) {
    if (!(error instanceof NotationError)) return undecidedBy(error).conclusion;
    // The registry said something else than it was asked for.
    return new Undecided(error.code, error.message, true).conclusion;
  }
}

/** What somebody pushed that is no signature is none, and no reason for doubt. */
function worthless(digest: string, message: string): Refusal {
  return refused("signature-manifest", `${digest}: ${message}`);
}
