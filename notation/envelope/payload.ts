import { decodeBase64 } from "../base64";
import {
  type JsonObject,
  type JsonValue,
  objectOf,
  parseJson,
  refuseOtherCase,
  stringOf,
  stringsOf,
} from "../json";
import { NotationError, within } from "../error";

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
  refuseOtherCase(target, ["mediaType", "digest", "size", "annotations", ...Object.keys(UNREAD)], CODE);
  checkUnread(target, UNREAD, "targetArtifact");
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

/** Says what is wrong with a value, if anything is. */
type Check = (value: JsonValue, what: string) => void;

const isText: Check = (value, what) => stringOf(value, CODE, what);
const isTexts: Check = (value, what) => stringsOf(value, CODE, what);
const isBase64: Check = (value, what) => {
  const text = stringOf(value, CODE, what);
  within(what, () => decodeBase64(text));
};
const PLATFORM: Readonly<Record<string, Check>> = {
  architecture: isText,
  os: isText,
  "os.version": isText,
  "os.features": isTexts,
  variant: isText,
};
/**
 * What else a descriptor may have. Nothing depends on it here, and other readers refuse it in another type.
 *
 * @see https://github.com/opencontainers/image-spec/blob/main/descriptor.md#properties
 */
const UNREAD: Readonly<Record<string, Check>> = {
  urls: isTexts,
  data: isBase64,
  artifactType: isText,
  platform: (value, what) => {
    const platform = objectOf(value, CODE, what);
    refuseOtherCase(platform, Object.keys(PLATFORM), CODE);
    checkUnread(platform, PLATFORM, what);
  },
};

function checkUnread(object: JsonObject, checks: Readonly<Record<string, Check>>, where: string): void {
  for (const [name, check] of Object.entries(checks)) {
    const value = object.get(name);
    if (value !== undefined && value !== null) check(value, `${where}.${name}`);
  }
}

function annotationsOf(value: JsonValue | undefined): Map<string, string> {
  const annotations = new Map<string, string>();
  if (value === undefined) return annotations;
  for (const [name, item] of objectOf(value, CODE, "targetArtifact.annotations")) {
    annotations.set(name, stringOf(item, CODE, "an annotation"));
  }
  return annotations;
}
