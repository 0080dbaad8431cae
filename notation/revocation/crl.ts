import {
  type Algorithm,
  booleanOf,
  bytesOf,
  constructed,
  DerReader,
  type Element,
  integerOf,
  malformed,
  primitive,
  readAlgorithm,
  readAll,
  readTime,
  smallIntegerOf,
  TAG,
} from "../der";
import { NotationError, within } from "../error";
import {
  basicConstraintsOf,
  type Certificate,
  EXTENSION,
  type Extension,
  isIssuedWith,
  KEY_USAGE,
  keyUsageOf,
  readExtensions,
} from "../x509";
import { staleness } from "./freshness";
import { type RevocationAnswer } from "./port";
import { countsFor, INVALIDITY_DATE } from "./revoked";
import { addressesIn } from "./sources";
import { type StatusQuestion } from "./status-question";

const ISSUING_DISTRIBUTION_POINT = "2.5.29.28";
const DELTA = "2.5.29.27";
const REASON = "2.5.29.21";
const REMOVE_FROM_CRL = 8;
/** A bound of time; RFC 5280 section 5.3 knows four. */
const MAX_ENTRY_EXTENSIONS = 8;
/** Shared: a list may have hundreds of thousands of entries. */
const NO_EXTENSIONS: ReadonlyMap<string, Extension> = new Map();

/** A question about one certificate to a list of one of its distribution points. */
export interface CrlQuestion extends StatusQuestion {
  /** The addresses of that point. */
  readonly point: readonly string[];
}

/**
 * What a certificate revocation list says of a certificate, once its signature, its times and what it covers are
 * checked. Delta lists are not read.
 *
 * @throws NotationError `crl-unusable`, `der-malformed`
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-5
 */
export function readCrl(bytes: Uint8Array, question: CrlQuestion): RevocationAnswer {
  return within("the CRL", () =>
    readAll(bytes, TAG.sequence, (outer) => {
      const list = outer.element(TAG.sequence);
      const algorithm = readAlgorithm(outer);
      const signature = bytesOf(outer.element(TAG.bitString));
      if (!isIssuedWith(question.issuer.key, algorithm, list.raw, signature)) {
        throw unusable("is not signed by the issuer of the certificate");
      }
      if (!mayList(question.issuer)) throw unusable("is of an issuer that may not sign CRLs");
      return readAll(list.raw, TAG.sequence, (inside) => readList(inside, algorithm, question));
    }),
  );
}

function unusable(message: string): NotationError {
  return new NotationError("crl-unusable", message);
}

/** @see https://www.rfc-editor.org/rfc/rfc5280#section-6.3.3 step (f) */
function mayList(issuer: Certificate): boolean {
  return (((keyUsageOf(issuer)?.bits ?? 0) >> KEY_USAGE.cRLSign) & 1) === 1;
}

function readList(inside: DerReader, algorithm: Algorithm, question: CrlQuestion): RevocationAnswer {
  const { issuer, now } = question;
  if (smallIntegerOf(inside.element(TAG.integer)) !== 1) throw unusable("is not of version 2");
  if (Buffer.compare(readAlgorithm(inside).raw, algorithm.raw) !== 0) {
    throw unusable("names two different signature algorithms");
  }
  if (Buffer.compare(inside.element(TAG.sequence).raw, issuer.subject) !== 0) {
    throw unusable("is of another issuer");
  }
  const thisUpdate = readTime(inside);
  const hasEnd = inside.is(TAG.utcTime) || inside.is(TAG.generalizedTime);
  const stale = staleness({ thisUpdate, nextUpdate: hasEnd ? readTime(inside) : undefined }, now);
  if (stale !== undefined) throw unusable(stale);
  const entries = inside.optionalInside(TAG.sequence);
  const { hasDelta } = checkCoverage(inside.optionalInside(constructed(0)), question);
  const extensionsOf = entryExtensions();
  let isRevoked = false;
  // Also what is behind the entry that decides: a critical extension may change what all entries mean.
  while (entries !== undefined && !entries.isDone) {
    if (revokes(entries.inside(), extensionsOf, question)) isRevoked = true;
  }
  if (isRevoked) return { status: "revoked", message: "a certificate is on the CRL of its issuer" };
  if (hasDelta) throw unusable(NEEDS_DELTA);
  return { status: "good" };
}

const NEEDS_DELTA = "needs a delta CRL, which is not read";

/** Refuses a list that may leave the certificate out, and says whether a delta CRL may tell more. */
function checkCoverage(
  wrapper: DerReader | undefined,
  { certificate, point }: CrlQuestion,
): { readonly hasDelta: boolean } {
  if (certificate.extensions.has(EXTENSION.freshestCrl)) throw unusable(NEEDS_DELTA);
  if (wrapper === undefined) return { hasDelta: false };
  const extensions = readExtensions(wrapper.inside());
  wrapper.end();
  for (const [oid, { isCritical, value }] of extensions) {
    if (oid === DELTA) throw unusable("is a delta CRL");
    if (oid === ISSUING_DISTRIBUTION_POINT) {
      readAll(value, TAG.sequence, (issuing) => {
        checkDistributionPoint(issuing, certificate, point);
      });
    } else if (isCritical) {
      throw unusable(`has the critical extension ${oid}`);
    }
  }
  return { hasDelta: extensions.has(EXTENSION.freshestCrl) };
}

/**
 * An authority may part its certificates into several lists, all signed by itself: one that does not name an address
 * of the point that it was looked for at is another part, also where it is the list of another point.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-6.3.3 step (b)(2)
 */
function checkDistributionPoint(
  issuing: DerReader,
  certificate: Certificate,
  point: readonly string[],
): void {
  const name = issuing.optionalInside(constructed(0));
  if (name !== undefined && !addressesIn(name).some((address) => point.includes(address))) {
    throw unusable("is of another distribution point");
  }
  const isCa = basicConstraintsOf(certificate)?.isCa === true;
  const isSet = (number: number) => {
    const element = issuing.optional(primitive(number));
    return element !== undefined && booleanOf(element);
  };
  const onlyUsers = isSet(1);
  const onlyAuthorities = isSet(2);
  if (issuing.optional(primitive(3)) !== undefined) throw unusable("is for some reasons only");
  if (isSet(4)) throw unusable("is an indirect CRL");
  if (isSet(5) || (isCa ? onlyUsers : onlyAuthorities)) throw unusable("is for certificates of another kind");
}

/**
 * Reads an entry and says whether it revokes the certificate. One that cannot be read or asks for more than is known
 * here makes the whole list useless, whomever it is about.
 *
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-5.3
 */
function revokes(
  entry: DerReader,
  extensionsOf: ReturnType<typeof entryExtensions>,
  { certificate, signingTime }: StatusQuestion,
): boolean {
  const serial = integerOf(entry.element(TAG.integer));
  // When it was revoked decides nothing, and reading all these dates would take most of the time.
  if (entry.optional(TAG.utcTime) === undefined) entry.element(TAG.generalizedTime);
  const list = entry.optional(TAG.sequence);
  entry.end();
  const extensions = list === undefined ? NO_EXTENSIONS : extensionsOf(list);
  if (Buffer.compare(serial, certificate.serial) !== 0) return false;
  const reason = extensions.get(REASON);
  if (reason !== undefined && reasonOf(reason.value) === REMOVE_FROM_CRL) return false;
  return countsFor(extensions, signingTime);
}

/** Reads the extensions of one entry after another; those that are like the last ones, as most are, are not read again. */
function entryExtensions(): (list: Element) => ReadonlyMap<string, Extension> {
  let raw: Uint8Array = new Uint8Array();
  let extensions: ReadonlyMap<string, Extension> = NO_EXTENSIONS;
  return (list) => {
    if (Buffer.compare(list.raw, raw) === 0) return extensions;
    extensions = readExtensions(new DerReader(list.content));
    if (extensions.size > MAX_ENTRY_EXTENSIONS) throw unusable("has an entry with too many extensions");
    for (const [oid, { isCritical }] of extensions) {
      if (isCritical && oid !== INVALIDITY_DATE && oid !== REASON) {
        throw unusable(`has an entry with the critical extension ${oid}`);
      }
    }
    ({ raw } = list);
    return extensions;
  };
}

function reasonOf(value: Uint8Array): number {
  const [tag, length, reason] = value;
  if (tag !== TAG.enumerated || length !== 1 || reason === undefined || value.length !== 3) {
    throw malformed("has a reason that is none");
  }
  return reason;
}
