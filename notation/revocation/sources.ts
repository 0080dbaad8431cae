import { constructed, type DerReader, oidOf, primitive, readAll, TAG } from "../der";
import { type Certificate, EXTENSION } from "../x509";

const OCSP = "1.3.6.1.5.5.7.48.1";
/** GeneralName uniformResourceIdentifier. */
const URI = primitive(6);
/** More than these are not asked. */
const MAX_SOURCES = 5;

/**
 * Whether a certificate says who knows about its revocation.
 *
 * @throws NotationError `der-malformed`
 */
export function hasRevocationSource(certificate: Certificate): boolean {
  return (
    certificate.extensions.has(EXTENSION.crlDistributionPoints) || ocspResponders(certificate).length > 0
  );
}

/**
 * Addresses of a certificate's OCSP responders.
 *
 * @throws NotationError `der-malformed`
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.2.2.1
 */
export function ocspResponders({ extensions }: Certificate): string[] {
  const extension = extensions.get(EXTENSION.authorityInformationAccess);
  if (extension === undefined) return [];
  return readAll(extension.value, TAG.sequence, (list) => {
    const found: string[] = [];
    while (!list.isDone) {
      const access = list.inside();
      const isOcsp = oidOf(access.element(TAG.oid)) === OCSP;
      const location = access.next();
      access.end();
      if (isOcsp && location.tag === URI) found.push(textOf(location.content));
    }
    return found.slice(0, MAX_SOURCES);
  });
}

/**
 * Addresses of the CRLs of a certificate, by distribution point. Points with reasons of their own or another issuer
 * are left out; a point whose addresses are not asked has none.
 *
 * @throws NotationError `der-malformed`
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.13
 */
export function crlPoints({ extensions }: Certificate): string[][] {
  const extension = extensions.get(EXTENSION.crlDistributionPoints);
  if (extension === undefined) return [];
  return readAll(extension.value, TAG.sequence, (list) => {
    const points: string[][] = [];
    let asked = 0;
    while (!list.isDone) {
      const point = list.inside();
      const name = point.optionalInside(constructed(0));
      const isWhole = point.isDone;
      const addresses = name === undefined ? [] : addressesIn(name);
      if (!isWhole) continue;
      points.push(addresses.slice(0, MAX_SOURCES - asked));
      asked = Math.min(asked + addresses.length, MAX_SOURCES);
    }
    return points;
  });
}

/** The addresses among the full names of a distribution point. */
export function addressesIn(name: DerReader): string[] {
  const full = name.optionalInside(constructed(0));
  const found: string[] = [];
  while (full !== undefined && !full.isDone) {
    const { tag, content } = full.next();
    if (tag === URI) found.push(textOf(content));
  }
  return found;
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("latin1");
}
