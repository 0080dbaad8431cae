import { type Certificate } from "./certificate";
import { isCertifiedBy } from "./signature";

/**
 * Remembers which certificate authorities were certified by which, so that their signatures are verified once per
 * process and not once per image. Only signatures that hold are kept, under the hashes of both certificates: a full
 * cache costs time, never a verdict.
 */
export class IssuerCache {
  private readonly known = new Set<string>();

  constructor(private readonly capacity = 256) {}

  /** Whether the issuer's key made the certificate's signature. */
  isCertifiedBy(certificate: Certificate, issuer: Certificate): boolean {
    const link = `${certificate.fingerprint()} ${issuer.fingerprint()}`;
    if (this.known.has(link)) return true;
    if (!isCertifiedBy(certificate, issuer)) return false;
    const [oldest] = this.known;
    if (this.known.size >= this.capacity && oldest !== undefined) this.known.delete(oldest);
    this.known.add(link);
    return true;
  }
}
