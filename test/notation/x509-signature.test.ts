import { constants, generateKeyPairSync, sign } from "node:crypto";
import { algorithmOfKey, isSignedBy, opensslVerify, parseCertificate } from "../../notation/x509";
import { at, check, OK } from "./support/chain";
import * as der from "./support/der";
import {
  CA_EXTENSIONS,
  certify,
  HASH_OIDS,
  type KeyKind,
  named,
  privateKey,
  type SignatureHash,
} from "./support/pki";

const authority = (kind: KeyKind) =>
  certify({ name: named("root"), key: privateKey(kind, 1), extensions: CA_EXTENSIONS });

test.each<[SignatureHash, KeyKind, boolean]>([
  ["sha256", "rsa2048", false],
  ["sha384", "rsa2048", false],
  ["sha512", "rsa2048", false],
  ["sha256", "rsa2048", true],
  ["sha384", "rsa2048", true],
  ["sha512", "rsa2048", true],
  ["sha256", "p256", false],
  ["sha384", "p256", false],
  ["sha512", "p256", false],
])("a certificate signed with %s and a key %s is accepted, with RSASSA-PSS: %s", (hash, kind, usePss) => {
  expect(check(certify({ issuer: authority(kind), hash, usePss }).chain)).toBe(OK);
});

test.each<[string, KeyKind, der.Der]>([
  ["RSA", "p256", der.sequence(der.oid("1.2.840.113549.1.1.11"), der.NULL)],
  ["ECDSA", "rsa2048", der.sequence(der.oid("1.2.840.10045.4.3.2"))],
])("a certificate that names %s and is signed with a key %s is refused", (_, kind, algorithm) => {
  expect(check(certify({ issuer: authority(kind), algorithm }).chain)).toBe(
    at(1, "it was not issued by the next one", "chain-broken"),
  );
});

describe("the signature of an envelope", () => {
  const DATA = Buffer.from("data");
  test.each<KeyKind>(["p256", "p384", "p521", "rsa2048"])(
    "by a key %s is as long as its kind has it",
    (kind) => {
      const key = privateKey(kind);
      const parsed = parseCertificate(certify({ key }).certificate).key;
      const signature = sign(algorithmOfKey(parsed).hash, DATA, {
        key,
        dsaEncoding: "ieee-p1363",
        padding: key.asymmetricKeyType === "rsa" ? constants.RSA_PKCS1_PSS_PADDING : undefined,
        saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
      });
      expect(isSignedBy(parsed, DATA, signature)).toBe(true);
      expect(isSignedBy(parsed, DATA, Buffer.concat([signature, Buffer.of(0)]))).toBe(false);
      expect(isSignedBy(parsed, DATA, signature.subarray(0, -1))).toBe(false);
    },
  );

  test("that OpenSSL cannot look at is none", () => {
    const { publicKey } = generateKeyPairSync("x25519");
    expect(opensslVerify("sha256", DATA, publicKey, DATA)).toBe(false);
  });
});

describe("RSASSA-PSS", () => {
  const digest = (hash: SignatureHash) => der.sequence(der.oid(HASH_OIDS[hash]));
  const mask = (...parts: readonly der.Der[]) => der.explicit(1, der.sequence(...parts));
  const MGF1 = der.oid("1.2.840.113549.1.1.8");
  const HASH = der.explicit(0, digest("sha256"));
  const MASK = mask(MGF1, digest("sha256"));
  const SALT = der.explicit(2, der.integer(32));
  const signed = (...parameters: readonly der.Der[]) =>
    check(
      certify({
        issuer: authority("rsa2048"),
        usePss: true,
        algorithm: der.sequence(der.oid("1.2.840.113549.1.1.10"), ...parameters),
      }).chain,
    );
  const WEAK = at(
    1,
    "the RSASSA-PSS parameters are not one of SHA-256, SHA-384 or SHA-512 with a salt of its length",
    "signature-algorithm-weak",
  );
  const malformed = (message: string) => at(1, message, "der-malformed");
  const MORE = malformed("has a value more than it may have");

  test.each<[string, readonly der.Der[], string]>([
    ["what is usual", [HASH, MASK, SALT], OK],
    ["SHA-1", [der.explicit(0, digest("sha1")), mask(MGF1, digest("sha1")), SALT], WEAK],
    ["another hash for its mask", [HASH, mask(MGF1, digest("sha384")), SALT], WEAK],
    ["another mask", [HASH, mask(der.oid("1.2.840.113549.1.1.9"), digest("sha256")), SALT], WEAK],
    ["no hash for its mask", [HASH, mask(MGF1), SALT], WEAK],
    ["a shorter salt", [HASH, MASK, der.explicit(2, der.integer(20))], WEAK],
    ["a second hash", [der.explicit(0, digest("sha256"), digest("sha256")), MASK, SALT], MORE],
    ["a second salt", [HASH, MASK, der.explicit(2, der.integer(32), der.integer(32))], MORE],
    ["the usual trailer", [HASH, MASK, SALT, der.explicit(3, der.integer(1))], OK],
    [
      "another trailer",
      [HASH, MASK, SALT, der.explicit(3, der.integer(2))],
      malformed("has RSASSA-PSS parameters that are not supported"),
    ],
    [
      "no trailer in its place",
      [HASH, MASK, SALT, der.explicit(3, der.NULL)],
      malformed("has tag 0x5 where 0x2 must be"),
    ],
    ["something more", [HASH, MASK, SALT, der.NULL], MORE],
  ])("with %s", (_, parameters, outcome) => {
    expect(signed(der.sequence(...parameters))).toBe(outcome);
  });

  test("without parameters is refused", () => {
    expect(signed()).toBe(malformed("has nothing where 0x30 must be"));
  });
});
