import { NotationError } from "../error";

/** Tags of ASN.1 types, with the bits for class and constructed form. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  sequence: 0x30,
  set: 0x31,
  numericString: 0x12,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  bmpString: 0x1e,
} as const;

/** `[number]`, explicit or of a constructed type. */
export function constructed(number: number): number {
  return 0xa0 | number;
}

/** `[number] IMPLICIT` of a primitive type. */
export function primitive(number: number): number {
  return 0x80 | number;
}

/** A refusal of bytes that are not DER or not what was expected. */
export function malformed(message: string): NotationError {
  return new NotationError("der-malformed", message);
}

/** One value: its tag, its content and all its bytes, as views on the input. */
export interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
  readonly raw: Uint8Array;
}

/**
 * Reads DER values one after another: definite lengths in the shortest form, tags below 31. It never looks into a
 * value by itself, so it cannot recurse.
 *
 * @throws NotationError `der-malformed` from every method
 * @see https://www.itu.int/rec/T-REC-X.690
 */
export class DerReader {
  private at = 0;

  constructor(private readonly bytes: Uint8Array) {}

  get isDone(): boolean {
    return this.at === this.bytes.length;
  }

  /** Whether the next value has this tag. */
  is(tag: number): boolean {
    return this.bytes[this.at] === tag;
  }

  /** The next value, whatever it is. */
  next(): Element {
    const { bytes } = this;
    const start = this.at;
    const tag = bytes[start];
    let length = bytes[start + 1];
    if (tag === undefined || length === undefined) throw malformed("ends too early");
    if ((tag & 0x1f) === 0x1f) throw malformed("has a tag above 30");
    let content = start + 2;
    if (length >= 0x80) {
      const size = length - 0x80;
      if (size === 0 || size > 3) throw malformed("has an indefinite or too large length");
      length = 0;
      for (let index = 0; index < size; index += 1) length = length * 256 + (bytes[content + index] ?? 0);
      if (length < (size === 1 ? 0x80 : 1 << (8 * (size - 1))))
        throw malformed("has a length that is not shortest");
      content += size;
    }
    const end = content + length;
    if (end > bytes.length) throw malformed("ends too early");
    this.at = end;
    return { tag, content: bytes.subarray(content, end), raw: bytes.subarray(start, end) };
  }

  /** The next value, which must have this tag. */
  element(tag: number): Element {
    if (!this.is(tag)) {
      const found = this.bytes[this.at];
      throw malformed(
        `has ${found === undefined ? "nothing" : `tag 0x${found.toString(16)}`} where 0x${tag.toString(16)} must be`,
      );
    }
    return this.next();
  }

  /** The next value if it has this tag. */
  optional(tag: number): Element | undefined {
    return this.is(tag) ? this.next() : undefined;
  }

  /** A reader of the content of the next value, which must have this tag. */
  inside(tag: number = TAG.sequence): DerReader {
    return new DerReader(this.element(tag).content);
  }

  /** A reader of the content of the next value if it has this tag. */
  optionalInside(tag: number): DerReader | undefined {
    return this.is(tag) ? this.inside(tag) : undefined;
  }

  /** Refuses anything left over. */
  end(): void {
    if (!this.isDone) throw malformed("has a value more than it may have");
  }
}

/** The content of one value with this tag that fills the bytes. */
export function readAll<T>(bytes: Uint8Array, tag: number, read: (inside: DerReader) => T): T {
  const outer = new DerReader(bytes);
  const inside = outer.inside(tag);
  outer.end();
  const value = read(inside);
  inside.end();
  return value;
}
