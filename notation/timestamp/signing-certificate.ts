import {
  constructed,
  type DerReader,
  integerOf,
  malformed,
  oidOf,
  readAlgorithm,
  readAll,
  TAG,
} from "../der";

const SHA256 = "2.16.840.1.101.3.4.2.1";

/** How a SigningCertificateV2 names a certificate. */
export interface CertificateId {
  /** Object identifier of the hash. */
  readonly algorithm: string;
  readonly hash: Uint8Array;
  /** Name of the issuer in DER. @default - only the hash is there */
  readonly issuer?: Uint8Array;
  /** @default - only the hash is there */
  readonly serial?: Uint8Array;
}

/**
 * Reads a SigningCertificateV2: the first certificate of its list is the one that signed.
 *
 * @throws NotationError `der-malformed`
 * @see https://www.rfc-editor.org/rfc/rfc5035#section-3
 */
export function readSigningCertificate(value: Uint8Array): CertificateId {
  return readAll(value, TAG.sequence, (inside) => {
    const certificates = inside.inside();
    const first = readId(certificates.inside());
    while (!certificates.isDone) readId(certificates.inside());
    const policies = inside.optionalInside(TAG.sequence);
    while (policies !== undefined && !policies.isDone) readPolicy(policies.inside());
    return first;
  });
}

/** @see https://www.rfc-editor.org/rfc/rfc5035#section-4 */
function readId(id: DerReader): CertificateId {
  const algorithm = id.is(TAG.sequence) ? readAlgorithm(id).oid : SHA256;
  const hash = id.element(TAG.octetString).content;
  const issuerSerial = id.optionalInside(TAG.sequence);
  id.end();
  if (issuerSerial === undefined) return { algorithm, hash };
  const names = issuerSerial.inside();
  const serial = integerOf(issuerSerial.element(TAG.integer));
  issuerSerial.end();
  if (!names.is(constructed(4)))
    throw malformed("names an issuer by something that is no name of a directory");
  const directoryName = names.inside(constructed(4));
  names.end();
  const issuer = directoryName.element(TAG.sequence).raw;
  directoryName.end();
  return { algorithm, hash, issuer, serial };
}

/** @see https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.4 */
function readPolicy(policy: DerReader): void {
  oidOf(policy.element(TAG.oid));
  policy.optional(TAG.sequence);
  policy.end();
}
