import {
  type Algorithm,
  constructed,
  DerReader,
  integerOf,
  malformed,
  oidOf,
  readAlgorithm,
  readAll,
  smallIntegerOf,
  TAG,
} from "../der";
import { type Certificate, checkNamesAndKey, parseCertificate } from "../x509";

const SIGNED_DATA = "1.2.840.113549.1.7.2";
const TST_INFO = "1.2.840.113549.1.9.16.1.4";
/** The most certificates a token may bring along. */
const MAX_CERTIFICATES = 16;
const MAX_ATTRIBUTES = 32;
/** The bit of a tag that says that there are values inside. */
const CONSTRUCTED = 0x20;

/** A signed RFC 3161 token; nothing in it is verified yet. */
export interface TimestampToken {
  /** The TSTInfo in DER. */
  readonly content: Uint8Array;
  readonly certificates: readonly Certificate[];
  /** Issuer and serial number of the signing certificate. */
  readonly issuer: Uint8Array;
  readonly serial: Uint8Array;
  readonly digestAlgorithm: string;
  /** The value of each signed attribute, by object identifier. */
  readonly attributes: ReadonlyMap<string, Uint8Array>;
  /** The signed attributes as they were signed: tagged as a SET. */
  readonly signed: Uint8Array;
  readonly signatureAlgorithm: Algorithm;
  readonly signature: Uint8Array;
}

/**
 * Reads a token: CMS SignedData of version 3 around a TSTInfo, with one signer of version 1.
 *
 * @throws NotationError `der-malformed`, and `key-malformed` for a certificate whose key is none
 * @see https://www.rfc-editor.org/rfc/rfc5652#section-5
 */
export function parseToken(bytes: Uint8Array): TimestampToken {
  checkNested(bytes);
  return readAll(bytes, TAG.sequence, (outer) => {
    if (oidOf(outer.element(TAG.oid)) !== SIGNED_DATA) throw malformed("is not CMS SignedData");
    const wrapper = outer.inside(constructed(0));
    const token = readSignedData(wrapper.inside());
    wrapper.end();
    return token;
  });
}

/** Refuses what is cut somewhere inside, also where nothing here looks: other readers take the whole apart. */
function checkNested(bytes: Uint8Array): void {
  const readers = [new DerReader(bytes)];
  for (let reader = readers.pop(); reader !== undefined; reader = readers.pop()) {
    while (!reader.isDone) {
      const { tag, content } = reader.next();
      if ((tag & CONSTRUCTED) !== 0) readers.push(new DerReader(content));
    }
  }
}

function readSignedData(data: DerReader): TimestampToken {
  if (smallIntegerOf(data.element(TAG.integer)) !== 3) throw malformed("is not SignedData of version 3");
  const algorithms = data.inside(TAG.set);
  while (!algorithms.isDone) readAlgorithm(algorithms);
  const encapsulated = data.inside();
  if (oidOf(encapsulated.element(TAG.oid)) !== TST_INFO) throw malformed("does not hold a TSTInfo");
  const explicit = encapsulated.inside(constructed(0));
  const content = explicit.element(TAG.octetString).content;
  explicit.end();
  encapsulated.end();
  const certificates = readCertificates(data.optionalInside(constructed(0)));
  // Other readers take no CRL here, and the authority is asked about all the same.
  data.optionalInside(constructed(1))?.end();
  const signers = data.inside(TAG.set);
  data.end();
  const signer = readSigner(signers.inside());
  if (!signers.isDone) throw malformed("has more than one signer");
  return { content, certificates, ...signer };
}

function readCertificates(list: DerReader | undefined): Certificate[] {
  const certificates: Certificate[] = [];
  while (list !== undefined && !list.isDone) {
    if (certificates.length === MAX_CERTIFICATES) throw malformed("has too many certificates");
    const certificate = parseCertificate(list.element(TAG.sequence).raw);
    checkNamesAndKey(certificate);
    certificates.push(certificate);
  }
  return certificates;
}

function readSigner(signer: DerReader): Omit<TimestampToken, "content" | "certificates"> {
  if (smallIntegerOf(signer.element(TAG.integer)) !== 1)
    throw malformed("has a signer that is not of version 1");
  const identifier = signer.inside();
  const issuer = identifier.element(TAG.sequence).raw;
  const serial = integerOf(identifier.element(TAG.integer));
  identifier.end();
  const digestAlgorithm = readAlgorithm(signer).oid;
  const { raw, content } = signer.element(constructed(0));
  const attributes = readAttributes(new DerReader(content));
  const signatureAlgorithm = readAlgorithm(signer);
  const signature = signer.element(TAG.octetString).content;
  const unsigned = signer.optionalInside(constructed(1));
  while (unsigned !== undefined && !unsigned.isDone) readAttribute(unsigned);
  signer.end();
  const signed = Uint8Array.from(raw);
  signed[0] = TAG.set;
  return { issuer, serial, digestAlgorithm, attributes, signed, signatureAlgorithm, signature };
}

/**
 * Signed attributes, none twice, in the order of DER: it is DER that was signed, and who sorts them first verifies
 * something else.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5652#section-5.4
 */
function readAttributes(list: DerReader): Map<string, Uint8Array> {
  const attributes = new Map<string, Uint8Array>();
  let last: Uint8Array = Uint8Array.of();
  while (!list.isDone) {
    const { oid, values, raw } = readAttribute(list);
    if (attributes.has(oid)) throw malformed(`has the signed attribute ${oid} twice`);
    if (attributes.size === MAX_ATTRIBUTES) throw malformed("has too many signed attributes");
    if (Buffer.compare(last, raw) > 0)
      throw malformed("has signed attributes in an order that is not of DER");
    attributes.set(oid, values);
    last = raw;
  }
  return attributes;
}

interface Attribute {
  readonly oid: string;
  readonly values: Uint8Array;
  readonly raw: Uint8Array;
}

function readAttribute(list: DerReader): Attribute {
  const { raw, content } = list.element(TAG.sequence);
  const attribute = new DerReader(content);
  const oid = oidOf(attribute.element(TAG.oid));
  const values = attribute.element(TAG.set).content;
  attribute.end();
  return { oid, values, raw };
}
