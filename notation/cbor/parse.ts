import { NotationError } from "../error";
import { utf8 } from "../utf8";

/** A tagged item. */
export class CborTag {
  constructor(
    readonly tag: number,
    readonly value: CborValue,
  ) {}
}

/** A number in floating point or a simple value without meaning here. */
export class CborOpaque {
  constructor(readonly bytes: Uint8Array) {}
}

export type CborKey = number | bigint | string;
export type CborMap = ReadonlyMap<CborKey, CborValue>;
export type CborValue =
  | boolean
  | null
  | undefined
  | number
  | bigint
  | string
  | Uint8Array
  | CborTag
  | CborOpaque
  | readonly CborValue[]
  | CborMap;

const MAX_DEPTH = 16;
/** Other readers have no larger integers and, as labels and times, no smaller ones: 64 bits with a sign. */
const MAX_INTEGER = 2n ** 63n - 1n;
/** The most items of an array that other readers take. */
const MAX_ITEMS = 128 * 1024;
/** Shared: a message of nothing but empty values must not take many times its own size. */
const NO_BYTES = Uint8Array.of();
const NO_ITEMS: readonly CborValue[] = Object.freeze([]);
const NO_ENTRIES: CborMap = new Map();
const SIMPLE = new Map<number, CborValue>([
  [20, false],
  [21, true],
  [22, null],
  [23, undefined],
]);

/**
 * Reads one CBOR item that fills the bytes. Strict: definite lengths and shortest numbers only, no key twice, keys
 * are integers or texts, texts are UTF-8, nesting at most {@link MAX_DEPTH} deep. Byte strings are views on the input.
 *
 * @throws NotationError `cbor-malformed`
 * @see https://www.rfc-editor.org/rfc/rfc8949#section-4.2.1
 */
export function parseCbor(bytes: Uint8Array): CborValue {
  const parser = new Parser(bytes);
  const value = parser.value(0);
  if (!parser.isDone) throw malformed("has bytes after its end");
  return value;
}

function malformed(message: string): NotationError {
  return new NotationError("cbor-malformed", message);
}

class Parser {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get isDone(): boolean {
    return this.at === this.bytes.length;
  }

  value(depth: number): CborValue {
    if (depth > MAX_DEPTH) throw malformed(`is nested deeper than ${String(MAX_DEPTH)}`);
    const start = this.at;
    const first = this.byte();
    const major = first >> 5;
    if (major === 7) return this.simple(first & 31, start);
    const argument = this.argument(first & 31);
    if (major <= 1 && argument > MAX_INTEGER)
      throw malformed(`has an integer that is too ${major === 0 ? "large" : "small"}`);
    switch (major) {
      case 0:
        return argument;
      case 1:
        return typeof argument === "number" && argument < Number.MAX_SAFE_INTEGER
          ? -1 - argument
          : -1n - BigInt(argument);
      case 2:
        return this.take(this.length(argument));
      case 3:
        return this.text(this.length(argument));
      case 4:
        return this.array(this.length(argument), depth);
      case 5:
        return this.map(this.length(argument), depth);
      default:
        if (typeof argument === "bigint") throw malformed("has a tag that is too large");
        return new CborTag(argument, this.value(depth + 1));
    }
  }

  private array(length: number, depth: number): readonly CborValue[] {
    if (length === 0) return NO_ITEMS;
    if (length > MAX_ITEMS) throw malformed(`has an array of more than ${String(MAX_ITEMS)} items`);
    // An array that grows takes room for 17 items with the first; what is promised may not be there.
    const items = new Array<CborValue>(Math.min(length, 16));
    for (let index = 0; index < length; index += 1) items[index] = this.value(depth + 1);
    return items;
  }

  private map(length: number, depth: number): CborMap {
    if (length === 0) return NO_ENTRIES;
    const entries = new Map<CborKey, CborValue>();
    for (let index = 0; index < length; index += 1) {
      const key = this.value(depth + 1);
      if (typeof key !== "number" && typeof key !== "string" && typeof key !== "bigint") {
        throw malformed("has a map key that is neither integer nor text");
      }
      if (entries.has(key)) throw malformed("has a map key twice");
      entries.set(key, this.value(depth + 1));
    }
    return entries;
  }

  private text(length: number): string {
    const text = length === 0 ? "" : utf8(this.take(length));
    if (text === undefined) throw malformed("has a text that is not UTF-8");
    return text;
  }

  private simple(info: number, start: number): CborValue {
    if (SIMPLE.has(info)) return SIMPLE.get(info);
    const extra = new Map([
      [25, 2],
      [26, 4],
      [27, 8],
    ]).get(info);
    if (extra === undefined) throw malformed("has a simple value that is not defined");
    this.take(extra);
    return new CborOpaque(this.bytes.subarray(start, this.at));
  }

  private argument(info: number): number | bigint {
    if (info < 24) return info;
    if (info > 27) throw malformed("has an indefinite or reserved length");
    const size = 1 << (info - 24);
    let value = 0n;
    for (const byte of this.take(size)) value = (value << 8n) | BigInt(byte);
    if (value < (size === 1 ? 24n : 1n << BigInt(size * 4)))
      throw malformed("has a number that is not shortest");
    return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
  }

  /** A count of bytes or items: every one of them takes at least one byte, so a larger count is refused at once. */
  private length(argument: number | bigint): number {
    if (typeof argument === "bigint" || argument > this.bytes.length - this.at)
      throw malformed("ends too early");
    return argument;
  }

  private take(length: number): Uint8Array {
    if (length === 0) return NO_BYTES;
    if (length > this.bytes.length - this.at) throw malformed("ends too early");
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }

  private byte(): number {
    const byte = this.bytes[this.at];
    if (byte === undefined) throw malformed("ends too early");
    this.at += 1;
    return byte;
  }
}
