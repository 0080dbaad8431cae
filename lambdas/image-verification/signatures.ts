import { type Descriptor, MAX_ENVELOPE_BYTES, NotationError, type Verifier } from "../../notation";
import { envelopeIn, type ListedSignature } from "../../notation/storage/signature-manifest";
import { inParallel } from "../shared/pages";
import { type EcrRepository } from "./address";
import { type Conclusion, conclusionOf, refused, strongest } from "./conclusion";
import { undecidedBy } from "./failure";
import { type ImageRegistry } from "./registry";

/** Signatures of one image that are tried; notation tries as many. */
const MAX_SIGNATURES = 100;
/** Manifests of signatures that are asked for at once; each may have 4 MiB. */
const BATCH = 10;
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
 * Verifies the signatures of a manifest that one repository holds, until one is trusted.
 *
 * @throws Undecided, and what the SDK throws, when the signatures cannot be listed
 */
export async function verifySignatures(search: Search): Promise<Conclusion> {
  const { registry, at, subject } = search;
  const listed = await registry.signatures(at, subject.digest);
  const conclusions: Conclusion[] = [];
  for (let start = 0; start < Math.min(listed.length, MAX_SIGNATURES); start += BATCH) {
    const some = listed.slice(start, Math.min(start + BATCH, MAX_SIGNATURES));
    const manifests = await registry.signatureManifests(at, some);
    conclusions.push(
      ...(await inParallel(some, WIDTH, (signature) =>
        verifyOne(search, signature, manifests.get(signature.digest)),
      )),
    );
    const trusted = conclusions.find(({ outcome }) => outcome === "trusted");
    if (trusted !== undefined) return trusted;
  }
  const found = strongest(conclusions);
  if (found === undefined) {
    return refused("unsigned", `${at.repository}@${subject.digest} has no signature`);
  }
  if (found.outcome === "undecided" || listed.length <= MAX_SIGNATURES) return found;
  const message = `of ${String(listed.length)} signatures the first ${String(MAX_SIGNATURES)} are not trusted`;
  return refused("too-many-signatures", message);
}

async function verifyOne(
  { registry, verifier, at, subject, reference, now }: Search,
  { digest }: ListedSignature,
  manifest: Buffer | undefined,
): Promise<Conclusion> {
  const broken = (message: string) => refused("signature-manifest", `${digest}: ${message}`);
  if (manifest === undefined) return broken("it is listed and not there, or too large");
  try {
    const layer = envelopeIn(manifest, subject);
    if ((layer.size ?? 0) > MAX_ENVELOPE_BYTES) return broken("its envelope is too large");
    const signature = await registry.envelope(at, layer.digest);
    if (signature === undefined) return broken("its layer is not there");
    const { mediaType } = layer;
    return conclusionOf(await verifier.verify({ signature, mediaType, subject, reference, at: now }), digest);
  } catch (error) {
    // What somebody pushed that is no signature is none, and no reason for doubt.
    if (error instanceof NotationError) return broken(error.message);
    return undecidedBy(error).conclusion;
  }
}
