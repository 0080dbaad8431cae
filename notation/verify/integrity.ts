import { type Envelope } from "../envelope";
import { NotationError, within } from "../error";
import {
  algorithmOfKey,
  type Certificate,
  checkChain,
  isSignedBy,
  type IssuerCache,
  MAX_CHAIN,
  parseCertificate,
} from "../x509";

/** Reads the certificates of an envelope: that of its signer, and those of authorities, which recur. */
export function certificatesOf({ certificates }: Envelope, issuers: IssuerCache): Certificate[] {
  if (certificates.length > MAX_CHAIN) {
    throw new NotationError("chain-too-long", `there are more than ${String(MAX_CHAIN)} certificates`);
  }
  return certificates.map((bytes, index) =>
    within(`certificate ${String(index + 1)} of the chain`, () =>
      index === 0 ? parseCertificate(bytes) : issuers.authority(bytes),
    ),
  );
}

/** Refuses a chain that does not meet the certificate requirements. */
export function checkCertificates(chain: readonly Certificate[], issuers: IssuerCache): void {
  checkChain(chain, "codeSigning", issuers);
}

/**
 * Refuses an envelope that the first certificate of its chain did not sign.
 *
 * @throws NotationError `algorithm-mismatch`, `signature-invalid`
 */
export function checkSignature(
  { algorithm, signed, signature }: Envelope,
  [leaf]: readonly Certificate[],
): void {
  if (leaf === undefined) throw new NotationError("chain-empty", "there is no certificate");
  const { name } = algorithmOfKey(leaf.key);
  if (name !== algorithm) {
    throw new NotationError(
      "algorithm-mismatch",
      `the header says ${algorithm}, the key of the signer ${name}`,
    );
  }
  if (!isSignedBy(leaf.key, signed, signature)) {
    throw new NotationError("signature-invalid", "the signature does not fit what was signed");
  }
}
