import { constants, sign } from "node:crypto";
import { cbor, Raw, Tagged } from "./cbor";
import { type Identity, NOW } from "./pki";

export const DIGEST = `sha256:${"ab".repeat(32)}`;
export const SUBJECT = { mediaType: "application/vnd.oci.image.manifest.v1+json", digest: DIGEST, size: 528 };
export const REFERENCE = `registry.example/shop/api@${DIGEST}`;

export interface EnvelopeOptions {
  readonly signer: Identity;
  /** Certificates, the signing one first. @default - the signer's */
  readonly chain?: readonly Uint8Array[];
  /** @default - the one of the signer's key */
  readonly algorithm?: string;
  /** @default "notary.x509" */
  readonly scheme?: string;
  /** Milliseconds since 1970. @default NOW */
  readonly signingTime?: number;
  /** Milliseconds since 1970. @default - none */
  readonly expiry?: number;
  /** Signed attributes more. */
  readonly attributes?: Readonly<Record<string, unknown>>;
  /** Names of those among them that are critical. */
  readonly critical?: readonly string[];
  /** @default - the subject */
  readonly payload?: unknown;
  /** Makes the RFC 3161 token over the signature. @default - none */
  readonly timestamp?: (signature: Buffer) => Uint8Array;
  /** Changes the protected header before it is signed; keys are names in a JWS, labels in COSE. */
  readonly edit?: (header: Map<unknown, unknown>) => void;
  /** @default - as long as the hash */
  readonly saltLength?: number;
}

/** What both formats sign, under the names of the notary attributes. */
function attributesOf(options: EnvelopeOptions, time: (milliseconds: number) => unknown) {
  const { scheme = "notary.x509", signingTime = NOW, expiry, attributes = {}, critical = [] } = options;
  const isAuthority = scheme === "notary.x509.signingAuthority";
  const timeName = isAuthority ? "io.cncf.notary.authenticSigningTime" : "io.cncf.notary.signingTime";
  const header = new Map<unknown, unknown>([
    ["io.cncf.notary.signingScheme", scheme],
    [timeName, time(signingTime)],
    ...(expiry === undefined ? [] : [["io.cncf.notary.expiry", time(expiry)] as const]),
    ...Object.entries(attributes),
  ]);
  const names = [
    "io.cncf.notary.signingScheme",
    ...(isAuthority ? [timeName] : []),
    ...(expiry === undefined ? [] : ["io.cncf.notary.expiry"]),
    ...critical,
  ];
  return { header, names };
}

interface Algorithm {
  readonly name: string;
  readonly cose: number;
  readonly hash: string;
}

/**
 * Algorithms by the key that signs with them, written down once more so that a mistake in the verifier's own table
 * shows.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7518#section-3.1
 * @see https://www.rfc-editor.org/rfc/rfc9053#section-2.1
 * @see https://www.rfc-editor.org/rfc/rfc8230#section-2
 */
const ALGORITHMS: Readonly<Record<string, Algorithm>> = {
  "2048": { name: "PS256", cose: -37, hash: "sha256" },
  "3072": { name: "PS384", cose: -38, hash: "sha384" },
  "4096": { name: "PS512", cose: -39, hash: "sha512" },
  prime256v1: { name: "ES256", cose: -7, hash: "sha256" },
  secp384r1: { name: "ES384", cose: -35, hash: "sha384" },
  secp521r1: { name: "ES512", cose: -36, hash: "sha512" },
};

function algorithmOf({ signer: { key }, algorithm }: EnvelopeOptions) {
  const { modulusLength, namedCurve } = key.asymmetricKeyDetails ?? {};
  const natural = ALGORITHMS[namedCurve ?? String(modulusLength)];
  if (natural === undefined) throw new Error("the key signs no envelope");
  return { natural, named: Object.values(ALGORITHMS).find(({ name }) => name === algorithm) ?? natural };
}

function signatureOf(options: EnvelopeOptions, data: Uint8Array): Buffer {
  const { hash } = algorithmOf(options).natural;
  const { key } = options.signer;
  return key.asymmetricKeyType === "ec"
    ? sign(hash, data, { key, dsaEncoding: "ieee-p1363" })
    : sign(hash, data, {
        key,
        padding: constants.RSA_PKCS1_PSS_PADDING,
        saltLength: options.saltLength ?? constants.RSA_PSS_SALTLEN_DIGEST,
      });
}

function payloadOf({ payload = { targetArtifact: SUBJECT } }: EnvelopeOptions): Buffer {
  return payload instanceof Uint8Array ? Buffer.from(payload) : Buffer.from(JSON.stringify(payload));
}

export interface Jws {
  payload: string;
  protected: string;
  header: Record<string, unknown>;
  signature: string;
}

/** Signs a JWS, still as an object so that a test may change it. */
export function signJws(options: EnvelopeOptions): Jws {
  const iso = (milliseconds: number) => new Date(milliseconds).toISOString().replace(".000Z", "Z");
  const { header, names } = attributesOf(options, iso);
  header.set("alg", options.algorithm ?? algorithmOf(options).natural.name);
  header.set("cty", "application/vnd.cncf.notary.payload.v1+json");
  header.set("crit", names);
  options.edit?.(header);
  const text = JSON.stringify(Object.fromEntries(header as Map<string, unknown>));
  return signJwsText(options, text);
}

/** Signs a JWS whose protected header is this text. */
export function signJwsText(options: EnvelopeOptions, header: string): Jws {
  const encoded = Buffer.from(header).toString("base64url");
  const payload = payloadOf(options).toString("base64url");
  const signature = signatureOf(options, Buffer.from(`${encoded}.${payload}`));
  const chain = options.chain ?? options.signer.chain;
  return {
    payload,
    protected: encoded,
    header: {
      x5c: chain.map((certificate) => Buffer.from(certificate).toString("base64")),
      ...(options.timestamp && {
        "io.cncf.notary.timestampSignature": Buffer.from(options.timestamp(signature)).toString("base64"),
      }),
      "io.cncf.notary.signingAgent": "test",
    },
    signature: signature.toString("base64url"),
  };
}

export function jws(options: EnvelopeOptions): Buffer {
  return Buffer.from(JSON.stringify(signJws(options)));
}

export interface Cose {
  protected: unknown;
  unprotected: Map<unknown, unknown>;
  payload: unknown;
  signature: unknown;
}

export const epoch = (milliseconds: number) => new Tagged(1, Math.floor(milliseconds / 1000));

/** Signs a COSE_Sign1 message, still as an object so that a test may change it. */
export function signCose(options: EnvelopeOptions): Cose {
  const { header: attributes, names } = attributesOf(options, epoch);
  const header = new Map<unknown, unknown>([
    [1, algorithmOf(options).named.cose],
    [2, names],
    [3, "application/vnd.cncf.notary.payload.v1+json"],
    ...attributes,
  ]);
  options.edit?.(header);
  const encoded = cbor(header);
  const payload = payloadOf(options);
  const signature = signatureOf(options, cbor(["Signature1", encoded, Buffer.of(), payload]));
  const chain = options.chain ?? options.signer.chain;
  const unprotected = new Map<unknown, unknown>([
    [33, chain],
    ["io.cncf.notary.signingAgent", "test"],
  ]);
  if (options.timestamp) unprotected.set("io.cncf.notary.timestampSignature", options.timestamp(signature));
  return { protected: encoded, unprotected, payload, signature };
}

/** Writes a message as a tagged array. */
export function encodeCose({ protected: header, unprotected, payload, signature }: Cose): Buffer {
  return cbor(new Tagged(18, [header, unprotected, payload, signature]));
}

export function cose(options: EnvelopeOptions): Buffer {
  return encodeCose(signCose(options));
}

export { Raw, Tagged };
