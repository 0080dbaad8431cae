/** Writes DER, the other way round than `notation/der` reads it. */
export type Der = Uint8Array;

export function der(tag: number, ...contents: readonly (Der | string)[]): Der {
  const content = Buffer.concat(contents.map((part) => Buffer.from(part as string)));
  const { length } = content;
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  const head = length < 0x80 ? [length] : [0x80 | bytes.length, ...bytes];
  return Buffer.concat([Uint8Array.from([tag, ...head]), content]);
}

export const sequence = (...items: readonly Der[]) => der(0x30, ...items);

/** A SET OF, in the order that DER wants. */
export const setOf = (...items: readonly Der[]) =>
  der(0x31, ...[...items].sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b))));

export const explicit = (number: number, ...items: readonly Der[]) => der(0xa0 | number, ...items);
export const implicit = (number: number, content: Der | string) => der(0x80 | number, content);
export const NULL = der(0x05);
export const boolean = (value: boolean) => der(0x01, Uint8Array.of(value ? 0xff : 0));
export const octets = (content: Der) => der(0x04, content);
export const bits = (content: Der, unused = 0) => der(0x03, Uint8Array.of(unused), content);
export const utf8 = (text: string) => der(0x0c, text);
export const printable = (text: string) => der(0x13, text);

export function integer(value: number | bigint | Uint8Array, tag = 0x02): Der {
  if (typeof value !== "object") {
    let hex = BigInt(value).toString(16);
    hex = hex.length % 2 ? `0${hex}` : hex;
    return integer(Buffer.from(hex, "hex"), tag);
  }
  let bytes = Buffer.from(value);
  while (bytes.length > 1 && bytes[0] === 0) bytes = bytes.subarray(1);
  return der(tag, (bytes[0] ?? 0) >= 0x80 ? Uint8Array.of(0) : Uint8Array.of(), bytes);
}

export function oid(text: string): Der {
  const [first = 0, second = 0, ...rest] = text.split(".").map(Number);
  const base128 = (arc: number): number[] => {
    const bytes = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      bytes.unshift((left & 0x7f) | 0x80);
    return bytes;
  };
  return der(0x06, Uint8Array.from([first * 40 + second, ...rest].flatMap(base128)));
}

/** A GeneralizedTime, or with `short` a UTCTime. */
export function time(milliseconds: number, { short = false } = {}): Der {
  const text = new Date(milliseconds).toISOString().replace(/[-:T]/g, "").replace(/\.\d+/, "");
  return short ? der(0x17, text.slice(2)) : der(0x18, text);
}

/** A named-bit list as DER wants it: without zero bits at the end. */
export function namedBits(...numbers: readonly number[]): Der {
  const highest = Math.max(-1, ...numbers);
  const content = Buffer.alloc(Math.ceil((highest + 1) / 8));
  for (const number of numbers) content[number >> 3] = (content[number >> 3] ?? 0) | (0x80 >> (number & 7));
  return bits(content, content.length * 8 - highest - 1);
}
