import { byteString, type CborMap, CborTag, type CborValue, parseCbor } from "../cbor";
import { NotationError, within } from "../error";
import { COSE_MEDIA_TYPE, type Envelope, type ExtendedAttribute } from "./envelope";
import { checkHeader } from "./cose-header";
import { algorithmOf, ATTRIBUTE, headerError, readHeader } from "./header";

/** COSE_Sign1 as a tag. */
const SIGN1 = 18;
const LABEL = { algorithm: 1, critical: 2, contentType: 3, x5chain: 33 } as const;
/** Labels that RFC 9052 registers for every message. */
const REGISTERED = new Set<number>([1, 2, 3, 4, 5, 6, 7, LABEL.x5chain]);
/** A number of seconds since 1970, as RFC 8949 tags it. */
const EPOCH = 1;
/** The largest and smallest second that a calendar holds. */
const MAX_SECONDS = 8.64e12;
const SIGNATURE1 = Buffer.from("\x84\x6aSignature1", "latin1");
const NO_EXTERNAL_DATA = Uint8Array.of(0x40);

/**
 * Reads a COSE_Sign1 message, tagged, with its payload inside.
 *
 * @throws NotationError `envelope-malformed`, `cbor-malformed`, `header-invalid`
 * @see https://github.com/notaryproject/specifications/blob/main/specs/signature-envelope-cose.md
 */
export function parseCose(bytes: Uint8Array): Envelope {
  const message = parseCbor(bytes);
  if (!(message instanceof CborTag) || message.tag !== SIGN1 || !Array.isArray(message.value)) {
    throw malformed("the envelope is not a tagged COSE_Sign1 message");
  }
  const parts = message.value as readonly CborValue[];
  if (parts.length !== 4) throw malformed("the envelope is not an array of 4");
  const protectedHeader = bytesOf(parts[0], "the protected header");
  const payload = bytesOf(parts[2], "the payload");
  const attributes = within("protected", () => mapOf(parseCbor(protectedHeader), "the header"));
  const unprotected = mapOf(parts[1], "the unprotected header");
  for (const label of unprotected.keys()) {
    if (attributes.has(label)) throw malformed(`the label ${String(label).slice(0, 100)} is in both headers`);
  }
  within("protected", () => {
    checkHeader(attributes, true);
  });
  checkHeader(unprotected, false);
  return {
    mediaType: COSE_MEDIA_TYPE,
    ...within("protected", () => readProtected(attributes)),
    ...readUnprotected(unprotected),
    protectedHeader,
    payload,
    signed: Buffer.concat([SIGNATURE1, byteString(protectedHeader), NO_EXTERNAL_DATA, byteString(payload)]),
    signature: bytesOf(parts[3], "the signature"),
  };
}

function malformed(message: string): NotationError {
  return new NotationError("envelope-malformed", message);
}

function bytesOf(value: CborValue, what: string): Uint8Array {
  if (!(value instanceof Uint8Array)) throw malformed(`${what} is not a byte string`);
  return value;
}

function mapOf(value: CborValue, what: string): CborMap {
  if (!(value instanceof Map)) throw malformed(`${what} is not a map`);
  return value as CborMap;
}

function readProtected(attributes: CborMap) {
  const number = attributes.get(LABEL.algorithm);
  return {
    algorithm: algorithmOf(({ cose }) => cose === number),
    ...readHeader({
      attributes,
      contentType: attributes.get(LABEL.contentType),
      critical: criticalOf(attributes.get(LABEL.critical)),
      registered: REGISTERED,
      timeOf,
    }),
  };
}

function criticalOf(value: CborValue): (string | number)[] {
  if (!Array.isArray(value)) throw headerError("crit is not an array");
  return value.map((label: CborValue) => {
    if (typeof label !== "string" && typeof label !== "number")
      throw headerError("crit names what is no label");
    return label;
  });
}

function timeOf(value: ExtendedAttribute["value"], name: string): number {
  const seconds = value instanceof CborTag && value.tag === EPOCH ? value.value : undefined;
  if (typeof seconds !== "number" || Math.abs(seconds) > MAX_SECONDS) {
    throw headerError(`${name} is not a time with tag 1 in whole seconds`);
  }
  return seconds * 1000;
}

function readUnprotected(header: CborMap): Pick<Envelope, "certificates" | "timestamp"> {
  const chain = header.get(LABEL.x5chain);
  if (!Array.isArray(chain)) throw malformed("x5chain is not an array in the unprotected header");
  const certificates = chain.map((item: CborValue, index) => bytesOf(item, `x5chain[${String(index)}]`));
  const timestamp = header.get(ATTRIBUTE.timestampSignature);
  return header.has(ATTRIBUTE.timestampSignature)
    ? { certificates, timestamp: bytesOf(timestamp, ATTRIBUTE.timestampSignature) }
    : { certificates };
}
