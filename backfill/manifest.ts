import { type Descriptor, JWS_MEDIA_TYPE } from "../notation";
import { digestOf } from "../notation/storage/digest";
import { NOTARY_TYPE } from "../notation/storage/signature-manifest";

/** Type of the manifest of a signature. */
const MANIFEST_TYPE = "application/vnd.oci.image.manifest.v1+json";
/** Names the certificates of a signature by their SHA-256, the signing one first. */
const THUMBPRINTS = "io.cncf.notary.x509chain.thumbprint#S256";

/** The configuration of a manifest that has none. @see https://github.com/opencontainers/image-spec/blob/v1.1.0/manifest.md#guidance-for-an-empty-descriptor */
export const EMPTY_CONFIG = {
  bytes: Buffer.from("{}"),
  descriptor: {
    mediaType: "application/vnd.oci.empty.v1+json",
    digest: digestOf("{}"),
    size: 2,
  },
} as const;

/** Describes a manifest by its very bytes. */
export function descriptorOf(mediaType: string, bytes: Uint8Array | string): Descriptor {
  return { mediaType, digest: digestOf(bytes), size: Buffer.byteLength(bytes) };
}

/** What is signed: the descriptor of an image. */
export function payloadOf({ mediaType, digest, size }: Descriptor): Uint8Array {
  return Buffer.from(JSON.stringify({ targetArtifact: { mediaType, digest, size } }));
}

/**
 * The manifest that ties a signature to its image, as `notation` from 1.2 writes it, without the time: the same
 * envelope has the same manifest, so that putting it twice changes nothing.
 *
 * @param thumbprints SHA-256 of the certificates, the signing one first
 * @see https://github.com/notaryproject/specifications/blob/main/specs/signature-specification.md#storage
 */
export function signatureManifest(
  subject: Descriptor,
  envelope: Uint8Array,
  thumbprints: readonly string[],
): string {
  const { mediaType, digest, size } = subject;
  return JSON.stringify({
    schemaVersion: 2,
    mediaType: MANIFEST_TYPE,
    artifactType: NOTARY_TYPE,
    config: EMPTY_CONFIG.descriptor,
    layers: [descriptorOf(JWS_MEDIA_TYPE, envelope)],
    subject: { mediaType, digest, size },
    annotations: { [THUMBPRINTS]: JSON.stringify(thumbprints) },
  });
}
