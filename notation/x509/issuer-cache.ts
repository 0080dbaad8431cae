import { type Certificate, parseCertificate } from "./certificate";
import { makeRoom } from "./make-room";
import { isCertifiedBy } from "./signature";

/** Authorities whose certificates are kept, of at most 16 KiB each; in use are a handful. */
const MAX_AUTHORITIES = 64;

/**
 * Remembers certificate authorities: what their certificates say, and which were certified by which, so that these are
 * read and their signatures verified once per Verifier and not once per image. Only what can be read and signatures
 * that hold are kept, under all bytes or the hashes of both certificates: a full cache costs time, never a verdict.
 */
export class IssuerCache {
  private readonly known = new Set<string>();
  private readonly authorities = new Map<string, Certificate>();

  constructor(private readonly capacity = 256) {}

  /**
   * Reads the certificate of an authority.
   *
   * @throws NotationError `der-malformed`
   */
  authority(bytes: Uint8Array): Certificate {
    const id = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString("latin1");
    const known = this.authorities.get(id);
    if (known !== undefined) return known;
    // A copy, because what is kept must not keep a whole envelope, nor change with it.
    const certificate = parseCertificate(Uint8Array.from(bytes));
    makeRoom(this.authorities, MAX_AUTHORITIES);
    this.authorities.set(id, certificate);
    return certificate;
  }

  /** Whether the issuer's key made the certificate's signature. */
  isCertifiedBy(certificate: Certificate, issuer: Certificate): boolean {
    const link = `${certificate.fingerprint()} ${issuer.fingerprint()}`;
    if (this.known.has(link)) return true;
    if (!isCertifiedBy(certificate, issuer)) return false;
    makeRoom(this.known, this.capacity);
    this.known.add(link);
    return true;
  }
}
