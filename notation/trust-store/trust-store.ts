import { DerReader, TAG } from "../der";
import { NotationError, within } from "../error";
import { type TrustStoreReference, type TrustStoreType } from "../trust-policy/statement";
import {
  basicConstraintsOf,
  type Certificate,
  checkNamesAndKey,
  isCertifiedBy,
  type IssuerCache,
  parseCertificate,
} from "../x509";
import { parsePem } from "./pem";

/** Files of trust stores: the contents by `type:name`, each file PEM or DER with one certificate or more. */
export type TrustStoreFiles = Readonly<Record<string, readonly Uint8Array[]>>;

/** Named sets of certificates that are trusted. */
export class TrustStore {
  /** Stores as they were read; a refusal too, so that a wrong store does not cost its reading each time. */
  private readonly read = new Map<string, readonly Certificate[] | NotationError>();

  constructor(private readonly files: TrustStoreFiles) {}

  /**
   * The certificates of every store of this type among the references.
   *
   * @throws NotationError `trust-store-missing` when a store is not there or empty, `trust-store-invalid` when one of
   * its certificates may not be in it
   * @see https://github.com/notaryproject/specifications/blob/main/specs/trust-store-trust-policy.md#trust-store
   */
  certificates(references: readonly TrustStoreReference[], type: TrustStoreType): Certificate[] {
    return references
      .filter((reference) => reference.type === type)
      .flatMap(({ name }) => [...this.store(type, name)]);
  }

  /**
   * Reads stores before they are needed and verifies the signatures that their roots made of themselves. What is
   * wrong with a store is said when it is needed.
   */
  prepare(references: readonly TrustStoreReference[], issuers: IssuerCache): void {
    for (const { type, name } of references) {
      try {
        for (const certificate of this.store(type, name)) {
          const isSelfIssued = Buffer.compare(certificate.issuer, certificate.subject) === 0;
          if (isSelfIssued) issuers.isCertifiedBy(certificate, certificate);
        }
      } catch (error) {
        if (!(error instanceof NotationError)) throw error;
      }
    }
  }

  private store(type: TrustStoreType, name: string): readonly Certificate[] {
    const key = `${type}:${name}`;
    const known = this.read.get(key) ?? this.readOnce(key, type);
    if (known instanceof NotationError) throw known;
    return known;
  }

  private readOnce(key: string, type: TrustStoreType): readonly Certificate[] | NotationError {
    let found: readonly Certificate[] | NotationError;
    try {
      found = this.readStore(key, type);
    } catch (error) {
      if (!(error instanceof NotationError)) throw error;
      found = error;
    }
    this.read.set(key, found);
    return found;
  }

  private readStore(key: string, type: TrustStoreType): readonly Certificate[] {
    const files = Object.hasOwn(this.files, key) ? (this.files[key] ?? []) : [];
    const certificates = within(`trust store ${key}`, () => files.flatMap((file) => parseFile(file, type)));
    if (certificates.length === 0) {
      throw new NotationError("trust-store-missing", `the trust store ${key} has no certificate`);
    }
    return certificates;
  }
}

function parseFile(bytes: Uint8Array, type: TrustStoreType): Certificate[] {
  try {
    const blocks = parsePem(Buffer.from(bytes).toString("latin1"));
    if (blocks.length === 0 && bytes.length > 0 && bytes[0] !== TAG.sequence)
      throw new NotationError("trust-store-invalid", "a file is neither PEM nor DER");
    const certificates = blocks.length > 0 ? blocks.map(parseCertificate) : parseDer(bytes);
    if (certificates.length === 0)
      throw new NotationError("trust-store-invalid", "a file has no certificate");
    for (const certificate of certificates) checkMember(certificate, type);
    return certificates;
  } catch (error) {
    if (!(error instanceof NotationError)) throw error;
    throw new NotationError("trust-store-invalid", error.message);
  }
}

function parseDer(bytes: Uint8Array): Certificate[] {
  const reader = new DerReader(bytes);
  const certificates: Certificate[] = [];
  while (!reader.isDone) certificates.push(parseCertificate(reader.next().raw));
  return certificates;
}

function checkMember(certificate: Certificate, type: TrustStoreType): void {
  checkNamesAndKey(certificate);
  const isSelfSigned = () =>
    Buffer.compare(certificate.issuer, certificate.subject) === 0 && isCertifiedBy(certificate, certificate);
  const isCa = basicConstraintsOf(certificate)?.isCa === true;
  if (type === "tsa" ? !isCa || !isSelfSigned() : !isCa && !isSelfSigned()) {
    const what =
      type === "tsa" ? "a self-signed certificate authority" : "a certificate authority or self-signed";
    throw new NotationError("trust-store-invalid", `a certificate is not ${what}`);
  }
}
