import { NotationError } from "./error";

const PADDED = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const URL_ALPHABET = /^[A-Za-z0-9_-]*$/;

/**
 * Decodes base64 with padding; other characters, line breaks and bits left over in the last character are refused.
 *
 * @throws NotationError `base64-malformed`
 * @see https://www.rfc-editor.org/rfc/rfc4648#section-4
 */
export function decodeBase64(text: string): Uint8Array {
  return decode(text, "base64", PADDED.test(text));
}

/**
 * Decodes base64url without padding, as a JWS uses it.
 *
 * @throws NotationError `base64-malformed`
 * @see https://www.rfc-editor.org/rfc/rfc7515#section-2
 */
export function decodeBase64Url(text: string): Uint8Array {
  return decode(text, "base64url", text.length % 4 !== 1 && URL_ALPHABET.test(text));
}

function decode(text: string, encoding: "base64" | "base64url", isInAlphabet: boolean): Uint8Array {
  const bytes = isInAlphabet ? Buffer.from(text, encoding) : undefined;
  // Only the one canonical text of some bytes is taken, so that no second form of an envelope passes.
  if (bytes === undefined || bytes.toString(encoding) !== text) {
    throw new NotationError("base64-malformed", `is not canonical ${encoding}`);
  }
  return bytes;
}
