import { NotationError, within } from "../error";
import { algorithmOfKey } from "./algorithm";
import { type Certificate } from "./certificate";
import { basicConstraintsOf, KEY_USAGE, keyUsageOf, PURPOSE, purposesOf } from "./extensions";
import { IssuerCache } from "./issuer-cache";
import { parseName } from "./name";
import { isCertifiedBy } from "./signature";

/** What the first certificate of a chain signs. */
export type Purpose = "codeSigning" | "timestamping";

/** The longest chain that is looked at. */
export const MAX_CHAIN = 10;

const FORBIDDEN_PURPOSES: Readonly<Record<string, string>> = {
  [PURPOSE.any]: "anyExtendedKeyUsage",
  [PURPOSE.serverAuth]: "serverAuth",
  [PURPOSE.clientAuth]: "clientAuth",
  [PURPOSE.emailProtection]: "emailProtection",
  [PURPOSE.timeStamping]: "timeStamping",
  [PURPOSE.ocspSigning]: "OCSPSigning",
};

/**
 * Checks a chain from the signing certificate to its self-signed root against the certificate requirements of the
 * specification. Whether the root is trusted and whether the certificates are in their validity is not asked here.
 *
 * @throws NotationError with the place in the chain in front of its message
 * @see https://github.com/notaryproject/specifications/blob/main/specs/signature-specification.md#certificate-requirements
 */
export function checkChain(chain: readonly Certificate[], purpose: Purpose, issuers: IssuerCache): void {
  const [leaf] = chain;
  if (leaf === undefined) throw new NotationError("chain-empty", "there is no certificate");
  if (chain.length > MAX_CHAIN) {
    throw new NotationError("chain-too-long", `there are more than ${String(MAX_CHAIN)} certificates`);
  }
  chain.forEach((certificate, index) => {
    within(placeOf(index), () => {
      // Nothing here depends on it, but a name that cannot be read is no name.
      parseName(certificate.subject);
      if (index === 0) checkLeaf(certificate, purpose);
      else checkAuthority(certificate, index - 1, purpose);
    });
  });
  chain.forEach((certificate, index) => {
    within(placeOf(index), () => {
      checkIssuer(certificate, chain[index + 1], index, issuers);
    });
  });
}

/**
 * Checks a root as every chain that ends in it is checked, whatever is below it.
 *
 * @throws NotationError
 */
export function checkRoot(root: Certificate, purpose: Purpose): void {
  parseName(root.subject);
  checkAuthority(root, 0, purpose);
  checkIssuer(root, undefined, 1, new IssuerCache());
}

function placeOf(index: number): string {
  return `certificate ${String(index + 1)} of the chain`;
}

function checkIssuer(
  certificate: Certificate,
  issuer: Certificate | undefined,
  index: number,
  issuers: IssuerCache,
): void {
  const names = Buffer.compare(certificate.issuer, (issuer ?? certificate).subject) === 0;
  // The links between certificate authorities recur; one to a signing certificate often does not.
  const isCertified = (by: Certificate) =>
    index === 0 ? isCertifiedBy(certificate, by) : issuers.isCertifiedBy(certificate, by);
  if (issuer === undefined) {
    if (names && isCertified(certificate)) return;
    throw new NotationError("chain-root-missing", "it is the last one but not self-signed");
  }
  // Issuer and subject may have the same name and different keys: only the signature tells self-signed.
  const isSelfIssued = Buffer.compare(certificate.issuer, certificate.subject) === 0;
  if (isSelfIssued && isCertifiedBy(certificate, certificate)) {
    throw new NotationError("chain-root-inside", "it is self-signed but not the last one");
  }
  if (!names || !isCertified(issuer)) {
    throw new NotationError("chain-broken", "it was not issued by the next one");
  }
}

function checkAuthority(certificate: Certificate, authoritiesBelow: number, purpose: Purpose): void {
  const constraints = basicConstraintsOf(certificate);
  if (constraints?.isCa !== true || !constraints.isCritical) {
    throw new NotationError("basic-constraints", "its basic constraints are not critical with cA true");
  }
  const { pathLength } = constraints;
  if (pathLength !== undefined && pathLength < authoritiesBelow) {
    throw new NotationError(
      "path-length",
      `its path length is ${String(pathLength)} but ${String(authoritiesBelow)} certificate authorities are below it`,
    );
  }
  if (!((keyUsageBits(certificate, purpose) >> KEY_USAGE.keyCertSign) & 1)) {
    throw new NotationError("key-usage", "its key usage does not have keyCertSign");
  }
}

function checkLeaf(certificate: Certificate, purpose: Purpose): void {
  if (basicConstraintsOf(certificate)?.isCa === true) {
    throw new NotationError("basic-constraints", "it signs but is a certificate authority");
  }
  const bits = keyUsageBits(certificate, purpose);
  if (!((bits >> KEY_USAGE.digitalSignature) & 1)) {
    throw new NotationError("key-usage", "its key usage does not have digitalSignature");
  }
  for (const [name, bit] of Object.entries(KEY_USAGE)) {
    if (name !== "digitalSignature" && (bits >> bit) & 1) {
      throw new NotationError("key-usage", `its key usage must not have ${name}`);
    }
  }
  checkPurposes(certificate, purpose);
  algorithmOfKey(certificate.key);
}

function keyUsageBits(certificate: Certificate, purpose: Purpose): number {
  const usage = keyUsageOf(certificate);
  if (usage === undefined) throw new NotationError("key-usage", "it has no key usage");
  if (!usage.isCritical && purpose === "codeSigning") {
    throw new NotationError("key-usage", "its key usage is not critical");
  }
  return usage.bits;
}

function checkPurposes(certificate: Certificate, purpose: Purpose): void {
  const purposes = purposesOf(certificate);
  if (purpose === "timestamping") {
    const isOnly = purposes?.oids.length === 1 && purposes.oids[0] === PURPOSE.timeStamping;
    if (isOnly && purposes.isCritical) return;
    throw new NotationError(
      "extended-key-usage",
      "its extended key usage is not critical with timeStamping alone",
    );
  }
  for (const oid of purposes?.oids ?? []) {
    const name = FORBIDDEN_PURPOSES[oid];
    if (name !== undefined) {
      throw new NotationError("extended-key-usage", `its extended key usage must not have ${name}`);
    }
  }
}
