import { constants, verify } from "node:crypto";
import { NotationError } from "../error";
import { type PublicKey } from "./public-key";

/** An algorithm an envelope may be signed with. */
export interface SignatureAlgorithm {
  /** Its name in a JWS. */
  readonly name: string;
  /** Its number in COSE. */
  readonly cose: number;
  readonly hash: "sha256" | "sha384" | "sha512";
  readonly keyType: PublicKey["type"];
  readonly keySize: number;
}

/**
 * The algorithms of the specification, one for each kind of key.
 *
 * @see https://github.com/notaryproject/specifications/blob/main/specs/signature-specification.md#algorithm-selection
 */
export const SIGNATURE_ALGORITHMS: readonly SignatureAlgorithm[] = [
  { name: "PS256", cose: -37, hash: "sha256", keyType: "rsa", keySize: 2048 },
  { name: "PS384", cose: -38, hash: "sha384", keyType: "rsa", keySize: 3072 },
  { name: "PS512", cose: -39, hash: "sha512", keyType: "rsa", keySize: 4096 },
  { name: "ES256", cose: -7, hash: "sha256", keyType: "ec", keySize: 256 },
  { name: "ES384", cose: -35, hash: "sha384", keyType: "ec", keySize: 384 },
  { name: "ES512", cose: -36, hash: "sha512", keyType: "ec", keySize: 521 },
];

/**
 * The one algorithm that a key may sign with.
 *
 * @throws NotationError `key-unsupported`
 */
export function algorithmOfKey({ type, size }: PublicKey): SignatureAlgorithm {
  const found = SIGNATURE_ALGORITHMS.find(({ keyType, keySize }) => keyType === type && keySize === size);
  if (found !== undefined) return found;
  const what = type === "other" ? "is neither RSA nor on one of the curves" : `has ${String(size)} bits`;
  throw new NotationError(
    "key-unsupported",
    `the key ${what}; allowed are RSA 2048, 3072, 4096 and P-256, P-384, P-521`,
  );
}

/** Whether an envelope's signature over `data` was made with this key. RSA salts are as long as the hash. */
export function isSignedBy(key: PublicKey, data: Uint8Array, signature: Uint8Array): boolean {
  const { hash, keyType, keySize } = algorithmOfKey(key);
  const length = keyType === "rsa" ? keySize / 8 : 2 * Math.ceil(keySize / 8);
  if (signature.length !== length) return false;
  const input =
    keyType === "rsa"
      ? {
          key: key.object(),
          padding: constants.RSA_PKCS1_PSS_PADDING,
          saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
        }
      : { key: key.object(), dsaEncoding: "ieee-p1363" as const };
  return opensslVerify(hash, data, input, signature);
}

/** OpenSSL's answer; a signature that it cannot even read is not valid. */
export function opensslVerify(
  hash: string,
  data: Uint8Array,
  key: Parameters<typeof verify>[2],
  signature: Uint8Array,
): boolean {
  try {
    return verify(hash, data, key, signature);
  } catch {
    return false;
  }
}
