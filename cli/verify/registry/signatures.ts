import { type Descriptor, MAX_ENVELOPE_BYTES } from "../../../notation";
import { digestOf } from "../../../notation/storage/digest";
import {
  envelopeIn,
  IMAGE_TYPES,
  NOTARY_TYPE,
  REFERRERS_TYPE,
  signaturesIn,
} from "../../../notation/storage/signature-manifest";
import { noVerdict, refusing } from "../files";
import { type Repository } from "./client";

const MANIFEST = "application/vnd.oci.image.manifest.v1+json";
const CODE = "registry-answer";
/** Pages of referrers that are read, at most. */
const MAX_PAGES = 20;

/** An envelope as a registry holds it. */
export interface StoredSignature {
  readonly signature: Uint8Array;
  readonly mediaType: string;
}

/**
 * The manifest that a tag or digest names.
 *
 * @throws UnknownAnswer `image-missing`, and those of a registry
 */
export async function subjectIn(repository: Repository, version: string): Promise<Descriptor> {
  const found = await repository.manifest(version, IMAGE_TYPES.join(", "));
  if (found === undefined) throw noVerdict(version, "image-missing", "is not in the repository");
  const { bytes, mediaType } = found;
  return { mediaType, digest: digestOf(bytes), size: bytes.length };
}

/**
 * Digests of the signatures of a manifest, from the referrers API or, where the registry has none, from the fallback
 * tag.
 *
 * @throws UnknownAnswer `registry-answer`, and those of a registry
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-referrers
 */
export async function signaturesOf(repository: Repository, digest: string): Promise<string[]> {
  const digests: string[] = [];
  let path: string | undefined = `referrers/${digest}?artifactType=${encodeURIComponent(NOTARY_TYPE)}`;
  for (let pages = 0; path !== undefined; pages += 1) {
    if (pages === MAX_PAGES)
      throw noVerdict(digest, CODE, `has more than ${String(MAX_PAGES)} pages of referrers`);
    const page = await repository.page(path, REFERRERS_TYPE);
    if (page === undefined || page.mediaType !== REFERRERS_TYPE) {
      if (pages > 0) throw noVerdict(digest, CODE, "a page of referrers is missing");
      const tagged = await repository.manifest(digest.replace(":", "-"), REFERRERS_TYPE);
      return tagged === undefined ? [] : signaturesAmong(tagged.bytes, digest);
    }
    digests.push(...signaturesAmong(page.bytes, digest));
    path = page.next;
  }
  return [...new Set(digests)];
}

function signaturesAmong(bytes: Buffer, of: string): string[] {
  return refusing(of, () => signaturesIn(bytes).map(({ digest }) => digest));
}

/**
 * The envelope that a signature's manifest holds.
 *
 * @throws UnknownAnswer `signature-manifest` for a manifest that is not one of a signature of the subject, and those
 * of a registry
 * @see https://github.com/notaryproject/specifications/blob/main/specs/signature-specification.md#storage
 */
export async function signatureIn(
  repository: Repository,
  digest: string,
  subject: Descriptor,
): Promise<StoredSignature> {
  const found = await repository.manifest(digest, MANIFEST);
  if (found === undefined) throw noVerdict(digest, "signature-manifest", "is listed and not there");
  const { digest: place, mediaType } = refusing(digest, () => envelopeIn(found.bytes, subject));
  const blob = await repository.blob(place, MAX_ENVELOPE_BYTES);
  if (blob === undefined) throw noVerdict(digest, "signature-manifest", "its layer is not there");
  return { signature: blob.bytes, mediaType };
}
