import { IMAGE_DIGEST } from "../../aws/image-reference";
import { INDEX_TYPES } from "../../aws/pushed-image";
import { type Descriptor } from "../envelope";
import { NotationError } from "../error";
import { type JsonObject, type JsonValue, objectOf, parseJson } from "../json";

/** Type of the artifacts that hold a signature. */
export const NOTARY_TYPE = "application/vnd.cncf.notary.signature";
/** Types of what may be signed: manifests and indexes, of OCI and of Docker. */
export const IMAGE_TYPES = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.docker.distribution.manifest.v2+json",
];
/** Type of the index under the fallback tag. */
export const REFERRERS_TYPE = "application/vnd.oci.image.index.v1+json";

const CODE = "signature-manifest";
const EMPTY = "application/vnd.oci.empty.v1+json";

/** Where a registry holds an envelope, and what it calls it. */
export interface StoredEnvelope {
  readonly digest: string;
  readonly mediaType: string;
  /** Bytes, as the manifest says. @default - it does not say */
  readonly size?: number;
}

/**
 * The envelope that a signature's manifest names.
 *
 * @param bytes the manifest
 * @param subject the manifest that it must be a signature of
 * @throws NotationError `signature-manifest`, `json-malformed`
 * @see https://github.com/notaryproject/specifications/blob/main/specs/signature-specification.md#storage
 */
export function envelopeIn(bytes: Uint8Array, subject: Descriptor): StoredEnvelope {
  const manifest = objectOf(parseJson(bytes), CODE, "the manifest");
  if (!isSignature(manifest)) throw refused("it is not of a signature");
  const signed = manifest.get("subject");
  const isOfSubject =
    signed instanceof Map &&
    (["mediaType", "digest", "size"] as const).every((name) => signed.get(name) === subject[name]);
  if (!isOfSubject) throw refused("its subject is another manifest");
  const [layer, ...others] = listOf(manifest.get("layers"));
  if (layer === undefined || others.length > 0) throw refused("it has not exactly one layer");
  const members = objectOf(layer, CODE, "the layer");
  const [digest, mediaType, size] = ["digest", "mediaType", "size"].map((name) => members.get(name));
  if (typeof digest !== "string" || !IMAGE_DIGEST.test(digest) || typeof mediaType !== "string") {
    throw refused("its layer has no digest or media type");
  }
  return { digest, mediaType, ...(typeof size === "number" ? { size } : {}) };
}

/** Either form: the type of the artifact, or of its configuration where there is none. */
function isSignature(manifest: JsonObject): boolean {
  const config = manifest.get("config");
  const configType = config instanceof Map ? (config as JsonObject).get("mediaType") : undefined;
  const artifactType = manifest.get("artifactType");
  return artifactType === NOTARY_TYPE
    ? configType === EMPTY || configType === undefined || configType === NOTARY_TYPE
    : artifactType === undefined && configType === NOTARY_TYPE;
}

/** A signature's manifest as an index lists it. */
export interface ListedSignature {
  readonly digest: string;
  /** Bytes, as the index says. */
  readonly size: number;
}

/**
 * The signatures that an index of referrers lists.
 *
 * @throws NotationError `registry-answer`, `json-malformed`
 * @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-referrers
 */
export function signaturesIn(index: Uint8Array): ListedSignature[] {
  const code = "registry-answer";
  const manifests = objectOf(parseJson(index), code, "the answer").get("manifests");
  return listOf(manifests).flatMap((item) => {
    const referrer = objectOf(item, code, "a referrer");
    if (referrer.get("artifactType") !== NOTARY_TYPE) return [];
    const [digest, size] = [referrer.get("digest"), referrer.get("size")];
    if (typeof digest !== "string" || !IMAGE_DIGEST.test(digest)) {
      throw new NotationError(code, "a referrer has no digest");
    }
    return [{ digest, size: typeof size === "number" ? size : 0 }];
  });
}

/** Digests of the manifests that an index holds; none for any other manifest, and for one that cannot be read. */
export function childrenOf(mediaType: string, manifest: Uint8Array): string[] {
  if (!INDEX_TYPES.includes(mediaType)) return [];
  try {
    const children = objectOf(parseJson(manifest), CODE, "the index").get("manifests");
    return listOf(children).flatMap((child) => {
      const digest = child instanceof Map ? (child as JsonObject).get("digest") : undefined;
      return typeof digest === "string" && IMAGE_DIGEST.test(digest) ? [digest] : [];
    });
  } catch (error) {
    if (error instanceof NotationError) return [];
    throw error;
  }
}

function refused(message: string): NotationError {
  return new NotationError(CODE, message);
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}
