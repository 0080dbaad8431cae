import { X509Certificate } from "node:crypto";
import {
  algorithmOfKey,
  basicConstraintsOf,
  isCertifiedBy,
  nameText,
  parseCertificate,
  parseName,
} from "../../notation/x509";
import { SIGNER_ROOTS } from "../../notation/signer/roots";
import * as der from "./support/der";
import { certify, type KeyKind, LEAF_EXTENSIONS, nameOf, NOW, pki, privateKey } from "./support/pki";
import { refusal } from "./support/refusal";

describe("a certificate", () => {
  const { leaf } = pki({ notBefore: NOW, notAfter: NOW + 1_000, serial: 0x1234 });
  const parsed = parseCertificate(leaf.certificate);

  test("is read as OpenSSL reads it", () => {
    const openssl = new X509Certificate(leaf.certificate);
    expect(new Date(parsed.notBefore)).toEqual(new Date(openssl.validFrom));
    expect(new Date(parsed.notAfter)).toEqual(new Date(openssl.validTo));
    expect(Buffer.from(parsed.serial).toString("hex").toUpperCase()).toBe(openssl.serialNumber);
    expect(parsed.fingerprint()).toBe(openssl.fingerprint256.replaceAll(":", "").toLowerCase());
    expect(Buffer.from(parsed.key.spki)).toEqual(openssl.publicKey.export({ type: "spki", format: "der" }));
    expect(nameText(parsed.subject).split(",").reverse().join("\n")).toBe(openssl.subject);
  });

  test.each([
    ["PEM", Buffer.from("-----BEGIN CERTIFICATE-----"), "der-malformed: has tag 0x2d where 0x30 must be"],
    [
      "bytes after its end",
      Buffer.concat([leaf.certificate, Buffer.of(0)]),
      "der-malformed: has a value more than it may have",
    ],
    ["version 1", certify({ version: 0 }).certificate, "der-malformed: is not a certificate of version 3"],
    [
      "an extension twice",
      certify({ extensions: [...LEAF_EXTENSIONS, ...LEAF_EXTENSIONS] }).certificate,
      "der-malformed: has the extension 2.5.29.15 twice",
    ],
  ])("with %s", (_, bytes, message) => {
    expect(refusal(() => parseCertificate(bytes)).slice(0, message.length)).toBe(message);
  });

  test("with two different algorithms is refused", () => {
    const bytes = Buffer.from(leaf.certificate);
    const oid = Buffer.from(der.oid("1.2.840.10045.4.3.2"));
    bytes[bytes.lastIndexOf(oid) + oid.length - 1] = 3;
    expect(refusal(() => parseCertificate(bytes))).toBe(
      "der-malformed: names two different signature algorithms",
    );
  });

  test("with a compressed point is refused", () => {
    const bytes = Buffer.from(leaf.certificate);
    const spki = Buffer.from(parsed.key.spki);
    bytes[bytes.indexOf(spki) + spki.length - 65] = 3;
    expect(refusal(() => parseCertificate(bytes))).toBe(
      "der-malformed: has an elliptic curve point that is not in the uncompressed form",
    );
  });

  test("with a point off the curve is refused when its key is needed", () => {
    const bytes = Buffer.from(leaf.certificate);
    const spki = Buffer.from(parsed.key.spki);
    const last = bytes.indexOf(spki) + spki.length - 1;
    bytes[last] = (bytes[last] ?? 0) ^ 1;
    expect(refusal(() => parseCertificate(bytes).key.object())).toBe(
      "key-malformed: the public key is not valid",
    );
  });
});

test.each<[KeyKind, string]>([
  ["rsa2048", "PS256"],
  ["rsa3072", "PS384"],
  ["rsa4096", "PS512"],
  ["p256", "ES256"],
  ["p384", "ES384"],
  ["p521", "ES512"],
])("a key %s signs with %s", (kind, name) => {
  const { key } = parseCertificate(certify({ key: privateKey(kind) }).certificate);
  expect(algorithmOfKey(key).name).toBe(name);
});

describe("a name", () => {
  test("is read from its last part to its first", () => {
    expect(
      parseName(
        nameOf([
          ["C", "US"],
          ["CN", "a, b"],
          ["E", "x"],
        ]),
      ),
    ).toEqual([
      [{ type: "1.2.840.113549.1.9.1", value: "x" }],
      [{ type: "CN", value: "a, b" }],
      [{ type: "C", value: "US" }],
    ]);
  });

  test.each([
    ["2.5.4.3", "CN"],
    ["2.5.4.5", "SERIALNUMBER"],
    ["2.5.4.6", "C"],
    ["2.5.4.7", "L"],
    ["2.5.4.8", "ST"],
    ["2.5.4.9", "STREET"],
    ["2.5.4.10", "O"],
    ["2.5.4.11", "OU"],
    ["2.5.4.17", "POSTALCODE"],
    ["2.5.4.12", "2.5.4.12"],
  ])("has the attribute %s as %s", (oid, type) => {
    expect(nameText(nameOf([[oid, "x"]]))).toBe(`${type}=x`);
  });

  const attribute = (...more: readonly der.Der[]) =>
    der.sequence(der.oid("2.5.4.3"), der.printable("x"), ...more);

  test("may have a part with several attributes, at most 64 in all", () => {
    const of = (count: number) =>
      refusal(() => {
        const list = Array.from({ length: count - 2 }, () => der.setOf(attribute()));
        const parts = parseName(der.sequence(...list, der.setOf(attribute(), attribute())));
        return [parts.length, parts[0]?.length].join();
      });
    expect(of(64)).toBe("accepted: 63,2");
    expect(of(65)).toBe("der-malformed: has a name with too many attributes");
  });

  test.each([
    ["behind it", Buffer.concat([der.sequence(), der.NULL])],
    ["behind the value of an attribute", der.sequence(der.setOf(attribute(der.NULL)))],
  ])("with something %s is refused", (_, raw) => {
    expect(refusal(() => parseName(raw))).toBe("der-malformed: has a value more than it may have");
  });

  test("with a part of nothing is refused", () => {
    expect(refusal(() => parseName(der.sequence(der.setOf())))).toBe(
      "der-malformed: has nothing where 0x30 must be",
    );
  });

  test("for people escapes what has a meaning", () => {
    expect(nameText(nameOf([["CN", "#a,b\n "]]))).toBe("CN=\\#a\\,b?\\ ");
    expect(nameText(nameOf([["CN", ' "+;<>\\#']]))).toBe('CN=\\ \\"\\+\\;\\<\\>\\\\#');
    expect(nameText(Buffer.of(1))).toBe("(a name that cannot be read)");
  });

  test("for people has an end", () => {
    const text = nameText(nameOf([["CN", "x".repeat(14_000)]]));
    expect(text).toBe(`CN=${"x".repeat(297)}`);
  });

  const single = (value: Uint8Array) =>
    parseName(der.sequence(der.setOf(der.sequence(der.oid("2.5.4.3"), value))))[0]?.[0]?.value;
  const bmp = (units: string) => der.der(0x1e, Buffer.from(units, "hex"));
  test.each<[string, Uint8Array, string]>([
    ["BMPString", bmp("00e4"), "accepted: ä"],
    [
      "BMPString of three bytes",
      der.der(0x1e, Buffer.of(0, 0x61, 0)),
      "der-malformed: has a text that is not utf-16be",
    ],
    ["BMPString of half a pair", bmp("d800"), "der-malformed: has a text that is not utf-16be"],
    ...["d83dde00", "fdd0", "fdef", "fffe", "ffff"].map((units): [string, Uint8Array, string] => [
      `BMPString ${units}`,
      bmp(units),
      "der-malformed: has a text with a character that its type does not have",
    ]),
    ["BMPString next to what is no character", bmp("fdcffdf0fffd"), "accepted: \ufdcf\ufdf0\ufffd"],
    ["TeletexString", der.der(0x14, Buffer.of(0xe4)), "accepted: ä"],
    ["PrintableString", der.printable("x"), "accepted: x"],
    [
      "PrintableString above ASCII",
      der.der(0x13, Buffer.of(0xe4)),
      "der-malformed: has a text with a character that its type does not have",
    ],
    [
      "PrintableString with what it has not",
      der.printable("a@b"),
      "der-malformed: has a text with a character that its type does not have",
    ],
    ["PrintableString as certificates have it", der.printable("*.a & b"), "accepted: *.a & b"],
    [
      "NumericString with letters",
      der.der(0x12, "abc"),
      "der-malformed: has a text with a character that its type does not have",
    ],
    [
      "IA5String beyond ASCII",
      der.der(0x16, Buffer.of(0xff)),
      "der-malformed: has a text with a character that its type does not have",
    ],
    [
      "UTF8String that is none",
      der.der(0x0c, Buffer.of(0xff)),
      "der-malformed: has a text that is not utf-8",
    ],
    ["number", der.integer(1), "der-malformed: has a name with a value that is not text"],
  ])("with a %s", (_, value, message) => {
    expect(refusal(() => single(value))).toBe(message);
  });
});

test("the published AWS Signer roots are P-384 authorities that sign themselves", () => {
  for (const { fingerprint, certificate } of Object.values(SIGNER_ROOTS)) {
    const root = parseCertificate(Buffer.from(certificate, "base64"));
    expect(root.fingerprint()).toBe(fingerprint);
    expect(root.key).toMatchObject({ type: "ec", size: 384 });
    expect(basicConstraintsOf(root)).toEqual({ isCa: true, isCritical: true });
    expect(isCertifiedBy(root, root)).toBe(true);
  }
});
