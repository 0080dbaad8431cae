import { type Descriptor, NotationError } from "../../../notation";
import { objectOf, parseJson } from "../../../notation/json";
import { digestOf } from "../../../notation/storage/digest";
import { REFERRERS_TYPE, signaturesIn } from "../../../notation/storage/referrers";
import { IMAGE_TYPES, NOTARY_TYPE } from "../../../notation/storage/signature-manifest";
import { MAX_MANIFEST_BYTES, type SignatureStore } from "../../../notation/storage/signatures";
import { UnknownAnswer } from "../../command";
import { noVerdict, refusing } from "../no-verdict";
import { type Content, type Repository } from "./client";
import { TOO_LARGE } from "./http";
import { type ImageName, nameOf } from "./image";

const CODE = "registry-answer";
const MANIFEST = "application/vnd.oci.image.manifest.v1+json";

/**
 * The manifest that a tag or digest names.
 *
 * @throws UnknownAnswer `image-missing`, and those of a registry
 */
export async function subjectIn(repository: Repository, image: ImageName): Promise<Descriptor> {
  const found = await repository.manifest(image.version, IMAGE_TYPES.join(", "));
  if (found === undefined) throw noVerdict(nameOf(image), "image-missing", "is not in the registry");
  const problem = noManifest(found);
  if (problem !== undefined) throw noVerdict(nameOf(image), CODE, problem);
  const { bytes, mediaType } = found;
  return { mediaType, digest: digestOf(bytes), size: bytes.length };
}

/**
 * Why an answer is no image: a page to sign in at has a digest, too, and no signature.
 *
 * @see https://github.com/opencontainers/image-spec/blob/v1.1.0/manifest.md#image-manifest-property-descriptions
 */
function noManifest({ bytes, mediaType }: Content): string | undefined {
  if (!IMAGE_TYPES.includes(mediaType)) {
    return `the registry answered with the media type ${JSON.stringify(mediaType.slice(0, 100))}, which is no image's`;
  }
  try {
    const manifest = objectOf(parseJson(bytes), CODE, "the manifest");
    if (manifest.get("schemaVersion") !== 2) return "the registry's manifest has not the schemaVersion 2";
    // OCI lets a manifest leave its own type out.
    if ((manifest.get("mediaType") ?? mediaType) === mediaType) return undefined;
    return `the registry answered with the media type ${JSON.stringify(mediaType)}, and its manifest names another`;
  } catch (error) {
    if (error instanceof NotationError) return "the registry answered with a manifest that is no JSON object";
    throw error;
  }
}

/**
 * A repository of any registry as signatures are read from it; what it throws is UnknownAnswer.
 *
 * @see https://github.com/opencontainers/distribution-spec/blob/v1.1.0/spec.md#listing-referrers
 */
export function signatureStore(repository: Repository): SignatureStore {
  return {
    async referrers(digest, from) {
      const first = `referrers/${digest}?artifactType=${encodeURIComponent(NOTARY_TYPE)}`;
      const page = await repository.page(from ?? first, REFERRERS_TYPE);
      if (page === undefined || page.mediaType !== REFERRERS_TYPE) {
        if (from === undefined) return undefined;
        throw noVerdict(digest, CODE, "a page of referrers is missing");
      }
      const { bytes, next } = page;
      const signatures = refusing(digest, () => signaturesIn(bytes));
      return { signatures, ...(next === undefined ? {} : { next }) };
    },
    tagged: async (tag) => (await repository.manifest(tag, REFERRERS_TYPE))?.bytes,
    async manifests(digests) {
      const found = await Promise.all(
        digests.map((digest) =>
          unlessTooLarge(repository.manifest(digest, MANIFEST, MAX_MANIFEST_BYTES), undefined),
        ),
      );
      return found.flatMap((manifest) => manifest?.bytes ?? []);
    },
    async blob(digest, maxBytes) {
      const blob = await unlessTooLarge(repository.blob(digest, maxBytes), "too-large");
      return blob === undefined ? "missing" : blob === "too-large" ? blob : blob.bytes;
    },
  };
}

/** Who pushes says how large something is: that it is too large says nothing of the registry. */
async function unlessTooLarge<T, const U>(content: Promise<T>, otherwise: U): Promise<T | U> {
  try {
    return await content;
  } catch (error) {
    if (error instanceof UnknownAnswer && error.problems.some(({ code }) => code === TOO_LARGE))
      return otherwise;
    throw error;
  }
}
