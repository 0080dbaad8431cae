import { IssuerCache } from "../../notation/x509";
import * as der from "./support/der";
import { CA_EXTENSIONS, certify, type KeyKind, named, pki, privateKey, pssAlgorithm } from "./support/pki";
import { at, check, checkLeaf, OK } from "./support/chain";

const ALLOWED = "allowed are RSA 2048, 3072, 4096 and P-256, P-384, P-521";
test.each<[KeyKind, string]>([
  ["rsa1024", `the key has 1024 bits; ${ALLOWED}`],
  ["rsa3000", `the key has 3000 bits; ${ALLOWED}`],
  ["p224", `the key is neither RSA nor on one of the curves; ${ALLOWED}`],
  ["secp256k1", `the key is neither RSA nor on one of the curves; ${ALLOWED}`],
  ["ed25519", `the key is neither RSA nor on one of the curves; ${ALLOWED}`],
])("a signing certificate with a key %s is refused", (kind, message) => {
  expect(checkLeaf({ key: privateKey(kind) })).toBe(at(1, message, "key-unsupported"));
});

describe("a chain", () => {
  const { root, intermediate, leaf } = pki();

  test("of ten certificates is accepted", () => {
    let issuer = root;
    for (let number = 1; number < 9; number += 1) {
      const name = named(`authority ${String(number)}`);
      issuer = certify({ name, key: privateKey("p256", 30 + number), issuer, extensions: CA_EXTENSIONS });
    }
    const { chain } = certify({ issuer });
    expect(chain).toHaveLength(10);
    expect(check(chain)).toBe(OK);
  });

  test("from the signing certificate to the root is accepted", () => {
    expect(check(leaf.chain)).toBe(OK);
    expect(check(certify({ issuer: root }).chain)).toBe(OK);
    expect(check(certify().chain)).toBe(OK);
  });

  test("is accepted again from the cache, and a broken one is not", () => {
    const cache = new IssuerCache(1);
    expect(check(leaf.chain, "codeSigning", cache)).toBe(OK);
    expect(check(leaf.chain, "codeSigning", cache)).toBe(OK);
    const other = certify({ name: named("root"), key: privateKey("p256", 7), extensions: CA_EXTENSIONS });
    expect(check([leaf.certificate, intermediate.certificate, other.certificate], "codeSigning", cache)).toBe(
      at(2, "it was not issued by the next one", "chain-broken"),
    );
  });

  test("that was accepted vouches for none with another issuer of the same name", () => {
    const cache = new IssuerCache();
    expect(check(leaf.chain, "codeSigning", cache)).toBe(OK);
    const other = certify({ name: named("root"), key: privateKey("p256", 7), extensions: CA_EXTENSIONS });
    expect(check([leaf.certificate, intermediate.certificate, other.certificate], "codeSigning", cache)).toBe(
      at(2, "it was not issued by the next one", "chain-broken"),
    );
  });

  test.each([
    ["nothing", [], "chain-empty: there is no certificate"],
    [
      "no root",
      [leaf.certificate, intermediate.certificate],
      at(2, "it is the last one but not self-signed", "chain-root-missing"),
    ],
    [
      "only the signing certificate",
      [leaf.certificate],
      at(1, "it is the last one but not self-signed", "chain-root-missing"),
    ],
    [
      "the wrong order",
      [leaf.certificate, root.certificate, intermediate.certificate],
      at(1, "it was not issued by the next one", "chain-broken"),
    ],
    [
      "the root twice",
      [...leaf.chain, root.certificate],
      at(3, "it is self-signed but not the last one", "chain-root-inside"),
    ],
    [
      "a gap",
      [leaf.certificate, root.certificate],
      at(1, "it was not issued by the next one", "chain-broken"),
    ],
    [
      "a certificate after the root",
      [...leaf.chain, certify({ name: named("more"), extensions: CA_EXTENSIONS }).certificate],
      at(3, "it is self-signed but not the last one", "chain-root-inside"),
    ],
    [
      "eleven certificates",
      Array.from({ length: 11 }, () => root.certificate),
      "chain-too-long: there are more than 10 certificates",
    ],
  ])("of %s is refused", (_, chain, message) => {
    expect(check(chain)).toBe(message);
  });

  test("whose names fit but whose keys do not is refused", () => {
    const impostor = certify({
      name: named("intermediate"),
      key: privateKey("p256", 8),
      extensions: CA_EXTENSIONS,
      issuer: root,
    });
    expect(check([leaf.certificate, impostor.certificate, root.certificate])).toBe(
      at(1, "it was not issued by the next one", "chain-broken"),
    );
  });

  test("whose keys fit but whose names do not is refused", () => {
    const renamed = certify({
      name: named("other"),
      key: privateKey("p256", 2),
      extensions: CA_EXTENSIONS,
      issuer: root,
    });
    expect(check([leaf.certificate, renamed.certificate, root.certificate])).toBe(
      at(1, "it was not issued by the next one", "chain-broken"),
    );
  });

  test("whose signing certificate has the name of its issuer is not taken for self-signed", () => {
    expect(check(certify({ name: named("root"), issuer: root }).chain)).toBe(OK);
  });

  test("that ends in a certificate of another name's is refused, also where its own key signed it", () => {
    const key = privateKey("p256", 1);
    const elsewhere = certify({ name: named("elsewhere"), key, extensions: CA_EXTENSIONS });
    const last = certify({ name: named("root"), key, issuer: elsewhere, extensions: CA_EXTENSIONS });
    expect(check([...certify({ issuer: last }).chain.slice(0, 2)])).toBe(
      at(2, "it is the last one but not self-signed", "chain-root-missing"),
    );
  });

  test("whose intermediate has the key of its root and another name is accepted", () => {
    const shared = certify({ name: named("shared"), key: root.key, issuer: root, extensions: CA_EXTENSIONS });
    expect(check(certify({ issuer: shared }).chain)).toBe(OK);
  });

  test.each<[string, KeyKind]>([
    ["RSA", "rsa2048"],
    ["P-521", "p521"],
  ])("of %s keys is accepted", (_, kind) => {
    expect(check(pki({}, kind).leaf.chain)).toBe(OK);
  });

  test("signed with RSASSA-PSS is accepted", () => {
    const key = privateKey("rsa2048", 1);
    const authority = certify({
      name: named("root"),
      key,
      extensions: CA_EXTENSIONS,
      usePss: true,
      hash: "sha384",
    });
    expect(check(certify({ issuer: authority, usePss: true, hash: "sha512" }).chain)).toBe(OK);
  });

  test.each<[string, readonly der.Der[], readonly der.Der[]]>([
    ["its hash", [der.integer(1)], [der.NULL]],
    ["the hash of its mask", [der.NULL], [der.integer(1)]],
  ])("signed with RSASSA-PSS and a number beside %s is refused", (_, inHash, inMask) => {
    const key = privateKey("rsa2048", 1);
    const authority = certify({ name: named("root"), key, extensions: CA_EXTENSIONS });
    const signed = (...more: readonly (readonly der.Der[])[]) =>
      certify({ issuer: authority, usePss: true, algorithm: pssAlgorithm("sha256", ...more) }).chain;
    expect(check(signed([], []))).toBe(OK);
    expect(check(signed(inHash, inMask))).toBe(
      at(
        1,
        "the RSASSA-PSS parameters are not one of SHA-256, SHA-384 or SHA-512 with a salt of its length",
        "signature-algorithm-weak",
      ),
    );
  });

  const WEAK = (oid: string) =>
    `the signature algorithm ${oid} is not RSA or ECDSA with SHA-256, SHA-384 or SHA-512`;
  test.each<[string, KeyKind, string]>([
    ["ECDSA", "p256", "1.2.840.10045.4.1"],
    ["RSA", "rsa2048", "1.2.840.113549.1.1.5"],
  ])("with SHA-1 and %s is refused", (_, kind, oid) => {
    const authority = certify({ name: named("root"), key: privateKey(kind, 1), extensions: CA_EXTENSIONS });
    expect(check(certify({ issuer: authority, hash: "sha1" }).chain)).toBe(
      at(1, WEAK(oid), "signature-algorithm-weak"),
    );
    expect(check(certify({ key: privateKey(kind), hash: "sha1" }).chain)).toBe(
      at(1, WEAK(oid), "signature-algorithm-weak"),
    );
  });

  test.each<[string, KeyKind, string, readonly der.Der[]]>([
    ["ECDSA", "p256", "1.2.840.10045.4.3.2", []],
    ["RSA", "rsa2048", "1.2.840.113549.1.1.11", [der.NULL]],
  ])("with a number beside the algorithm of %s is refused", (_, kind, oid, usual) => {
    const authority = certify({ name: named("root"), key: privateKey(kind, 1), extensions: CA_EXTENSIONS });
    const signed = (beside: readonly der.Der[]) =>
      check(certify({ issuer: authority, algorithm: der.sequence(der.oid(oid), ...beside) }).chain);
    expect(signed(usual)).toBe(OK);
    expect(signed([der.integer(1)])).toBe(at(1, WEAK(oid), "signature-algorithm-weak"));
  });

  test("signed by the kind of a key alone is refused", () => {
    const oid = "1.2.840.113549.1.1.1";
    const authority = certify({
      name: named("root"),
      key: privateKey("rsa2048", 1),
      extensions: CA_EXTENSIONS,
    });
    const algorithm = der.sequence(der.oid(oid), der.NULL);
    expect(check(certify({ issuer: authority, algorithm }).chain)).toBe(
      at(1, WEAK(oid), "signature-algorithm-weak"),
    );
  });

  test.each<KeyKind>(["rsa1024", "rsa2047", "secp256k1"])(
    "from an authority with a key %s is refused",
    (kind) => {
      const authority = certify({ name: named("root"), key: privateKey(kind, 1), extensions: CA_EXTENSIONS });
      expect(check(certify({ issuer: authority }).chain)).toBe(
        at(
          1,
          "the key of an issuer is neither RSA of 2048 bits or more nor on P-256, P-384 or P-521",
          "key-unsupported",
        ),
      );
    },
  );
});
