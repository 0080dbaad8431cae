import fc from "fast-check";
import {
  booleanOf,
  bytesOf,
  DerReader,
  integerOf,
  namedBitsOf,
  oidOf,
  readAlgorithm,
  readAll,
  readTime,
  smallIntegerOf,
  TAG,
  unsignedOf,
} from "../../notation/der";
import * as write from "./support/der";
import { isRefused, refusal } from "./support/refusal";

const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");
const element = (bytes: Uint8Array) => new DerReader(bytes).next();
/** Every tag that this reader takes. */
const tags = fc.integer({ min: 0, max: 255 }).filter((tag) => (tag & 0x1f) !== 0x1f);

test.each([
  ["nothing", "", "der-malformed: ends too early"],
  ["a tag alone", "30", "der-malformed: ends too early"],
  ["a length beyond the end", "30 03 02 01", "der-malformed: ends too early"],
  ["a long length beyond the end", "30 82 01 00 00", "der-malformed: ends too early"],
  ["an indefinite length", "30 80 00 00", "der-malformed: has an indefinite or too large length"],
  ["a length of four bytes", "30 84 01 00 00 00", "der-malformed: has an indefinite or too large length"],
  ["a long form for a short length", "04 81 01 00", "der-malformed: has a length that is not shortest"],
  [
    "a leading zero in the length",
    `04 82 00 80 ${"00".repeat(128)}`,
    "der-malformed: has a length that is not shortest",
  ],
  ["a tag number in the long form", "1f 1f 00", "der-malformed: has a tag above 30"],
])("a value with %s is refused", (_, bytes, message) => {
  expect(refusal(() => element(hex(bytes)))).toBe(message);
});

test("the expected tag is named when another one or none stands there", () => {
  expect(refusal(() => new DerReader(hex("0500")).element(TAG.sequence))).toBe(
    "der-malformed: has tag 0x5 where 0x30 must be",
  );
  expect(refusal(() => new DerReader(hex("")).element(TAG.sequence))).toBe(
    "der-malformed: has nothing where 0x30 must be",
  );
});

test("values after the last one are refused, inside and outside", () => {
  const read = (bytes: string) =>
    refusal(() => readAll(hex(bytes), TAG.sequence, (inside) => inside.next().tag));
  expect(read("3002 0500")).toBe("accepted: 5");
  expect(read("3002 0500 00")).toBe("der-malformed: has a value more than it may have");
  expect(read("3004 0500 0500")).toBe("der-malformed: has a value more than it may have");
});

test.each([
  ["BOOLEAN 1", () => booleanOf(element(hex("0101 01"))), "has a BOOLEAN that is not DER"],
  ["BOOLEAN of two bytes", () => booleanOf(element(hex("0102 ffff"))), "has a BOOLEAN that is not DER"],
  ["INTEGER without bytes", () => integerOf(element(hex("0200"))), "has an INTEGER that is not DER"],
  [
    "INTEGER with a zero too many",
    () => integerOf(element(hex("0202 0001"))),
    "has an INTEGER that is not DER",
  ],
  [
    "INTEGER with ones too many",
    () => integerOf(element(hex("0202 ff80"))),
    "has an INTEGER that is not DER",
  ],
  ["INTEGER below zero", () => unsignedOf(element(hex("0201 80"))), "has a negative INTEGER"],
  [
    "INTEGER below zero as a number",
    () => smallIntegerOf(element(hex("0201 80"))),
    "has an INTEGER out of range",
  ],
  [
    "INTEGER of five bytes",
    () => smallIntegerOf(element(hex("0205 0100000000"))),
    "has an INTEGER out of range",
  ],
  [
    "BIT STRING of nothing",
    () => bytesOf(element(hex("0300"))),
    "has a BIT STRING that does not end with a whole byte",
  ],
  [
    "BIT STRING of 7 bits",
    () => bytesOf(element(hex("0302 0100"))),
    "has a BIT STRING that does not end with a whole byte",
  ],
  ["named bits of nothing", () => namedBitsOf(element(hex("0300"))), "has a BIT STRING that is not DER"],
  [
    "named bits with a set unused bit",
    () => namedBitsOf(element(hex("0302 0101"))),
    "has a BIT STRING that is not DER",
  ],
  [
    "named bits with 8 unused bits",
    () => namedBitsOf(element(hex("0302 0800"))),
    "has a BIT STRING that is not DER",
  ],
  [
    "named bits of five bytes",
    () => namedBitsOf(element(hex("0306 000000000001"))),
    "has a BIT STRING that is not DER",
  ],
  ["OID of nothing", () => oidOf(element(hex("0600"))), "has an OBJECT IDENTIFIER that is not DER"],
  ["OID that is cut", () => oidOf(element(hex("0602 2a86"))), "has an OBJECT IDENTIFIER that is not DER"],
  [
    "OID with a padded number",
    () => oidOf(element(hex("0603 2a8001"))),
    "has an OBJECT IDENTIFIER that is not DER",
  ],
  [
    "OID of 65 bytes",
    () => oidOf(element(hex(`0641${"01".repeat(65)}`))),
    "has an OBJECT IDENTIFIER that is not DER",
  ],
  [
    "OID with a number of 2^31",
    () => oidOf(element(write.oid(`1.2.${String(2 ** 31)}`))),
    "has an OBJECT IDENTIFIER with a number too large",
  ],
  [
    "OID with a number of 63 bits",
    () => oidOf(element(hex("060a 2affffffffffffffff7f"))),
    "has an OBJECT IDENTIFIER with a number too large",
  ],
  [
    "NULL with content",
    () => readAlgorithm(new DerReader(hex("3006 06012a 050100"))),
    "has a NULL with content",
  ],
])("%s is refused", (_, run, message) => {
  expect(refusal(run)).toBe(`der-malformed: ${message}`);
});

test("named bits count from the first one", () => {
  expect(namedBitsOf(element(hex("0302 0780")))).toBe(1);
  expect(namedBitsOf(element(hex("0303 018006")))).toBe((1 << 0) | (1 << 13) | (1 << 14));
  expect(namedBitsOf(element(hex("0301 00")))).toBe(0);
});

test.each([
  ["170d 3530303130313030303030305a", Date.UTC(1950, 0, 1)],
  ["170d 3439313233313233353935395a", Date.UTC(2049, 11, 31, 23, 59, 59)],
  ["180f 32303530303130313030303030305a", Date.UTC(2050, 0, 1)],
])("the time %s is read", (bytes, expected) => {
  expect(readTime(new DerReader(hex(bytes)))).toBe(expected);
});

test("a part of a second is read where it may stand", () => {
  const time = write.der(0x18, "20240229120000.25Z");
  expect(readTime(new DerReader(time), { fraction: true })).toBe(Date.UTC(2024, 1, 29, 12) + 250);
  for (const [digits, milliseconds] of [
    ["000000001", 1],
    ["999999999", 999],
    ["0019", 1],
  ] as const) {
    const reader = new DerReader(write.der(0x18, `20240229120000.${digits}Z`));
    expect(readTime(reader, { fraction: true })).toBe(Date.UTC(2024, 1, 29, 12) + milliseconds);
  }
  expect(refusal(() => readTime(new DerReader(time)))).toBe("der-malformed: has a time that is not DER");
});

test.each([
  "20230229120000Z",
  "20241301120000Z",
  "20240100120000Z",
  "20240101240000Z",
  "20240101126000Z",
  "20240101120060Z",
  "20240101120000",
  "20240101120000+0100",
  "202401011200Z",
  "20240101120000.20Z",
  "20240101120000.Z",
  "20240101120000,5Z",
  " 20240101120000Z",
  `20240101120000.${"1".repeat(40)}Z`,
])("the GeneralizedTime %s is refused", (text) => {
  const read = () => readTime(new DerReader(write.der(0x18, text)), { fraction: true });
  expect(refusal(read)).toBe("der-malformed: has a time that is not DER");
});

test("what is written is read again", () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(tags, fc.uint8Array({ maxLength: 400 })), { maxLength: 8 }), (values) => {
      const inside = new DerReader(
        write.der(TAG.sequence, ...values.map(([tag, bytes]) => write.der(tag, bytes))),
      ).inside();
      for (const [tag, bytes] of values) {
        const found = inside.element(tag);
        expect(Buffer.from(found.content)).toEqual(Buffer.from(bytes));
        expect(Buffer.from(found.raw)).toEqual(write.der(tag, bytes));
      }
      inside.end();
    }),
    { seed: 5, numRuns: 300 },
  );
});

test("no prefix of a value is a value", () => {
  fc.assert(
    fc.property(tags, fc.uint8Array({ maxLength: 300 }), fc.nat(), (tag, content, cut) => {
      const whole = write.der(tag, content);
      expect(isRefused(() => new DerReader(whole.subarray(0, cut % whole.length)).next())).toBe(true);
    }),
    { seed: 6, numRuns: 300 },
  );
});

test("an OBJECT IDENTIFIER that is read is the one that was written", () => {
  const arcs = fc.tuple(fc.nat(2), fc.nat(39), fc.array(fc.nat(2 ** 31 - 1), { maxLength: 8 }));
  fc.assert(
    fc.property(arcs, ([root, second, rest]) => {
      const text = [root, second, ...rest].join(".");
      expect(oidOf(element(write.oid(text)))).toBe(text);
    }),
    { seed: 7, numRuns: 300 },
  );
});

test("whatever the bytes are, a value comes out or the library's own error", () => {
  const readers = [booleanOf, integerOf, smallIntegerOf, unsignedOf, bytesOf, namedBitsOf, oidOf];
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
      for (const read of readers) isRefused(() => read(element(bytes)));
      isRefused(() => readTime(new DerReader(bytes), { fraction: true }));
      isRefused(() => readAlgorithm(new DerReader(bytes)));
    }),
    { seed: 8, numRuns: 2_000 },
  );
});
