import {
  constructed,
  DerReader,
  type Element,
  malformed,
  oidOf,
  primitive,
  readAll,
  smallIntegerOf,
  TAG,
} from "../der";
import { isConstraint } from "./constraint";
import { basicConstraintsOf, type Extended, EXTENSION, keyUsageOf, purposesOf } from "./extensions";

/** Kinds of GeneralName that are IA5String: rfc822Name, dNSName and uniformResourceIdentifier. */
const TEXTS: readonly number[] = [primitive(1), primitive(2), primitive(6)];
const ADDRESS = primitive(7);
/** The other kinds: otherName, x400Address, directoryName, ediPartyName and registeredID. */
const OTHERS: readonly number[] = [...[0, 3, 4, 5].map(constructed), primitive(8)];

type Check = (value: Uint8Array) => void;

/**
 * What the values of extensions are made of that decide nothing in a chain and that every reader of certificates
 * reads: one that holds something else is no certificate to others.
 */
const CONTENTS: ReadonlyMap<string, Check> = new Map<string, Check>([
  [
    EXTENSION.subjectKeyIdentifier,
    (value) => {
      only(value, (reader) => reader.element(TAG.octetString));
    },
  ],
  [
    EXTENSION.authorityKeyIdentifier,
    (value) => {
      readAll(value, TAG.sequence, (inside) => {
        for (const tag of [primitive(0), constructed(1), primitive(2)]) inside.optional(tag);
      });
    },
  ],
  [EXTENSION.subjectAlternativeName, (value) => readList(value, (list) => checkName(list, [4, 16]))],
  [EXTENSION.nameConstraints, checkNameConstraints],
  [EXTENSION.crlDistributionPoints, (value) => readList(value, (list) => checkPoint(list.inside()))],
  [EXTENSION.certificatePolicies, checkPolicies],
  [
    EXTENSION.policyMappings,
    (value) =>
      readList(value, (list) => {
        const mapping = list.inside();
        for (let side = 0; side < 2; side += 1) oidOf(mapping.element(TAG.oid));
        mapping.end();
      }),
  ],
  [
    EXTENSION.policyConstraints,
    (value) => {
      readAll(value, TAG.sequence, (inside) => {
        for (const number of [0, 1]) {
          const certificates = inside.optional(primitive(number));
          if (certificates !== undefined) smallIntegerOf(certificates);
        }
      });
    },
  ],
  [
    EXTENSION.inhibitAnyPolicy,
    (value) => {
      only(value, (reader) => smallIntegerOf(reader.element(TAG.integer)));
    },
  ],
  [
    EXTENSION.authorityInformationAccess,
    (value) =>
      readList(value, (list) => {
        const access = list.inside();
        oidOf(access.element(TAG.oid));
        access.next();
        access.end();
      }),
  ],
]);

/** What may not be critical. */
const NEVER_CRITICAL: readonly string[] = [
  EXTENSION.subjectKeyIdentifier,
  EXTENSION.authorityKeyIdentifier,
  EXTENSION.authorityInformationAccess,
];

/**
 * Refuses extensions of a certificate that are not what RFC 5280 says they are.
 *
 * @throws NotationError `der-malformed`
 * @see https://www.rfc-editor.org/rfc/rfc5280#section-4.2
 */
export function checkContents(certificate: Extended): void {
  // These decide in a chain, but not every certificate that is read stands in one.
  for (const read of [basicConstraintsOf, keyUsageOf, purposesOf]) read(certificate);
  for (const [oid, { isCritical, value }] of certificate.extensions) {
    if (isCritical && NEVER_CRITICAL.includes(oid)) {
      throw malformed(`has the extension ${oid} as a critical one`);
    }
    CONTENTS.get(oid)?.(value);
  }
}

function only(value: Uint8Array, read: (reader: DerReader) => unknown): void {
  const reader = new DerReader(value);
  read(reader);
  reader.end();
}

function readList(value: Uint8Array, item: (list: DerReader) => void): void {
  readAll(value, TAG.sequence, (list) => {
    while (!list.isDone) item(list);
  });
}

/** A GeneralName; an address is as long as one of these, with a mask where it is a range of them. */
function checkName(list: DerReader, lengths: readonly number[]): Element {
  const name = list.next();
  const { tag, content } = name;
  const isGood = TEXTS.includes(tag)
    ? content.every((byte) => byte < 0x80)
    : tag === ADDRESS
      ? lengths.includes(content.length)
      : OTHERS.includes(tag);
  if (!isGood) throw malformed("has a name of something that is none");
  return name;
}

/** @see https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.10 */
function checkNameConstraints(value: Uint8Array): void {
  let count = 0;
  readAll(value, TAG.sequence, (inside) => {
    for (const number of [0, 1]) {
      const subtrees = inside.optionalInside(constructed(number));
      while (subtrees !== undefined && !subtrees.isDone) {
        const name = checkName(subtrees.inside(), [8, 32]);
        if (!isConstraint(name)) throw malformed("has a name constraint that is none");
        count += 1;
      }
    }
  });
  if (count === 0) throw malformed("has name constraints without a name");
}

/** @see https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.13 */
function checkPoint(point: DerReader): void {
  const name = point.optionalInside(constructed(0));
  const full = name?.optionalInside(constructed(0));
  while (full !== undefined && !full.isDone) checkName(full, [4, 16]);
  if (full === undefined) name?.element(constructed(1));
  name?.end();
  point.optional(primitive(1));
  point.optional(constructed(2));
  point.end();
}

/** @see https://www.rfc-editor.org/rfc/rfc5280#section-4.2.1.4 */
function checkPolicies(value: Uint8Array): void {
  const seen = new Set<string>();
  readList(value, (list) => {
    const policy = list.inside();
    const oid = oidOf(policy.element(TAG.oid));
    policy.optional(TAG.sequence);
    policy.end();
    if (seen.has(oid)) throw malformed(`has the policy ${oid} twice`);
    seen.add(oid);
  });
}
