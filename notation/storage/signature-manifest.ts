import { IMAGE_DIGEST } from "../../aws/image-reference";
import { COSE_MEDIA_TYPE, type Descriptor, JWS_MEDIA_TYPE, MAX_ENVELOPE_BYTES } from "../envelope";
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

const CODE = "signature-manifest";
const EMPTY = "application/vnd.oci.empty.v1+json";
const MANIFEST = "application/vnd.oci.image.manifest.v1+json";

/** Where a registry holds an envelope, and what it calls it. */
export interface StoredEnvelope {
  readonly digest: string;
  readonly mediaType: typeof JWS_MEDIA_TYPE | typeof COSE_MEDIA_TYPE;
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
  // OCI lets a manifest leave its own type out.
  const type = manifest.get("mediaType");
  if (type !== undefined && type !== MANIFEST) throw refused("it is not a manifest of OCI");
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
  if (typeof digest !== "string" || !IMAGE_DIGEST.test(digest)) throw refused("its layer has no digest");
  if (mediaType !== JWS_MEDIA_TYPE && mediaType !== COSE_MEDIA_TYPE) {
    throw refused("its layer has not the media type of an envelope");
  }
  if (typeof size === "number" && size > MAX_ENVELOPE_BYTES) throw refused("its envelope is too large");
  return { digest, mediaType };
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

function refused(message: string): NotationError {
  return new NotationError(CODE, message);
}

function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}
