import { hash } from "node:crypto";
import {
  type Algorithm,
  bytesOf,
  constructed,
  DerReader,
  malformed,
  oidOf,
  primitive,
  readAlgorithm,
  readAll,
  readTime,
  smallIntegerOf,
  TAG,
  writeDer,
} from "../der";
import { NotationError, within } from "../error";
import {
  type Certificate,
  EXTENSION,
  type Extension,
  isCertifiedBy,
  isIssuedWith,
  KEY_USAGE,
  keyUsageOf,
  parseCertificate,
  PURPOSE,
  purposesOf,
  readExtensions,
} from "../x509";
import { staleness } from "./freshness";
import { type RevocationAnswer } from "./port";
import { countsFor } from "./revoked";
import { type StatusQuestion } from "./status-question";

const BASIC = "1.3.6.1.5.5.7.48.1.1";
/** Hashes that may name a certificate in a response; SHA-1 is what responders take and only names here. */
const NAMING = new Map([
  ["1.3.14.3.2.26", "sha1"],
  ["2.16.840.1.101.3.4.2.1", "sha256"],
]);
/** SHA-1 as an AlgorithmIdentifier. */
const SHA1 = Buffer.from("300906052b0e03021a0500", "hex");

/**
 * The request to send to an OCSP responder.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6960#section-4.1
 */
export function ocspRequest({
  certificate,
  issuer,
}: Pick<StatusQuestion, "certificate" | "issuer">): Uint8Array {
  const id = writeDer(
    TAG.sequence,
    SHA1,
    writeDer(TAG.octetString, digest("sha1", issuer.subject)),
    writeDer(TAG.octetString, digest("sha1", issuer.key.bits)),
    writeDer(TAG.integer, certificate.serial),
  );
  return [1, 2, 3, 4].reduce<Uint8Array>((inner) => writeDer(TAG.sequence, inner), id);
}

function digest(algorithm: string, bytes: Uint8Array): Uint8Array {
  return hash(algorithm, bytes, "buffer");
}

/**
 * What an OCSP response says of a certificate, once its signature, its times and whom it is about are checked.
 *
 * @throws NotationError `ocsp-unusable`, `der-malformed`
 * @see https://www.rfc-editor.org/rfc/rfc6960#section-4.2
 */
export function readOcspResponse(bytes: Uint8Array, question: StatusQuestion): RevocationAnswer {
  return within("the OCSP response", () =>
    readAll(bytes, TAG.sequence, (response) => {
      const status = smallIntegerOf(response.element(TAG.enumerated));
      if (status !== 0) throw unusable(`has the status ${String(status)}`);
      const wrapper = response.inside(constructed(0));
      const typed = wrapper.inside();
      wrapper.end();
      if (oidOf(typed.element(TAG.oid)) !== BASIC) throw unusable("is not a basic response");
      const basic = typed.element(TAG.octetString).content;
      typed.end();
      return readBasic(basic, question);
    }),
  );
}

function unusable(message: string): NotationError {
  return new NotationError("ocsp-unusable", message);
}

function readBasic(bytes: Uint8Array, question: StatusQuestion): RevocationAnswer {
  const { data, algorithm, signature, certificates } = readAll(bytes, TAG.sequence, (inside) => {
    const signed = inside.element(TAG.sequence);
    const by = readAlgorithm(inside);
    const bits = bytesOf(inside.element(TAG.bitString));
    const list = inside.optionalInside(constructed(0))?.inside();
    const found: Certificate[] = [];
    while (list !== undefined && !list.isDone && found.length < 4)
      found.push(parseCertificate(list.next().raw));
    return { data: signed, algorithm: by, signature: bits, certificates: found };
  });
  checkResponder(data.raw, algorithm, signature, certificates, question);
  const inside = new DerReader(data.content);
  inside.optional(constructed(0));
  // The key decides who answered, not the name it gives itself.
  inside.next();
  readTime(inside);
  const list = inside.inside();
  refuseCritical(readOptional(inside.optionalInside(constructed(1))));
  inside.end();
  const answers: RevocationAnswer[] = [];
  while (!list.isDone) {
    const answer = readSingle(list.inside(), question);
    if (answer !== undefined) answers.push(answer);
  }
  const [first] = answers;
  if (first === undefined) throw unusable("is about another certificate");
  // Where answers about one certificate differ, the worst holds.
  return (
    answers.find(({ status }) => status === "revoked") ??
    answers.find(({ status }) => status === "unknown") ??
    first
  );
}

function checkResponder(
  data: Uint8Array,
  algorithm: Algorithm,
  signature: Uint8Array,
  certificates: readonly Certificate[],
  { issuer, now }: StatusQuestion,
): void {
  if (isIssuedWith(issuer.key, algorithm, data, signature)) return;
  const isDelegate = (certificate: Certificate) =>
    Buffer.compare(certificate.issuer, issuer.subject) === 0 &&
    certificate.notBefore <= now &&
    now <= certificate.notAfter &&
    mayAnswer(certificate) &&
    isCertifiedBy(certificate, issuer) &&
    isIssuedWith(certificate.key, algorithm, data, signature);
  if (!certificates.some(isDelegate)) throw unusable("is signed by nobody who may answer for the issuer");
}

/** What is critical in a certificate of a responder and looked at here, or asks for nothing. */
const UNDERSTOOD: readonly string[] = [
  EXTENSION.keyUsage,
  EXTENSION.extendedKeyUsage,
  EXTENSION.basicConstraints,
  EXTENSION.ocspNoCheck,
];

/**
 * Whether a certificate is for answering in place of its issuer, and asks for nothing that is not looked at.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6960#section-4.2.2.2
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.3
 */
function mayAnswer(certificate: Certificate): boolean {
  const usage = keyUsageOf(certificate);
  return (
    purposesOf(certificate)?.oids.includes(PURPOSE.ocspSigning) === true &&
    (usage === undefined || ((usage.bits >> KEY_USAGE.digitalSignature) & 1) === 1) &&
    // Without it the responder itself could be revoked, and nobody would have asked.
    certificate.extensions.has(EXTENSION.ocspNoCheck) &&
    [...certificate.extensions].every(([oid, { isCritical }]) => !isCritical || UNDERSTOOD.includes(oid))
  );
}

function readSingle(single: DerReader, question: StatusQuestion): RevocationAnswer | undefined {
  const isMine = isAbout(single.inside(), question);
  const status = single.next();
  const thisUpdate = readTime(single);
  const next = single.optionalInside(constructed(0));
  const nextUpdate = next === undefined ? undefined : readTime(next);
  const extensions = readOptional(single.optionalInside(constructed(1)));
  single.end();
  if (!isMine) return undefined;
  const { now, signingTime } = question;
  const stale = staleness({ thisUpdate, nextUpdate }, now);
  if (stale !== undefined) throw unusable(stale);
  refuseCritical(extensions);
  if (status.tag === primitive(0)) return { status: "good" };
  if (status.tag === primitive(2))
    return { status: "unknown", message: "the OCSP responder does not know the certificate" };
  if (status.tag !== constructed(1)) throw malformed("has a status that is none");
  return countsFor(extensions, signingTime)
    ? { status: "revoked", message: "the OCSP responder says that a certificate is revoked" }
    : { status: "good" };
}

/** Extensions where there may be none. */
function readOptional(wrapper: DerReader | undefined): ReadonlyMap<string, Extension> {
  if (wrapper === undefined) return new Map();
  const extensions = readExtensions(wrapper.inside());
  wrapper.end();
  return extensions;
}

function refuseCritical(extensions: ReadonlyMap<string, Extension>): void {
  if ([...extensions.values()].some(({ isCritical }) => isCritical)) {
    throw unusable("has a critical extension");
  }
}

function isAbout(id: DerReader, { certificate, issuer }: StatusQuestion): boolean {
  const hash = NAMING.get(readAlgorithm(id).oid);
  const name = id.element(TAG.octetString).content;
  const key = id.element(TAG.octetString).content;
  const serial = id.element(TAG.integer).content;
  id.end();
  if (hash === undefined) return false;
  const pairs = [
    [name, digest(hash, issuer.subject)],
    [key, digest(hash, issuer.key.bits)],
    [serial, certificate.serial],
  ] as const;
  return pairs.every(([found, wanted]) => Buffer.compare(found, wanted) === 0);
}
