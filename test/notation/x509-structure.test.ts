import { DerReader } from "../../notation/der";
import { parseCertificate } from "../../notation/x509";
import * as der from "./support/der";
import { certify, extension, NOW } from "./support/pki";
import { refusal } from "./support/refusal";

function itemsOf(value: Uint8Array): Uint8Array[] {
  const items: Uint8Array[] = [];
  for (const reader = new DerReader(value).inside(); !reader.isDone;) items.push(reader.next().raw);
  return items;
}

const [tbs = der.NULL, ...signed] = itemsOf(certify().certificate);
const FIELDS = [
  "version",
  "serial",
  "algorithm",
  "issuer",
  "validity",
  "subject",
  "key",
  "extensions",
] as const;
type Field = (typeof FIELDS)[number];
const fields = itemsOf(tbs);

/** A certificate with these values in the place of one field. */
const having = (field: Field, ...values: readonly der.Der[]) =>
  der.sequence(der.sequence(...fields.toSpliced(FIELDS.indexOf(field), 1, ...values)), ...signed);
const read = (field: Field, ...values: readonly der.Der[]) =>
  refusal(() => parseCertificate(having(field, ...values)).extensions.size);

const [extensions = der.NULL] = fields.slice(-1);
const serial = (...bytes: readonly number[]) => der.der(0x02, Buffer.from(bytes));
const listed = (...list: readonly der.Der[]) => der.explicit(3, der.sequence(...list));
const time = der.time(NOW);
const OID = der.oid("1.2.3");
const TWENTY = Array.from({ length: 20 }, () => 0x7f);
const ACCEPTED = "accepted: 1";
const MORE = "der-malformed: has a value more than it may have";
const SERIAL = "der-malformed: has a serial number that is not allowed";

test.each<[string, Field, readonly der.Der[], string]>([
  ["two versions", "version", [der.explicit(0, der.integer(2), der.integer(2))], MORE],
  ["no version", "version", [], "der-malformed: has tag 0x2 where 0xa0 must be"],
  ["a serial number of twenty bytes", "serial", [serial(...TWENTY)], ACCEPTED],
  ["a serial number of twenty-one bytes", "serial", [serial(...TWENTY, 0)], SERIAL],
  ["a negative serial number", "serial", [serial(0x80)], SERIAL],
  ["a serial number of 128", "serial", [serial(0, 0x80)], ACCEPTED],
  ["a padded serial number", "serial", [serial(0, 1)], "der-malformed: has an INTEGER that is not DER"],
  ["three times", "validity", [der.sequence(time, time, time)], MORE],
  ["one time", "validity", [der.sequence(time)], "der-malformed: has nothing where 0x18 must be"],
  ["no extensions", "extensions", [], "accepted: 0"],
  ["unique identifiers", "extensions", [der.implicit(1, "x"), der.implicit(2, "x"), extensions], ACCEPTED],
  ["two lists of extensions", "extensions", [der.explicit(3, der.sequence(), der.sequence())], MORE],
  ["something behind its extensions", "extensions", [extensions, der.NULL], MORE],
  [
    "an extension with two values",
    "extensions",
    [listed(der.sequence(OID, der.octets(OID), der.octets(OID)))],
    MORE,
  ],
  [
    "an extension whose value is no bytes",
    "extensions",
    [listed(der.sequence(OID, der.NULL))],
    "der-malformed: has tag 0x5 where 0x4 must be",
  ],
])("a certificate with %s", (_, field, values, outcome) => {
  expect(read(field, ...values)).toBe(outcome);
});

test.each([
  [0, false],
  [0xff, true],
])("an extension that is critical by %i", (byte, isCritical) => {
  const list = listed(der.sequence(OID, der.der(0x01, Buffer.of(byte)), der.octets(OID)));
  const certificate = parseCertificate(having("extensions", list));
  expect(certificate.extensions.get("1.2.3")).toMatchObject({ isCritical });
});

test("a certificate has at most 64 extensions", () => {
  const many = (count: number) =>
    listed(...Array.from({ length: count }, (_, index) => extension(`1.2.${String(index)}`, der.NULL)));
  expect(read("extensions", many(64))).toBe("accepted: 64");
  expect(read("extensions", many(65))).toBe("der-malformed: has too many extensions");
});

test("a certificate has at most 16 KiB", () => {
  const filled = (length: number) => having("extensions", listed(extension("1.2.3", Buffer.alloc(length))));
  const room = 16 * 1024 - filled(15_000).length + 15_000;
  expect(filled(room)).toHaveLength(16 * 1024);
  expect(refusal(() => parseCertificate(filled(room)).extensions.size)).toBe(ACCEPTED);
  expect(refusal(() => parseCertificate(filled(room + 1)))).toBe("der-malformed: has more than 16384 bytes");
});
