import { createPublicKey } from "node:crypto";
import { algorithmOfKey, parseCertificate, type PublicKey } from "../../notation/x509";
import * as der from "./support/der";
import { certify, privateKey } from "./support/pki";
import { refusal } from "./support/refusal";

/** The key of a certificate whose key is said to be of this algorithm. */
function read(algorithm: readonly der.Der[], bits: der.Der): PublicKey {
  const spki = der.sequence(der.sequence(...algorithm), der.bits(bits));
  return parseCertificate(certify({ spki }).certificate).key;
}

describe("an RSA key", () => {
  const modulus = Buffer.from(
    createPublicKey(privateKey("rsa2048")).export({ format: "jwk" }).n ?? "",
    "base64url",
  );
  const RSA = der.oid("1.2.840.113549.1.1.1");
  const sizeOf = (
    exponent: number | bigint,
    n: Uint8Array = modulus,
    parameters: readonly der.Der[] = [der.NULL],
  ) => refusal(() => read([RSA, ...parameters], der.sequence(der.integer(n), der.integer(exponent))).size);
  const BOUNDS = "der-malformed: has an RSA key that is out of bounds";
  const RANGE = "der-malformed: has an INTEGER out of range";

  test.each<[number | bigint, string]>([
    [3, "accepted: 2048"],
    [2 ** 31 - 1, "accepted: 2048"],
    [1, BOUNDS],
    [65_536, BOUNDS],
    [2 ** 31 + 1, RANGE],
    [2 ** 32 - 1, RANGE],
    [2n ** 2_000n + 1n, RANGE],
  ])("with the exponent %s", (exponent, outcome) => {
    expect(sizeOf(exponent)).toBe(outcome);
  });

  test.each<[string, Uint8Array, string]>([
    ["8192 bits", Buffer.alloc(1_024, 0xff), "accepted: 8192"],
    ["8193 bits", Buffer.concat([Buffer.of(1), Buffer.alloc(1_024, 0xff)]), BOUNDS],
    ["an even number", Buffer.concat([modulus.subarray(0, -1), Buffer.of(2)]), BOUNDS],
  ])("with a modulus of %s", (_, n, outcome) => {
    expect(sizeOf(65_537, n)).toBe(outcome);
  });

  test.each([
    ["nothing", []],
    ["a number", [der.integer(1)]],
  ])("with %s beside its name is refused", (_, parameters) => {
    expect(sizeOf(65_537, modulus, parameters)).toBe(
      "der-malformed: has an RSA key whose parameters are not NULL",
    );
  });
});

test("an RSA key is of no curve that has as many bits", () => {
  const bits = der.sequence(der.integer(Buffer.alloc(32, 0xff)), der.integer(3));
  const key = read([der.oid("1.2.840.113549.1.1.1"), der.NULL], bits);
  expect(refusal(() => algorithmOfKey(key))).toBe(
    "key-unsupported: the key has 256 bits; allowed are RSA 2048, 3072, 4096 and P-256, P-384, P-521",
  );
});

describe("a key on a curve", () => {
  const EC = der.oid("1.2.840.10045.2.1");
  const P256 = der.oid("1.2.840.10045.3.1.7");
  const point = parseCertificate(certify().certificate).key.bits;

  test("is of a kind that may sign", () => {
    expect(read([EC, P256], point)).toMatchObject({ type: "ec", size: 256 });
  });

  test.each<[string, readonly der.Der[]]>([
    ["for key agreement alone", [der.oid("1.3.132.1.12"), P256]],
    ["on another curve", [EC, der.oid("1.3.132.0.10")]],
  ])("%s is of no kind that may sign", (_, algorithm) => {
    const key = read(algorithm, point);
    expect(key).toMatchObject({ type: "other", size: 0 });
    expect(refusal(() => algorithmOfKey(key))).toBe(
      "key-unsupported: the key is neither RSA nor on one of the curves; allowed are RSA 2048, 3072, 4096 and P-256, P-384, P-521",
    );
  });

  test.each<[string, readonly der.Der[]]>([
    ["by its numbers", [EC, der.sequence(der.integer(1))]],
    ["by nothing", [EC]],
  ])("%s is refused", (_, algorithm) => {
    expect(refusal(() => read(algorithm, point))).toBe(
      "der-malformed: has an elliptic curve key that does not name its curve",
    );
  });

  test.each([
    ["shorter", point.subarray(0, -1)],
    ["longer", Buffer.concat([point, Buffer.of(0)])],
  ])("with a %s point is refused", (_, bits) => {
    expect(refusal(() => read([EC, P256], bits))).toBe(
      "der-malformed: has an elliptic curve point that is not in the uncompressed form",
    );
  });
});
