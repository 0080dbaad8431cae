import { DerReader, type Element, malformed, TAG } from "./reader";

/** A BOOLEAN. */
export function booleanOf({ content }: Element): boolean {
  const byte = content[0];
  if (content.length !== 1 || (byte !== 0 && byte !== 0xff)) throw malformed("has a BOOLEAN that is not DER");
  return byte === 0xff;
}

/** The bytes of an INTEGER, in two's complement, as short as they can be. */
export function integerOf({ content }: Element): Uint8Array {
  const first = content[0];
  const second = content[1];
  const isPadded =
    second !== undefined && ((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
  if (first === undefined || isPadded) throw malformed("has an INTEGER that is not DER");
  return content;
}

/** An INTEGER from 0 to 2^31 - 1, as versions and path lengths are. */
export function smallIntegerOf(element: Element): number {
  const bytes = integerOf(element);
  if (bytes.length > 4 || (bytes[0] ?? 0) >= 0x80) throw malformed("has an INTEGER out of range");
  return bytes.reduce((value, byte) => value * 256 + byte, 0);
}

/** The magnitude of an INTEGER that must not be negative, without a leading zero. */
export function unsignedOf(element: Element): Uint8Array {
  const bytes = integerOf(element);
  if ((bytes[0] ?? 0) >= 0x80) throw malformed("has a negative INTEGER");
  return bytes[0] === 0 && bytes.length > 1 ? bytes.subarray(1) : bytes;
}

/** The bytes of a BIT STRING that has whole bytes. */
export function bytesOf({ content }: Element): Uint8Array {
  if (content[0] !== 0) throw malformed("has a BIT STRING that does not end with a whole byte");
  return content.subarray(1);
}

/** The bits of a short BIT STRING as a number: bit 0 of the string is bit 0 of the number. */
export function namedBitsOf({ content }: Element): number {
  const unused = content[0] ?? 8;
  const bytes = content.subarray(1);
  const last = bytes.at(-1) ?? 0;
  if (bytes.length > 4 || unused > (bytes.length === 0 ? 0 : 7) || (last & ((1 << unused) - 1)) !== 0) {
    throw malformed("has a BIT STRING that is not DER");
  }
  let bits = 0;
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    if ((bytes[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) bits |= 1 << bit;
  }
  return bits;
}

/** Other readers take none above it. */
const MAX_ARC = 2 ** 31 - 1;

/** An OBJECT IDENTIFIER in dotted decimals. */
export function oidOf({ content }: Element): string {
  const wrong = "has an OBJECT IDENTIFIER that is not DER";
  if (content.length === 0 || content.length > 64) throw malformed(wrong);
  let text = "";
  let arc = 0;
  let isStart = true;
  for (let at = 0; at < content.length; at += 1) {
    const byte = content[at] ?? 0;
    if (isStart && byte === 0x80) throw malformed(wrong);
    arc = arc * 128 + (byte & 0x7f);
    if (arc > MAX_ARC) throw malformed("has an OBJECT IDENTIFIER with a number too large");
    isStart = byte < 0x80;
    if (!isStart) continue;
    // The first number holds two.
    const root = Math.min(2, Math.floor(arc / 40));
    text += text === "" ? `${String(root)}.${String(arc - 40 * root)}` : `.${String(arc)}`;
    arc = 0;
  }
  if (!isStart) throw malformed(wrong);
  return text;
}

/** An AlgorithmIdentifier: its name, its parameters and all its bytes. */
export interface Algorithm {
  readonly oid: string;
  /** @default - the parameters are absent or NULL */
  readonly parameters?: Element;
  readonly raw: Uint8Array;
}

/** Reads an AlgorithmIdentifier. */
export function readAlgorithm(reader: DerReader): Algorithm {
  const outer = reader.element(TAG.sequence);
  const inside = new DerReader(outer.content);
  const oid = oidOf(inside.element(TAG.oid));
  const parameters = inside.isDone ? undefined : inside.next();
  inside.end();
  if (parameters?.tag === TAG.null && parameters.content.length > 0)
    throw malformed("has a NULL with content");
  return parameters === undefined || parameters.tag === TAG.null
    ? { oid, raw: outer.raw }
    : { oid, parameters, raw: outer.raw };
}
