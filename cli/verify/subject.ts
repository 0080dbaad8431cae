import { type Descriptor, NotationError } from "../../notation";
import { type JsonObject, objectOf, parseJson, refuseOtherCase, stringOf } from "../../notation/json";
import { readFile } from "./files";
import { refusing } from "./no-verdict";

const CODE = "subject-invalid";
const MAX_BYTES = 64 * 1024;
/** @see https://github.com/opencontainers/image-spec/blob/main/descriptor.md#digests */
const DIGEST = /^[a-z0-9]+(?:[.+_-][a-z0-9]+)*:[A-Za-z0-9=_-]+$/;
const LENGTHS: Readonly<Record<string, number>> = { sha256: 64, sha384: 96, sha512: 128 };

/**
 * The descriptor that `--subject` names: JSON where the text begins with a brace, otherwise a file with it.
 *
 * @throws UnknownAnswer `subject-invalid`, `json-malformed`, and those of files
 */
export function subjectOfText(text: string): Descriptor {
  const isJson = text.trimStart().startsWith("{");
  const bytes = isJson ? Buffer.from(text) : readFile(text, { maxBytes: MAX_BYTES });
  const path = isJson ? "subject" : text;
  return subjectOf(
    refusing(path, () => objectOf(parseJson(bytes), CODE, "the subject")),
    path,
  );
}

/**
 * A descriptor of OCI: its media type, digest and size. What else it holds is not asked about.
 *
 * @throws UnknownAnswer `subject-invalid`
 */
export function subjectOf(object: JsonObject, path: string): Descriptor {
  return refusing(path, () => {
    refuseOtherCase(object, ["mediaType", "digest", "size"], CODE);
    const mediaType = stringOf(object.get("mediaType"), CODE, "mediaType");
    const digest = stringOf(object.get("digest"), CODE, "digest");
    const size = object.get("size");
    if (mediaType === "") throw new NotationError(CODE, "mediaType is empty");
    if (!isDigest(digest)) {
      throw new NotationError(
        CODE,
        "digest is not one of OCI, such as sha256: and 64 hexadecimal digits in lower case",
      );
    }
    if (typeof size !== "number" || size < 0) {
      throw new NotationError(CODE, "size is not a whole number of bytes");
    }
    return { mediaType, digest, size };
  });
}

/**
 * Whether a text is a digest of OCI. Any algorithm will do: nothing is hashed here, the text is compared with the one
 * that was signed.
 */
export function isDigest(text: string): boolean {
  if (text.length > 300 || !DIGEST.test(text)) return false;
  const [algorithm = "", value = ""] = text.split(":");
  const length = Object.hasOwn(LENGTHS, algorithm) ? LENGTHS[algorithm] : undefined;
  return length === undefined || (value.length === length && /^[0-9a-f]+$/.test(value));
}
