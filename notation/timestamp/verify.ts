import { hash } from "node:crypto";
import { DerReader, oidOf, readTime, TAG } from "../der";
import { NotationError, within } from "../error";
import { type Certificate, checkChain, HASHES, isIssuedWith, type IssuerCache } from "../x509";
import { findChain } from "./path";
import { readSigningCertificate } from "./signing-certificate";
import { parseToken, type TimestampToken } from "./token";
import { parseTstInfo } from "./tst-info";

const ATTRIBUTE = {
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  signingTime: "1.2.840.113549.1.9.5",
  signingCertificateV2: "1.2.840.113549.1.9.16.2.47",
} as const;
const TST_INFO = "1.2.840.113549.1.9.16.1.4";

/** A timestamp that holds, in milliseconds since 1970. */
export interface Timestamp {
  readonly earliest: number;
  readonly latest: number;
  /** The authority's certificates, the signing one first; not asked about revocation yet. */
  readonly chain: readonly Certificate[];
}

/**
 * Verifies an RFC 3161 token over a signature's bytes.
 *
 * @throws NotationError `der-malformed`, `timestamp-mismatch`, `timestamp-invalid`, `timestamp-untrusted` and
 * the codes of the rules for chains
 * @see https://www.rfc-editor.org/rfc/rfc3161
 */
export function verifyTimestamp(
  token: Uint8Array,
  signature: Uint8Array,
  roots: readonly Certificate[],
  issuers: IssuerCache,
): Timestamp {
  return within("the timestamp", () => {
    const parsed = parseToken(token);
    const { hashAlgorithm, hash, time, accuracy } = parseTstInfo(parsed.content);
    if (!isEqual(hashOf(hashAlgorithm, signature), hash)) {
      throw new NotationError("timestamp-mismatch", "it was made for another signature");
    }
    const leaf = signingCertificate(parsed);
    checkSigner(parsed, leaf);
    const chain = findChain(leaf, parsed.certificates, roots, time, issuers);
    checkChain(chain, "timestamping", issuers);
    checkSigningTime(parsed, chain);
    return { earliest: time - accuracy, latest: time + accuracy, chain };
  });
}

function isEqual(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

function invalid(message: string): NotationError {
  return new NotationError("timestamp-invalid", message);
}

function hashOf(oid: string, data: Uint8Array): Uint8Array {
  const name = HASHES.get(oid);
  if (name === undefined) throw invalid(`the hash ${oid} is not SHA-256, SHA-384 or SHA-512`);
  return hash(name, data, "buffer");
}

function attributeOf({ attributes }: TimestampToken, oid: string, name: string): Uint8Array {
  const value = attributes.get(oid);
  if (value === undefined) throw invalid(`the signed attribute ${name} is missing`);
  return value;
}

/** The certificate that the token names, by issuer and number and by the hash in its SigningCertificateV2. */
function signingCertificate(token: TimestampToken): Certificate {
  const certificate = token.certificates.find(
    ({ issuer, serial }) => isEqual(issuer, token.issuer) && isEqual(serial, token.serial),
  );
  if (certificate === undefined) throw invalid("the signing certificate is not in it");
  const value = attributeOf(token, ATTRIBUTE.signingCertificateV2, "SigningCertificateV2");
  const { algorithm, hash, issuer, serial } = readSigningCertificate(value);
  if (!isEqual(hashOf(algorithm, certificate.raw), hash)) {
    throw invalid("the signing certificate is not the one of SigningCertificateV2");
  }
  if (serial !== undefined && !isEqual(serial, certificate.serial)) {
    throw invalid("the serial number in SigningCertificateV2 is another one");
  }
  if (issuer !== undefined && !isEqual(issuer, certificate.issuer)) {
    throw invalid("the issuer in SigningCertificateV2 is another one");
  }
  return certificate;
}

function checkSigner(token: TimestampToken, leaf: Certificate): void {
  const type = new DerReader(attributeOf(token, ATTRIBUTE.contentType, "contentType"));
  if (oidOf(type.element(TAG.oid)) !== TST_INFO || !type.isDone) {
    throw invalid("the signed attribute contentType is not TSTInfo");
  }
  const digest = new DerReader(attributeOf(token, ATTRIBUTE.messageDigest, "messageDigest"));
  const expected = digest.element(TAG.octetString).content;
  digest.end();
  if (!isEqual(hashOf(token.digestAlgorithm, token.content), expected)) {
    throw invalid("the signed attribute messageDigest does not fit");
  }
  const hash = HASHES.get(token.digestAlgorithm);
  if (!isIssuedWith(leaf.key, token.signatureAlgorithm, token.signed, token.signature, hash)) {
    throw invalid("the signature does not fit what was signed");
  }
}

/** A signing time is not needed; one that is there must fit. */
function checkSigningTime({ attributes }: TimestampToken, chain: readonly Certificate[]): void {
  const value = attributes.get(ATTRIBUTE.signingTime);
  if (value === undefined) return;
  const reader = new DerReader(value);
  const time = readTime(reader);
  reader.end();
  if (chain.some(({ notBefore, notAfter }) => time < notBefore || time > notAfter)) {
    throw invalid("its signing time is outside the validity of its certificates");
  }
}
