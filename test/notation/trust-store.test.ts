import { TrustStore, type TrustStoreType } from "../../notation";
import * as der from "./support/der";
import {
  CA_EXTENSIONS,
  type CertificateOptions,
  certify,
  createPublicKeyDer,
  named,
  pki,
  privateKey,
  toPem,
} from "./support/pki";
import { refusal } from "./support/refusal";

const { root, leaf } = pki();
const selfSigned = certify();
const authority = (options: CertificateOptions) =>
  certify({ extensions: CA_EXTENSIONS, issuer: root, ...options }).certificate;
const offCurve = Buffer.from(createPublicKeyDer(root.key));
offCurve[offCurve.length - 1] = (offCurve.at(-1) ?? 0) ^ 1;

function read(type: TrustStoreType, ...files: readonly (Uint8Array | string)[]): string {
  const store = new TrustStore({ [`${type}:x`]: files.map((file) => Buffer.from(file as string)) });
  return refusal(() => store.certificates([{ type, name: "x" }], type).length);
}

test("files hold PEM or DER, one certificate or more", () => {
  expect(read("ca", root.certificate)).toBe("accepted: 1");
  expect(read("ca", Buffer.concat([root.certificate, root.certificate]))).toBe("accepted: 2");
  expect(read("ca", `x\n${toPem(root.certificate)}${toPem(selfSigned.certificate)}`, root.certificate)).toBe(
    "accepted: 3",
  );
});

test("only stores of the type that is asked for are read", () => {
  const store = new TrustStore({ "ca:x": [root.certificate], "tsa:x": [root.certificate] });
  expect(store.certificates([{ type: "tsa", name: "x" }], "ca")).toEqual([]);
  expect(
    store.certificates(
      [
        { type: "ca", name: "x" },
        { type: "tsa", name: "x" },
      ],
      "ca",
    ),
  ).toHaveLength(1);
});

test.each<[string, TrustStoreType, readonly (Uint8Array | string)[], string]>([
  ["nothing", "ca", [], "trust-store-missing: the trust store ca:x has no certificate"],
  ["an empty file", "ca", [""], "trust-store-invalid: trust store ca:x: a file has no certificate"],
  ["text", "ca", ["hello"], "trust-store-invalid: trust store ca:x: a file is neither PEM nor DER"],
  [
    "a key",
    "ca",
    ["-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"],
    "trust-store-invalid: trust store ca:x: a PEM block is PRIVATE KEY, not CERTIFICATE",
  ],
  [
    "a block without end",
    "ca",
    [`${toPem(root.certificate)}-----BEGIN CERTIFICATE-----\nAAAA`],
    "trust-store-invalid: trust store ca:x: a PEM block is malformed",
  ],
  [
    "a block of something else",
    "ca",
    ["-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"],
    "trust-store-invalid: trust store ca:x: has tag 0x0 where 0x30 must be",
  ],
  [
    "a signing certificate of somebody",
    "ca",
    [leaf.certificate],
    "trust-store-invalid: trust store ca:x: a certificate is not a certificate authority or self-signed",
  ],
  [
    "a self-signed signer as timestamping authority",
    "tsa",
    [selfSigned.certificate],
    "trust-store-invalid: trust store tsa:x: a certificate is not a self-signed certificate authority",
  ],
  [
    "an intermediate as timestamping authority",
    "tsa",
    [pki().intermediate.certificate],
    "trust-store-invalid: trust store tsa:x: a certificate is not a self-signed certificate authority",
  ],
  [
    "an authority with a point off its curve beside a good one",
    "ca",
    [root.certificate, authority({ spki: offCurve })],
    "trust-store-invalid: trust store ca:x: the public key is not valid",
  ],
  [
    "an authority with a name that cannot be read beside a good one",
    "ca",
    [root.certificate, authority({ rawName: der.sequence(der.NULL) })],
    "trust-store-invalid: trust store ca:x: has tag 0x5 where 0x31 must be",
  ],
])("a store of %s is refused", (_, type, files, message) => {
  expect(read(type, ...files)).toBe(message);
});

test.each<[string, Uint8Array, string]>([
  ["good", root.certificate, "accepted: 1"],
  [
    "wrong",
    leaf.certificate,
    "trust-store-invalid: trust store ca:x: a certificate is not a certificate authority or self-signed",
  ],
])("a %s store is read once", (_, certificate, said) => {
  let reads = 0;
  const store = new TrustStore({
    get "ca:x"() {
      reads += 1;
      return [certificate];
    },
  });
  const ask = () => refusal(() => store.certificates([{ type: "ca", name: "x" }], "ca").length);
  expect([ask(), ask(), reads]).toEqual([said, said, 1]);
});

test("a store whose name is a member of every object is missing", () => {
  const store = new TrustStore({});
  expect(refusal(() => store.certificates([{ type: "ca", name: "toString" }], "ca"))).toBe(
    "trust-store-missing: the trust store ca:toString has no certificate",
  );
});

test("an authority that somebody else certified may be in a store of signers", () => {
  const other = certify({
    name: named("i"),
    key: privateKey("p256", 4),
    extensions: CA_EXTENSIONS,
    issuer: root,
  });
  expect(read("signingAuthority", other.certificate)).toBe("accepted: 1");
});

test("an authority with a key of a kind that nobody knows keeps no other of its store back", () => {
  // As GOST, SM2 or ML-DSA where OpenSSL does not know them.
  const spki = der.sequence(der.sequence(der.oid("1.3.6.1.4.1.99999.1")), der.der(0x03, Buffer.alloc(33)));
  expect(read("ca", root.certificate, authority({ spki }))).toBe("accepted: 2");
});
