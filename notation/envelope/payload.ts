import { type JsonValue, objectOf, parseJson, refuseOtherCase, stringOf } from "../json";
import { NotationError } from "../error";

const CODE = "payload-malformed";

/** What an OCI registry calls the thing that is signed. */
export interface Descriptor {
  readonly mediaType: string;
  /** `sha256:` and hexadecimal digits, or another algorithm. */
  readonly digest: string;
  /** Bytes of the manifest. */
  readonly size: number;
}

/** The descriptor that was signed, with what the signer added. */
export interface SignedDescriptor extends Descriptor {
  readonly annotations: ReadonlyMap<string, string>;
}

/**
 * Reads the payload of a Notary Project signature.
 *
 * @throws NotationError `payload-malformed`, `json-malformed`
 * @see https://github.com/notaryproject/specifications/blob/main/specs/signature-specification.md#payload
 */
export function parsePayload(bytes: Uint8Array): SignedDescriptor {
  const payload = objectOf(parseJson(bytes), CODE, "the payload");
  const target = objectOf(payload.get("targetArtifact"), CODE, "targetArtifact");
  refuseOtherCase(payload, ["targetArtifact"], CODE);
  refuseOtherCase(target, ["mediaType", "digest", "size", "annotations"], CODE);
  const text = (name: string) => stringOf(target.get(name), CODE, `targetArtifact.${name}`);
  const size = target.get("size");
  if (typeof size !== "number" || size < 0) {
    throw new NotationError(CODE, "targetArtifact.size is not a number of bytes");
  }
  return {
    mediaType: text("mediaType"),
    digest: text("digest"),
    size,
    annotations: annotationsOf(target.get("annotations")),
  };
}

function annotationsOf(value: JsonValue | undefined): Map<string, string> {
  const annotations = new Map<string, string>();
  if (value === undefined) return annotations;
  for (const [name, item] of objectOf(value, CODE, "targetArtifact.annotations")) {
    annotations.set(name, stringOf(item, CODE, "an annotation"));
  }
  return annotations;
}
