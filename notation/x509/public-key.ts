import { createPublicKey, type KeyObject } from "node:crypto";
import {
  bytesOf,
  type DerReader,
  type Element,
  malformed,
  oidOf,
  readAlgorithm,
  readAll,
  smallIntegerOf,
  TAG,
  unsignedOf,
} from "../der";
import { NotationError } from "../error";
import { makeRoom } from "./make-room";

const RSA = "1.2.840.113549.1.1.1";
/** As an AlgorithmIdentifier, with NULL as RFC 3279 section 2.3.1 wants it. */
const RSA_KEY = Buffer.from("300d06092a864886f70d0101010500", "hex");
const EC = "1.2.840.10045.2.1";
const CURVES = new Map([
  ["1.2.840.10045.3.1.7", 256],
  ["1.3.132.0.34", 384],
  ["1.3.132.0.35", 521],
]);
/** A larger modulus would make one verification slow; no certificate authority uses one. */
const MAX_RSA_BITS = 8192;

/** A SubjectPublicKeyInfo. */
export interface PublicKey {
  readonly spki: Uint8Array;
  /** `other` is anything that is not RSA, P-256, P-384 or P-521. */
  readonly type: "rsa" | "ec" | "other";
  /** Bits of the modulus or of the curve's field; 0 of another key. */
  readonly size: number;
  /** The content of the BIT STRING. */
  readonly bits: Uint8Array;
  /** @throws NotationError `key-malformed` when OpenSSL does not take it */
  object(): KeyObject;
}

/** Reads a SubjectPublicKeyInfo. */
export function readPublicKey(reader: DerReader): PublicKey {
  const outer = reader.element(TAG.sequence);
  return readAll(outer.raw, TAG.sequence, (inside) => {
    const { oid, parameters, raw } = readAlgorithm(inside);
    if (oid === RSA && Buffer.compare(raw, RSA_KEY) !== 0)
      throw malformed("has an RSA key whose parameters are not NULL");
    const bits = bytesOf(inside.element(TAG.bitString));
    const { type, size } =
      oid === RSA
        ? { type: "rsa" as const, size: rsaSize(bits) }
        : oid === EC
          ? ellipticCurve(parameters, bits)
          : { type: "other" as const, size: 0 };
    let object: KeyObject | undefined;
    return { spki: outer.raw, type, size, bits, object: () => (object ??= keyObject(outer.raw)) };
  });
}

function rsaSize(bits: Uint8Array): number {
  return readAll(bits, TAG.sequence, (inside) => {
    const modulus = unsignedOf(inside.element(TAG.integer));
    const exponent = smallIntegerOf(inside.element(TAG.integer));
    const size = modulus.length * 8 - Math.clz32(modulus[0] ?? 0) + 24;
    const isOdd = (byte: number) => (byte & 1) === 1;
    if (!isOdd(exponent) || exponent === 1 || size > MAX_RSA_BITS || !isOdd(modulus.at(-1) ?? 0)) {
      throw malformed("has an RSA key that is out of bounds");
    }
    return size;
  });
}

function ellipticCurve(parameters: Element | undefined, bits: Uint8Array): Pick<PublicKey, "type" | "size"> {
  if (parameters?.tag !== TAG.oid) throw malformed("has an elliptic curve key that does not name its curve");
  const size = CURVES.get(oidOf(parameters));
  if (size === undefined) return { type: "other", size: 0 };
  const isPoint = bits[0] === 4 && bits.length === 1 + 2 * Math.ceil(size / 8);
  if (!isPoint) throw malformed("has an elliptic curve point that is not in the uncompressed form");
  return { type: "ec", size };
}

/**
 * Keys as OpenSSL holds them, by their bytes: reading one takes a fifth of a verification. The oldest goes when there
 * are too many, so a stranger's keys cost time and no memory.
 */
const objects = new Map<string, KeyObject>();
const MAX_OBJECTS = 64;

function keyObject(spki: Uint8Array): KeyObject {
  const id = Buffer.from(spki).toString("latin1");
  const known = objects.get(id);
  if (known !== undefined) return known;
  let object: KeyObject;
  try {
    object = createPublicKey({ key: Buffer.from(spki), format: "der", type: "spki" });
  } catch {
    throw new NotationError("key-malformed", "the public key is not valid");
  }
  makeRoom(objects, MAX_OBJECTS);
  objects.set(id, object);
  return object;
}
