import { booleanOf, malformed, namedBitsOf, DerReader, oidOf, readAll, smallIntegerOf, TAG } from "../der";

/** An extension; its value is DER in itself. */
export interface Extension {
  readonly isCritical: boolean;
  readonly value: Uint8Array;
}

/** What has extensions: a certificate, a CRL or an OCSP response. */
export interface Extended {
  /** By object identifier. */
  readonly extensions: ReadonlyMap<string, Extension>;
}

const MAX_EXTENSIONS = 64;

/** Object identifiers of extensions. */
export const EXTENSION = {
  subjectKeyIdentifier: "2.5.29.14",
  keyUsage: "2.5.29.15",
  subjectAlternativeName: "2.5.29.17",
  basicConstraints: "2.5.29.19",
  nameConstraints: "2.5.29.30",
  crlDistributionPoints: "2.5.29.31",
  certificatePolicies: "2.5.29.32",
  policyMappings: "2.5.29.33",
  authorityKeyIdentifier: "2.5.29.35",
  policyConstraints: "2.5.29.36",
  extendedKeyUsage: "2.5.29.37",
  freshestCrl: "2.5.29.46",
  inhibitAnyPolicy: "2.5.29.54",
  authorityInformationAccess: "1.3.6.1.5.5.7.1.1",
  ocspNoCheck: "1.3.6.1.5.5.7.48.1.5",
} as const;

/**
 * Bits of a key usage, as numbers of the bit.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.3
 */
export const KEY_USAGE = {
  digitalSignature: 0,
  keyEncipherment: 2,
  dataEncipherment: 3,
  keyAgreement: 4,
  keyCertSign: 5,
  cRLSign: 6,
  encipherOnly: 7,
  decipherOnly: 8,
} as const;

/** Purposes of an extended key usage. */
export const PURPOSE = {
  any: "2.5.29.37.0",
  serverAuth: "1.3.6.1.5.5.7.3.1",
  clientAuth: "1.3.6.1.5.5.7.3.2",
  emailProtection: "1.3.6.1.5.5.7.3.4",
  timeStamping: "1.3.6.1.5.5.7.3.8",
  ocspSigning: "1.3.6.1.5.5.7.3.9",
} as const;

/** Reads the extensions of a certificate, a CRL or an OCSP response; none may occur twice. */
export function readExtensions(list: DerReader): Map<string, Extension> {
  const extensions = new Map<string, Extension>();
  while (!list.isDone) {
    const inside = list.inside();
    const oid = oidOf(inside.element(TAG.oid));
    const critical = inside.optional(TAG.boolean);
    const value = inside.element(TAG.octetString).content;
    inside.end();
    if (extensions.has(oid)) throw malformed(`has the extension ${oid} twice`);
    if (extensions.size === MAX_EXTENSIONS) throw malformed("has too many extensions");
    extensions.set(oid, { isCritical: critical !== undefined && booleanOf(critical), value });
  }
  return extensions;
}

/** Basic constraints. */
export interface BasicConstraints {
  readonly isCritical: boolean;
  readonly isCa: boolean;
  /** @default - no limit */
  readonly pathLength?: number;
}

/** The basic constraints of a certificate, if it has any. */
export function basicConstraintsOf({ extensions }: Extended): BasicConstraints | undefined {
  const extension = extensions.get(EXTENSION.basicConstraints);
  if (extension === undefined) return undefined;
  const { isCritical } = extension;
  return readAll(extension.value, TAG.sequence, (inside) => {
    const ca = inside.optional(TAG.boolean);
    const isCa = ca !== undefined && booleanOf(ca);
    const length = inside.optional(TAG.integer);
    if (length === undefined) return { isCritical, isCa };
    if (!isCa) throw malformed("has a path length without being a certificate authority");
    return { isCritical, isCa, pathLength: smallIntegerOf(length) };
  });
}

/** The bits of a certificate's key usage, if it has one. */
export function keyUsageOf({ extensions }: Extended): { isCritical: boolean; bits: number } | undefined {
  const extension = extensions.get(EXTENSION.keyUsage);
  if (extension === undefined) return undefined;
  const outer = new DerReader(extension.value);
  const bits = namedBitsOf(outer.element(TAG.bitString));
  outer.end();
  return { isCritical: extension.isCritical, bits };
}

/** The purposes of a certificate's extended key usage, if it has one. */
export function purposesOf({ extensions }: Extended): { isCritical: boolean; oids: string[] } | undefined {
  const extension = extensions.get(EXTENSION.extendedKeyUsage);
  if (extension === undefined) return undefined;
  const oids = readAll(extension.value, TAG.sequence, (inside) => {
    const found: string[] = [];
    while (!inside.isDone) found.push(oidOf(inside.element(TAG.oid)));
    return found;
  });
  if (oids.length === 0) throw malformed("has an extended key usage without a purpose");
  return { isCritical: extension.isCritical, oids };
}
