import { checkChain, IssuerCache, parseCertificate, type Purpose } from "../../../notation/x509";
import { type CertificateOptions, pki } from "./pki";
import { refusal } from "./refusal";

/** What the rules of chains say of a chain. */
export function check(
  chain: readonly Uint8Array[],
  purpose: Purpose = "codeSigning",
  cache = new IssuerCache(),
): string {
  return refusal(() => {
    checkChain(chain.map(parseCertificate), purpose, cache);
    return "chain";
  });
}

/** The same of the chain of a leaf below a good root. */
export const checkLeaf = (leaf: CertificateOptions) => check(pki(leaf).leaf.chain);

export const OK = "accepted: chain";

/** The refusal of the certificate in one place of the chain. */
export const at = (place: number, message: string, code: string) =>
  `${code}: certificate ${String(place)} of the chain: ${message}`;
