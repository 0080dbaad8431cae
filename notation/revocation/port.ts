import { type Certificate, type Purpose } from "../x509";

/** What somebody who knows says about revocation. */
export type RevocationAnswer =
  | { readonly status: "good" }
  | { readonly status: "revoked"; readonly message: string }
  /** Who knows may not be asked: whoever asks lacks a permission, which the message names. */
  | { readonly status: "denied"; readonly message: string }
  /** Nobody could say. */
  | { readonly status: "unknown"; readonly message: string };

/** A question about certificates. */
export interface CertificateRevocationRequest {
  /**
   * A chain that is trusted, the signing certificate first. Of the last nobody asks: it is a root, which nobody above
   * could revoke, or the issuer of an authority that is trusted as it is.
   */
  readonly chain: readonly Certificate[];
  readonly purpose: Purpose;
  /** When the signature was made, where that is authentic: a later revocation does not count. @default - unknown */
  readonly signingTime?: number;
}

/**
 * A question to AWS Signer, ready for its GetRevocationStatus.
 *
 * @see https://docs.aws.amazon.com/signer/latest/api/API_GetRevocationStatus.html
 */
export interface SignerRevocationRequest {
  /** Region of the signing profile: its endpoint is the one to ask. */
  readonly region: string;
  /** The authentic time of signing, in milliseconds since 1970. */
  readonly signatureTimestamp: number;
  readonly platformId: "Notation-OCI-SHA384-ECDSA";
  readonly profileVersionArn: string;
  readonly jobArn: string;
  readonly certificateHashes: readonly string[];
}

/**
 * Who is asked about revocation. The library asks only once a chain is trusted. A member that is missing, throws or
 * answers anything else counts as no answer.
 */
export interface RevocationPort {
  /** @default - nobody knows about certificates that name an OCSP responder or a CRL */
  readonly certificates?: (request: CertificateRevocationRequest) => Promise<RevocationAnswer>;
  /** @default - nobody knows about signatures of AWS Signer */
  readonly signer?: (request: SignerRevocationRequest) => Promise<RevocationAnswer>;
}
