import { hash } from "node:crypto";
import { type Certificate } from "../x509";

/**
 * What GetRevocationStatus wants to know of a chain: for each certificate the SHA-384 of what its issuer signed and
 * of what the issuer's issuer signed; the root stands for its own issuer.
 *
 * @see https://docs.aws.amazon.com/signer/latest/api/API_GetRevocationStatus.html
 */
export function certificateHashes(chain: readonly Certificate[]): string[] {
  const hashes = chain.map(({ tbs }) => hash("sha384", tbs));
  return hashes.map((own, index) => own + (hashes[index + 1] ?? own));
}
