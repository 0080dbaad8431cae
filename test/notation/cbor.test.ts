import fc from "fast-check";
import {
  byteString,
  CborOpaque,
  type CborMap,
  CborTag,
  type CborValue,
  parseCbor,
} from "../../notation/cbor";
import { cbor, Raw, Tagged } from "./support/cbor";
import { isRefused, refusal } from "./support/refusal";

const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");

test.each([
  ["nothing", "", "ends too early"],
  ["bytes after the end", "00 00", "has bytes after its end"],
  ["an array that is cut", "82 00", "ends too early"],
  ["a count larger than the input", "9b 0000000100000000", "ends too early"],
  ["a byte string longer than the input", "5a 7fffffff 00", "ends too early"],
  ["a text longer than 2^53", "7b ffffffffffffffff 00", "ends too early"],
  ["an indefinite array", "9f ff", "has an indefinite or reserved length"],
  ["an indefinite byte string", "5f 4100 ff", "has an indefinite or reserved length"],
  ["a reserved length", "1c", "has an indefinite or reserved length"],
  ["a number that fits its first byte", "18 17", "has a number that is not shortest"],
  ["a number of two bytes that fits one", "19 00ff", "has a number that is not shortest"],
  ["a number of four bytes that fits two", "1a 0000ffff", "has a number that is not shortest"],
  ["a number of eight bytes that fits four", "1b 00000000ffffffff", "has a number that is not shortest"],
  ["a number above 2^63 - 1", "1b 8000000000000000", "has an integer that is too large"],
  ["a number below -2^63", "3b 8000000000000000", "has an integer that is too small"],
  ["a key below -2^63", "a1 3b 8000000000000000 00", "has an integer that is too small"],
  [
    "an array of 131,073 items",
    `9a 00020001 ${"00".repeat(131_073)}`,
    "has an array of more than 131072 items",
  ],
  ["a key twice", "a2 01 00 01 00", "has a map key twice"],
  ["a key that is a byte string", "a1 40 00", "has a map key that is neither integer nor text"],
  ["a text that is not UTF-8", "61 ff", "has a text that is not UTF-8"],
  ["a text with a lone surrogate", "63 eda080", "has a text that is not UTF-8"],
  ["a simple value of two bytes", "f8 20", "has a simple value that is not defined"],
  ["a simple value that nobody assigned", "e0", "has a simple value that is not defined"],
  ["a tag of 2^63", "db 8000000000000000 00", "has a tag that is too large"],
  ["17 arrays in each other", `${"81".repeat(17)}00`, "is nested deeper than 16"],
  ["17 tags in each other", `${"c1".repeat(17)}00`, "is nested deeper than 16"],
])("CBOR with %s is refused", (_, bytes, message) => {
  expect(refusal(() => parseCbor(hex(bytes)))).toBe(`cbor-malformed: ${message}`);
});

test("each kind of value is read", () => {
  expect(parseCbor(hex("1b 7fffffffffffffff"))).toBe(2n ** 63n - 1n);
  expect(parseCbor(hex("3b 7fffffffffffffff"))).toBe(-(2n ** 63n));
  expect(parseCbor(hex(`9a 00020000 ${"00".repeat(131_072)}`))).toHaveLength(131_072);
  expect(parseCbor(hex("38 24"))).toBe(-37);
  expect(parseCbor(hex("f7"))).toBeUndefined();
  expect(parseCbor(hex("c1 00"))).toEqual(new CborTag(1, 0));
  expect(parseCbor(hex("fb 3ff0000000000000"))).toEqual(new CborOpaque(hex("fb3ff0000000000000")));
  expect(parseCbor(hex("f9 3c00"))).toBeInstanceOf(CborOpaque);
});

const { value: values } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom(true, false, null, undefined),
    fc.integer(),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.string({ unit: "grapheme" }),
    fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
    fc.array(tie("value"), { maxLength: 4 }),
    fc
      .uniqueArray(fc.tuple(fc.oneof(fc.string(), fc.integer()), tie("value")), {
        maxLength: 4,
        selector: ([key]) => key,
      })
      .map((entries) => new Map(entries)),
    tie("value").map((value) => new Tagged(5, value)),
  ),
}));

/** What was written, as it is read: integers are bigint where a number cannot hold them. */
function expected(value: unknown): unknown {
  if (value instanceof Tagged) return new CborTag(value.tag, expected(value.value) as CborValue);
  if (value instanceof Uint8Array) return value;
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key as unknown, expected(item)]));
  if (Array.isArray(value)) return value.map(expected);
  if (
    typeof value === "bigint" &&
    value <= BigInt(Number.MAX_SAFE_INTEGER) &&
    value >= -BigInt(Number.MAX_SAFE_INTEGER)
  ) {
    return Number(value);
  }
  return value;
}

test("what is written is read again", () => {
  fc.assert(
    fc.property(values, (value) => {
      expect(parseCbor(cbor(value))).toEqual(expected(value));
    }),
    { seed: 9, numRuns: 500 },
  );
});

test("no prefix of an item is an item", () => {
  fc.assert(
    fc.property(values, fc.nat(), (value, cut) => {
      const whole = cbor(value);
      expect(isRefused(() => parseCbor(whole.subarray(0, cut % whole.length)))).toBe(true);
    }),
    { seed: 10, numRuns: 300 },
  );
});

test("whatever the bytes are, a value comes out or the library's own error", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      isRefused(() => parseCbor(bytes));
    }),
    { seed: 11, numRuns: 3_000 },
  );
});

/** What was read, ready to be written. */
function toWrite(value: CborValue): unknown {
  if (value instanceof CborTag) return new Tagged(value.tag, toWrite(value.value));
  if (value instanceof CborOpaque) return new Raw(value.bytes);
  if (value instanceof Map) {
    return new Map([...(value as CborMap)].map(([key, item]) => [key, toWrite(item)]));
  }
  return Array.isArray(value) ? value.map(toWrite) : value;
}

test("an accepted item has no second form: written again it is the same bytes", () => {
  let accepted = 0;
  fc.assert(
    fc.property(values, fc.nat(), fc.nat(255), (value, at, byte) => {
      const bytes = cbor(value);
      bytes[at % bytes.length] = byte;
      if (isRefused(() => parseCbor(bytes))) return;
      accepted += 1;
      expect(cbor(toWrite(parseCbor(bytes)))).toEqual(bytes);
    }),
    { seed: 12, numRuns: 1_000 },
  );
  expect(accepted).toBeGreaterThan(100);
});

test.each([0, 23, 24, 255, 256, 65_535, 65_536])(
  "the head of a byte string of %i bytes is the shortest",
  (length) => {
    const bytes = Buffer.alloc(length, 7);
    expect(Buffer.from(byteString(bytes))).toEqual(cbor(bytes));
  },
);
