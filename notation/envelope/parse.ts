import { NotationError } from "../error";
import { parseCose } from "./cose";
import { type Envelope } from "./envelope";
import { parseJws } from "./jws";

/** The largest envelope that is read, in bytes; real ones have 4 to 12 thousand. */
export const MAX_ENVELOPE_BYTES = 256 * 1024;

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
  const envelope = isCbor(bytes) ? parseCose(bytes) : parseJws(bytes);
  if (mediaType !== undefined && mediaType !== envelope.mediaType) {
    throw new NotationError(
      "envelope-malformed",
      `the envelope is ${envelope.mediaType}, not what it is called`,
    );
  }
  return envelope;
}

/** An array or a tag of CBOR, with which a COSE message begins; neither begins JSON. */
function isCbor([first = 0]: Uint8Array): boolean {
  const majorType = first >> 5;
  return majorType === 4 || majorType === 6;
}
