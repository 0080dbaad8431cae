import { createHash, type KeyObject } from "node:crypto";
import { parseCertificate, PURPOSE } from "../../../notation";
import { DerReader } from "../../../notation/der";
import * as der from "./der";
import { type Der } from "./der";
import {
  CA_EXTENSIONS,
  type CertificateOptions,
  certify,
  HASH_OIDS,
  type Identity,
  LEAF_EXTENSIONS,
  named,
  NOW,
  privateKey,
  purposes,
  type SignatureHash,
  signatureAlgorithm,
  signWith,
} from "./pki";

export interface TokenOptions {
  readonly tsa: Identity;
  /** Milliseconds since 1970. @default NOW */
  readonly time?: number;
  /** What was timestamped instead of the signature. */
  readonly message?: Uint8Array;
  /** @default "sha256" */
  readonly imprintHash?: SignatureHash;
  /** @default "sha256" */
  readonly hash?: SignatureHash;
  /** The hash of the signature, where it is another one. @default - `hash` */
  readonly signatureHash?: SignatureHash;
  /** The algorithm that the signer names for its signature, in DER. @default - the one that it signs with */
  readonly algorithm?: Der;
  /** @default "1.2.3.4" */
  readonly policy?: string;
  /** The serial number in DER. @default - a good one */
  readonly serial?: Der;
  /** Content of the accuracy, in DER. @default - none */
  readonly accuracy?: readonly Der[];
  /** Values after the accuracy, in DER. */
  readonly more?: readonly Der[];
  readonly tstVersion?: number;
  readonly version?: number;
  readonly signerVersion?: number;
  /** Changes the signed attributes, by object identifier. */
  readonly edit?: (attributes: Map<string, Der>) => void;
  /** Signed attributes more, in DER. @default - none */
  readonly attributes?: readonly Der[];
  /** The certificate whose issuer and number the signer names. @default - its own */
  readonly identified?: Uint8Array;
  /** @default - the chain without its root */
  readonly certificates?: readonly Uint8Array[];
  readonly signers?: number;
  /** The set of hashes beside the signer. @default - the one that it signs with */
  readonly digests?: Der;
  /** Changes the TSTInfo before its hash is signed. */
  readonly changeInfo?: (info: Buffer) => Uint8Array;
  /** Changes the set of signed attributes before it is signed. */
  readonly changeSigned?: (set: Buffer) => Uint8Array;
  /** Changes the set of signed attributes after it was signed. */
  readonly changeSent?: (set: Buffer) => Uint8Array;
  /** What stands behind the certificates, in DER. @default - nothing */
  readonly lists?: readonly Der[];
  /** What stands behind the signature, in DER. @default - nothing */
  readonly unsigned?: readonly Der[];
  /** The time in DER. @default - made of `time` */
  readonly rawTime?: Der;
  readonly key?: KeyObject;
}

const TST_INFO = "1.2.840.113549.1.9.16.1.4";
export const SIGNING_CERTIFICATE_V2 = "1.2.840.113549.1.9.16.2.47";
export const CONTENT_TYPE = "1.2.840.113549.1.9.3";
export const MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
export const SIGNING_TIME = "1.2.840.113549.1.9.5";

/** A timestamping authority below its own root. */
export function timestampingAuthority(
  leaf: CertificateOptions = {},
  root: CertificateOptions = {},
): { root: Identity; tsa: Identity } {
  const authority = certify({
    name: named("tsa root"),
    key: privateKey("p256", 11),
    extensions: CA_EXTENSIONS,
    ...root,
  });
  const tsa = certify({
    name: named("tsa"),
    key: privateKey("p256", 12),
    extensions: [...LEAF_EXTENSIONS, purposes([PURPOSE.timeStamping], true)],
    issuer: authority,
    ...leaf,
  });
  return { root: authority, tsa };
}

/** The value of SigningCertificateV2 for a certificate; with a serial number, where one is named. */
export function signingCertificateV2(
  certificate: Uint8Array,
  hash: SignatureHash = "sha256",
  named: readonly Der[] = [],
): Der {
  const digest = der.octets(createHash(hash).update(certificate).digest());
  const algorithm = hash === "sha256" ? [] : [der.sequence(der.oid(HASH_OIDS[hash]))];
  return der.sequence(der.sequence(der.sequence(...algorithm, digest, ...named)));
}

/** An attribute of a signer, signed or not. */
export const attribute = (oid: string, value: Der) => der.sequence(der.oid(oid), der.der(0x31, value));

const same = <T>(value: T): T => value;

/** The members of a set the other way round. */
export function reverse(set: Uint8Array): Der {
  const inside = new DerReader(set).inside(0x31);
  const members: Der[] = [];
  while (!inside.isDone) members.unshift(inside.next().raw);
  return der.der(0x31, ...members);
}

/** Makes an RFC 3161 token over a signature. */
export function timestampToken(signature: Uint8Array, options: TokenOptions): Buffer {
  const { tsa, time = NOW, imprintHash = "sha256", hash = "sha256", accuracy } = options;
  const imprint = createHash(imprintHash)
    .update(options.message ?? signature)
    .digest();
  const { changeInfo = same, changeSigned = same, changeSent = same } = options;
  const info = der.sequence(
    der.integer(options.tstVersion ?? 1),
    der.oid(options.policy ?? "1.2.3.4"),
    der.sequence(der.sequence(der.oid(HASH_OIDS[imprintHash]), der.NULL), der.octets(imprint)),
    options.serial ?? der.integer(77),
    options.rawTime ?? der.time(time),
    ...(accuracy ? [der.sequence(...accuracy)] : []),
    ...(options.more ?? []),
  );
  const content = changeInfo(Buffer.from(info));
  const attributes = new Map<string, Der>([
    [CONTENT_TYPE, der.oid(TST_INFO)],
    [MESSAGE_DIGEST, der.octets(createHash(hash).update(content).digest())],
    [SIGNING_CERTIFICATE_V2, signingCertificateV2(tsa.certificate)],
  ]);
  options.edit?.(attributes);
  const set = der.setOf(
    ...[...attributes].map(([oid, value]) => attribute(oid, value)),
    ...(options.attributes ?? []),
  );
  const signed = changeSigned(Buffer.from(set));
  const { signatureHash = hash } = options;
  const bytes = signWith(options.key ?? tsa.key, signatureHash, signed);
  const sent = Buffer.from(changeSent(Buffer.from(signed)));
  sent[0] = 0xa0;
  const { issuer, serial } = issuerAndSerial(options.identified ?? tsa.certificate);
  const digest = der.sequence(der.oid(HASH_OIDS[hash]), der.NULL);
  const signer = der.sequence(
    der.integer(options.signerVersion ?? 1),
    der.sequence(issuer, serial),
    digest,
    sent,
    options.algorithm ?? signatureAlgorithm(tsa.key, signatureHash),
    der.octets(bytes),
    ...(options.unsigned ?? []),
  );
  const certificates = options.certificates ?? tsa.chain.slice(0, -1);
  return Buffer.from(
    der.sequence(
      der.oid("1.2.840.113549.1.7.2"),
      der.explicit(
        0,
        der.sequence(
          der.integer(options.version ?? 3),
          options.digests ?? der.der(0x31, digest),
          der.sequence(der.oid(TST_INFO), der.explicit(0, der.octets(content))),
          ...(certificates.length === 0 ? [] : [der.explicit(0, ...certificates)]),
          ...(options.lists ?? []),
          der.der(0x31, ...Array.from({ length: options.signers ?? 1 }, () => signer)),
        ),
      ),
    ),
  );
}

function issuerAndSerial(certificate: Uint8Array): { issuer: Der; serial: Der } {
  const { issuer, serial } = parseCertificate(certificate);
  return { issuer, serial: der.der(0x02, serial) };
}
