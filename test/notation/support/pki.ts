import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
} from "node:crypto";
import * as der from "./der";
import { type Der } from "./der";

export type KeyKind =
  | "rsa1024"
  | "rsa2047"
  | "rsa2048"
  | "rsa3000"
  | "rsa3072"
  | "rsa4096"
  | "p224"
  | "p256"
  | "p384"
  | "p521"
  | "secp256k1"
  | "ed25519";

/** Object identifiers of curves, and how many bytes of a hash are surely a private key on them. */
const CURVES = {
  p224: ["1.3.132.0.33", 28],
  p256: ["1.2.840.10045.3.1.7", 32],
  p384: ["1.3.132.0.34", 48],
  p521: ["1.3.132.0.35", 64],
  secp256k1: ["1.3.132.0.10", 32],
} as const;
const made = new Map<string, KeyObject>();

/**
 * A private key; the same kind and number give the same key: on a curve always, so that a seed tells a case again, and
 * else for as long as the process lives.
 */
export function privateKey(kind: KeyKind, number = 0): KeyObject {
  const id = `${kind}-${String(number)}`;
  const key = made.get(id) ?? generate(kind, id);
  made.set(id, key);
  return key;
}

function generate(kind: KeyKind, id: string): KeyObject {
  if (kind === "ed25519") return generateKeyPairSync("ed25519").privateKey;
  if (kind in CURVES) {
    const [curve, size] = CURVES[kind as keyof typeof CURVES];
    const secret = createHash("sha512").update(id).digest().subarray(0, size);
    const key = der.sequence(der.integer(1), der.octets(secret));
    const algorithm = der.sequence(der.oid("1.2.840.10045.2.1"), der.oid(curve));
    const pkcs8 = der.sequence(der.integer(0), algorithm, der.octets(key));
    return createPrivateKey({ key: Buffer.from(pkcs8), format: "der", type: "pkcs8" });
  }
  return generateKeyPairSync("rsa", { modulusLength: Number(kind.slice(3)) }).privateKey;
}

/** Attributes of a name: short name and text. */
export type Name = readonly (readonly [string, string])[];

const OIDS: Readonly<Record<string, string>> = {
  C: "2.5.4.6",
  ST: "2.5.4.8",
  L: "2.5.4.7",
  O: "2.5.4.10",
  OU: "2.5.4.11",
  CN: "2.5.4.3",
  E: "1.2.840.113549.1.9.1",
};

export function nameOf(name: Name): Der {
  return der.sequence(
    ...name.map(([type, value]) => der.setOf(der.sequence(der.oid(OIDS[type] ?? type), der.utf8(value)))),
  );
}

export function named(commonName: string): Name {
  return [
    ["C", "US"],
    ["ST", "WA"],
    ["O", "Example"],
    ["CN", commonName],
  ];
}

export function extension(oid: string, value: Der, isCritical = false): Der {
  return der.sequence(der.oid(oid), ...(isCritical ? [der.boolean(true)] : []), der.octets(value));
}

export function basicConstraints(isCa: boolean, pathLength?: number, isCritical = true): Der {
  const parts = [
    ...(isCa ? [der.boolean(true)] : []),
    ...(pathLength === undefined ? [] : [der.integer(pathLength)]),
  ];
  return extension("2.5.29.19", der.sequence(...parts), isCritical);
}

/** As RFC 5280 section 4.2.1.3 numbers them. */
const KEY_USAGE = {
  digitalSignature: 0,
  keyEncipherment: 2,
  dataEncipherment: 3,
  keyAgreement: 4,
  keyCertSign: 5,
  cRLSign: 6,
  encipherOnly: 7,
  decipherOnly: 8,
} as const;

export function keyUsage(names: readonly (keyof typeof KEY_USAGE)[], isCritical = true): Der {
  return extension("2.5.29.15", der.namedBits(...names.map((name) => KEY_USAGE[name])), isCritical);
}

export function purposes(oids: readonly string[], isCritical = false): Der {
  return extension("2.5.29.37", der.sequence(...oids.map(der.oid)), isCritical);
}

export const CA_EXTENSIONS = [basicConstraints(true), keyUsage(["keyCertSign", "cRLSign"])];
export const LEAF_EXTENSIONS = [keyUsage(["digitalSignature"])];

/** A certificate with its key, and the chain from it to the root. */
export interface Identity {
  readonly certificate: Buffer;
  readonly key: KeyObject;
  readonly name: Der;
  readonly chain: readonly Buffer[];
}

export interface CertificateOptions {
  readonly name?: Name;
  /** The name in DER. @default - made of `name` */
  readonly rawName?: Der;
  readonly key?: KeyObject;
  readonly serial?: number;
  readonly notBefore?: number;
  readonly notAfter?: number;
  readonly extensions?: readonly Der[];
  /** Who signs. @default - it signs itself */
  readonly issuer?: Identity;
  /** @default "sha256" */
  readonly hash?: SignatureHash;
  readonly usePss?: boolean;
  /** The algorithm that it says it was signed with, in DER. @default - the one it was signed with */
  readonly algorithm?: Der;
  /** The SubjectPublicKeyInfo. @default - of `key` */
  readonly spki?: Der;
  readonly version?: number;
}

export type SignatureHash = "sha1" | "sha256" | "sha384" | "sha512";

export const YEAR = 365 * 24 * 3_600_000;
export const NOW = Date.UTC(2026, 5, 15, 12);

const RSA_OIDS = { sha1: 5, sha256: 11, sha384: 12, sha512: 13 } as const;
const EC_OIDS = { sha1: "1", sha256: "3.2", sha384: "3.3", sha512: "3.4" } as const;
export const HASH_OIDS = {
  sha1: "1.3.14.3.2.26",
  sha256: "2.16.840.1.101.3.4.2.1",
  sha384: "2.16.840.1.101.3.4.2.2",
  sha512: "2.16.840.1.101.3.4.2.3",
} as const;

/** The AlgorithmIdentifier of a signature by this key. */
export function signatureAlgorithm(key: KeyObject, hash: SignatureHash, usePss = false): Der {
  if (key.asymmetricKeyType === "ed25519") return der.sequence(der.oid("1.3.101.112"));
  if (key.asymmetricKeyType === "ec") return der.sequence(der.oid(`1.2.840.10045.4.${EC_OIDS[hash]}`));
  if (!usePss) return der.sequence(der.oid(`1.2.840.113549.1.1.${String(RSA_OIDS[hash])}`), der.NULL);
  return pssAlgorithm(hash);
}

/** RSASSA-PSS with one hash and a salt of its length, and with what stands beside the names of the hash. */
export function pssAlgorithm(
  hash: SignatureHash,
  inHash: readonly Der[] = [der.NULL],
  inMask: readonly Der[] = [der.NULL],
): Der {
  const digest = (parameters: readonly Der[]) => der.sequence(der.oid(HASH_OIDS[hash]), ...parameters);
  const length = createHash(hash).digest().length;
  return der.sequence(
    der.oid("1.2.840.113549.1.1.10"),
    der.sequence(
      der.explicit(0, digest(inHash)),
      der.explicit(1, der.sequence(der.oid("1.2.840.113549.1.1.8"), digest(inMask))),
      der.explicit(2, der.integer(length)),
    ),
  );
}

export function signWith(key: KeyObject, hash: SignatureHash, data: Uint8Array, usePss = false): Buffer {
  if (key.asymmetricKeyType === "ed25519") return sign(null, data, key);
  return usePss
    ? sign(hash, data, {
        key,
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
      })
    : sign(hash, data, key);
}

let serials = 1;

/** Makes a certificate. */
export function certify(options: CertificateOptions = {}): Identity {
  const { key = privateKey("p256"), hash = "sha256", usePss = false, issuer, version = 2 } = options;
  const name = options.rawName ?? nameOf(options.name ?? named("leaf"));
  const signer = issuer?.key ?? key;
  const algorithm = options.algorithm ?? signatureAlgorithm(signer, hash, usePss);
  serials += 1;
  const tbs = der.sequence(
    der.explicit(0, der.integer(version)),
    der.integer(options.serial ?? serials),
    algorithm,
    issuer?.name ?? name,
    der.sequence(der.time(options.notBefore ?? NOW - YEAR), der.time(options.notAfter ?? NOW + YEAR)),
    name,
    options.spki ?? createPublicKeyDer(key),
    der.explicit(3, der.sequence(...(options.extensions ?? LEAF_EXTENSIONS))),
  );
  const signature = signWith(signer, hash, tbs, usePss);
  const certificate = Buffer.from(der.sequence(tbs, algorithm, der.bits(signature)));
  return { certificate, key, name, chain: [certificate, ...(issuer?.chain ?? [])] };
}

export function createPublicKeyDer(key: KeyObject): Der {
  return createPublicKey(key).export({ type: "spki", format: "der" });
}

/** A root, an intermediate and a signing certificate. */
export interface Pki {
  readonly root: Identity;
  readonly intermediate: Identity;
  readonly leaf: Identity;
}

/** Makes a chain of three; `validity` is for all of them. */
export function pki(
  leaf: CertificateOptions = {},
  keys: KeyKind = "p256",
  validity: Pick<CertificateOptions, "notBefore" | "notAfter"> = {},
): Pki {
  const authority = { extensions: CA_EXTENSIONS, ...validity };
  const root = certify({ ...authority, name: named("root"), key: privateKey(keys, 1) });
  const intermediate = certify({
    ...authority,
    name: named("intermediate"),
    key: privateKey(keys, 2),
    issuer: root,
  });
  return {
    root,
    intermediate,
    leaf: certify({ key: privateKey(keys), issuer: intermediate, ...validity, ...leaf }),
  };
}

export function toPem(certificate: Uint8Array): string {
  const body = Buffer.from(certificate)
    .toString("base64")
    .replace(/.{64}(?=.)/g, "$&\n");
  return `-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`;
}
