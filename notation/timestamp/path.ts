import { NotationError } from "../error";
import {
  basicConstraintsOf,
  type Certificate,
  checkRoot,
  EXTENSION,
  type IssuerCache,
  KEY_USAGE,
  keyUsageOf,
  MAX_CHAIN,
  PURPOSE,
  purposesOf,
} from "../x509";

/** The most links between certificates that are tried before a chain is given up. */
const MAX_LINKS = 64;
/** Critical extensions that are looked at here or in the chain's rules, or that ask for nothing: a name, and
 * policies, of which every one is accepted. */
const UNDERSTOOD: readonly string[] = [
  EXTENSION.keyUsage,
  EXTENSION.basicConstraints,
  EXTENSION.extendedKeyUsage,
  EXTENSION.subjectAlternativeName,
  EXTENSION.certificatePolicies,
];

/**
 * Finds the chain from a timestamping certificate to a trusted root, every certificate of it valid at that time. A
 * token may bring along an authority's old certificate beside its new one: what is signed too weakly, may not sign, or
 * leads back to itself, is passed over.
 *
 * @param others certificates that may stand between
 * @throws NotationError `timestamp-untrusted`, or what a signature that was passed over is refused with
 */
export function findChain(
  leaf: Certificate,
  others: readonly Certificate[],
  roots: readonly Certificate[],
  time: number,
  issuers: IssuerCache,
): Certificate[] {
  let links = 0;
  let tooWeak: NotationError | undefined;
  const isCertifiedBy = (below: Certificate, issuer: Certificate) => {
    try {
      return issuers.isCertifiedBy(below, issuer);
    } catch (error) {
      if (!(error instanceof NotationError)) throw error;
      tooWeak ??= error;
      return false;
    }
  };
  const isUsable = (certificate: Certificate) =>
    certificate.notBefore <= time && time <= certificate.notAfter && isForTimestamps(certificate);
  const climb = (certificate: Certificate, below: readonly Certificate[]): Certificate[] | undefined => {
    const chain = [...below, certificate];
    if (chain.length === MAX_CHAIN) return undefined;
    for (const issuer of [...roots, ...others]) {
      if (Buffer.compare(certificate.issuer, issuer.subject) !== 0) continue;
      if (chain.some((other) => isSameHolder(other, issuer))) continue;
      links += 1;
      if (links > MAX_LINKS) return undefined;
      if (!isUsable(issuer) || !mayIssue(issuer, below.length)) continue;
      if (!isCertifiedBy(certificate, issuer)) continue;
      const found = roots.includes(issuer) ? [...chain, issuer] : climb(issuer, chain);
      if (found !== undefined) return found;
    }
    return undefined;
  };
  const chain = isUsable(leaf) ? climb(leaf, []) : undefined;
  if (chain !== undefined) return chain;
  throw (
    tooWeak ??
    new NotationError(
      "timestamp-untrusted",
      "no chain of certificates that were valid at its time leads from the timestamp to a root in a trust store tsa:",
    )
  );
}

/** Whether two certificates are of one name and one key: a chain with both has a shorter one in it. */
function isSameHolder(a: Certificate, b: Certificate): boolean {
  return Buffer.compare(a.subject, b.subject) === 0 && Buffer.compare(a.key.spki, b.key.spki) === 0;
}

/**
 * Whether a certificate may issue others above so many authorities; the chain's rules ask for more.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-6.1.4
 */
function mayIssue(certificate: Certificate, authoritiesBelow: number): boolean {
  const { isCa = false, pathLength = Infinity } = basicConstraintsOf(certificate) ?? {};
  const bits = keyUsageOf(certificate)?.bits ?? 1 << KEY_USAGE.keyCertSign;
  return isCa && pathLength >= authoritiesBelow && (bits & (1 << KEY_USAGE.keyCertSign)) !== 0;
}

/**
 * Checks a root as every chain of timestamps that ends in it is checked, whatever is below it.
 *
 * @throws NotationError
 */
export function checkTimestampRoot(root: Certificate): void {
  checkRoot(root, "timestamping");
  if (isForTimestamps(root)) return;
  throw new NotationError(
    "timestamp-untrusted",
    "it is for other purposes than timestamps, or has a critical extension that is not looked at",
  );
}

/** Whether a certificate may stand in a chain of timestamps, and asks for nothing that is not looked at. */
function isForTimestamps(certificate: Certificate): boolean {
  const purposes = purposesOf(certificate)?.oids;
  const isOpen =
    purposes === undefined || purposes.includes(PURPOSE.timeStamping) || purposes.includes(PURPOSE.any);
  return (
    isOpen &&
    [...certificate.extensions].every(([oid, { isCritical }]) => !isCritical || UNDERSTOOD.includes(oid))
  );
}
