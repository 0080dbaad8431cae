import { constants } from "node:crypto";
import {
  type Algorithm,
  constructed,
  DerReader,
  malformed,
  readAlgorithm,
  readAll,
  smallIntegerOf,
  TAG,
} from "../der";
import { NotationError } from "../error";
import { opensslVerify } from "./algorithm";
import { type Certificate } from "./certificate";
import { type PublicKey } from "./public-key";

/** Hashes by object identifier; nothing weaker than SHA-256. */
export const HASHES: ReadonlyMap<string, string> = new Map([
  ["2.16.840.1.101.3.4.2.1", "sha256"],
  ["2.16.840.1.101.3.4.2.2", "sha384"],
  ["2.16.840.1.101.3.4.2.3", "sha512"],
]);
const HASH_BYTES = new Map([
  ["sha256", 32],
  ["sha384", 48],
  ["sha512", 64],
]);

type Scheme = { readonly type: PublicKey["type"]; readonly hash: string; readonly padding?: number };

const SCHEMES = new Map<string, Scheme>([
  ["1.2.840.113549.1.1.11", { type: "rsa", hash: "sha256", padding: constants.RSA_PKCS1_PADDING }],
  ["1.2.840.113549.1.1.12", { type: "rsa", hash: "sha384", padding: constants.RSA_PKCS1_PADDING }],
  ["1.2.840.113549.1.1.13", { type: "rsa", hash: "sha512", padding: constants.RSA_PKCS1_PADDING }],
  ["1.2.840.10045.4.3.2", { type: "ec", hash: "sha256" }],
  ["1.2.840.10045.4.3.3", { type: "ec", hash: "sha384" }],
  ["1.2.840.10045.4.3.4", { type: "ec", hash: "sha512" }],
]);
const PSS = "1.2.840.113549.1.1.10";
const MGF1 = "1.2.840.113549.1.1.8";
const RSA_ENCRYPTION = "1.2.840.113549.1.1.1";
const MIN_RSA_BITS = 2048;

/**
 * Whether a certificate authority's signature over `data` was made with this key.
 *
 * @param hash the hash that a CMS signer names beside the algorithm. @default - the algorithm names it
 * @throws NotationError `signature-algorithm-weak` for SHA-1 and anything else that is not RSA or ECDSA with SHA-2,
 * `key-unsupported` for a key below RSA 2048 or on another curve
 */
export function isIssuedWith(
  key: PublicKey,
  algorithm: Algorithm,
  data: Uint8Array,
  signature: Uint8Array,
  hash?: string,
): boolean {
  const scheme = schemeOf(algorithm, hash);
  if (key.type === "other" || (key.type === "rsa" && key.size < MIN_RSA_BITS)) {
    throw new NotationError(
      "key-unsupported",
      "the key of an issuer is neither RSA of 2048 bits or more nor on P-256, P-384 or P-521",
    );
  }
  if (scheme.type !== key.type || (hash !== undefined && scheme.hash !== hash)) return false;
  const options =
    scheme.padding === undefined
      ? { key: key.object(), dsaEncoding: "der" as const }
      : { key: key.object(), padding: scheme.padding, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  return opensslVerify(scheme.hash, data, options, signature);
}

function schemeOf(algorithm: Algorithm, hash: string | undefined): Scheme {
  const { oid, parameters } = algorithm;
  if (oid === PSS) return pss(parameters?.raw);
  // In a CMS signer the algorithm may be the bare kind of key.
  if (oid === RSA_ENCRYPTION && hash !== undefined)
    return { type: "rsa", hash, padding: constants.RSA_PKCS1_PADDING };
  const found = SCHEMES.get(oid);
  if (found === undefined || parameters !== undefined) {
    throw new NotationError(
      "signature-algorithm-weak",
      `the signature algorithm ${oid} is not RSA or ECDSA with SHA-256, SHA-384 or SHA-512`,
    );
  }
  return found;
}

/** RSASSA-PSS with one hash for everything and a salt of its length: all that is in use. */
function pss(parameters: Uint8Array | undefined): Scheme {
  return readAll(parameters ?? Uint8Array.of(), TAG.sequence, (inside) => {
    const hash = only(inside.inside(constructed(0)), readHash);
    const mask = only(inside.inside(constructed(1)), readAlgorithm);
    const salt = only(inside.inside(constructed(2)), (reader) => smallIntegerOf(reader.element(TAG.integer)));
    const trailer = inside.optionalInside(constructed(3));
    if (
      trailer !== undefined &&
      only(trailer, (reader) => smallIntegerOf(reader.element(TAG.integer))) !== 1
    ) {
      throw malformed("has RSASSA-PSS parameters that are not supported");
    }
    const maskHash = mask.parameters && only(new DerReader(mask.parameters.raw), readHash);
    if (hash === undefined || mask.oid !== MGF1 || maskHash !== hash || salt !== HASH_BYTES.get(hash)) {
      throw new NotationError(
        "signature-algorithm-weak",
        "the RSASSA-PSS parameters are not one of SHA-256, SHA-384 or SHA-512 with a salt of its length",
      );
    }
    return { type: "rsa", hash, padding: constants.RSA_PKCS1_PSS_PADDING };
  });
}

/** A hash with nothing beside its name. */
function readHash(reader: DerReader): string | undefined {
  const { oid, parameters } = readAlgorithm(reader);
  return parameters === undefined ? HASHES.get(oid) : undefined;
}

function only<T>(reader: DerReader, read: (reader: DerReader) => T): T {
  const value = read(reader);
  reader.end();
  return value;
}

/** Whether the issuer's key made a certificate's signature; the names are not looked at. */
export function isCertifiedBy(certificate: Certificate, issuer: Certificate): boolean {
  const { signatureAlgorithm, tbs, signature } = certificate;
  return isIssuedWith(issuer.key, signatureAlgorithm, tbs, signature);
}
