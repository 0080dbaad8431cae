import { NotationError } from "./error";

/**
 * Decodes base64 with padding; other characters, line breaks and bits left over in the last character are refused.
 *
 * @throws NotationError `base64-malformed`
 * @see https://www.rfc-editor.org/rfc/rfc4648#section-4
 */
export function decodeBase64(text: string): Uint8Array {
  return decode(text, "base64");
}

/**
 * Decodes base64url without padding, as a JWS uses it.
 *
 * @throws NotationError `base64-malformed`
 * @see https://www.rfc-editor.org/rfc/rfc7515#section-2
 */
export function decodeBase64Url(text: string): Uint8Array {
  return decode(text, "base64url");
}

/**
 * Only the one canonical text of some bytes is taken, so that no second form of an envelope passes. Node.js passes
 * over what is not in the alphabet; writing the bytes again tells.
 */
function decode(text: string, encoding: "base64" | "base64url"): Uint8Array {
  const bytes = Buffer.from(text, encoding);
  if (bytes.toString(encoding) === text) return bytes;
  throw new NotationError("base64-malformed", `is not canonical ${encoding}`);
}
