import { NotationError } from "../error";
import { parseCose } from "./cose";
import { type Envelope } from "./envelope";
import { parseJws } from "./jws";

/** The largest envelope that is read, in bytes; real ones have 4 to 12 thousand. */
export const MAX_ENVELOPE_BYTES = 256 * 1024;

const WHITE_SPACE: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d]);
const OPENING_BRACE = 0x7b;

/**
 * Reads a signature envelope; its first byte tells JWS from COSE.
 *
 * @param mediaType what the registry calls it; the content must agree. @default - the content alone decides
 * @throws NotationError
 */
export function parseEnvelope(bytes: Uint8Array, mediaType?: string): Envelope {
  if (bytes.length === 0) throw new NotationError("signature-missing", "there is no signature");
  if (bytes.length > MAX_ENVELOPE_BYTES) {
    throw new NotationError(
      "envelope-too-large",
      `the envelope has more than ${String(MAX_ENVELOPE_BYTES)} bytes`,
    );
  }
  if (!isCbor(bytes) && !isObject(bytes)) {
    throw new NotationError("envelope-malformed", "the envelope is neither JWS nor COSE");
  }
  const envelope = isCbor(bytes) ? parseCose(bytes) : parseJws(bytes);
  if (mediaType !== undefined && mediaType !== envelope.mediaType) {
    throw new NotationError(
      "envelope-malformed",
      `the envelope is ${envelope.mediaType}, not what it is called`,
    );
  }
  return envelope;
}

/** What an object of JSON begins with, after its white space. @see https://www.rfc-editor.org/rfc/rfc8259#section-2 */
function isObject(bytes: Uint8Array): boolean {
  return bytes.find((byte) => !WHITE_SPACE.has(byte)) === OPENING_BRACE;
}

/** An array or a tag of CBOR, with which a COSE message begins; neither begins JSON. */
function isCbor([first = 0]: Uint8Array): boolean {
  const majorType = first >> 5;
  return majorType === 4 || majorType === 6;
}
