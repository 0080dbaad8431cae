import {
  booleanOf,
  constructed,
  DerReader,
  integerOf,
  malformed,
  oidOf,
  primitive,
  readAlgorithm,
  readAll,
  readTime,
  smallIntegerOf,
  TAG,
} from "../der";
import { readExtensions } from "../x509";

/** The baseline policy of ETSI EN 319 421: where it is named and nothing else is said, a second is promised. */
const BASELINE_POLICY = "0.4.0.2023.1.1";

/** What a timestamping authority says. */
export interface TstInfo {
  /** Object identifier of the hash of what was timestamped. */
  readonly hashAlgorithm: string;
  readonly hash: Uint8Array;
  /** Whole milliseconds since 1970. */
  readonly time: number;
  /** How far off the time may be, in whole milliseconds. */
  readonly accuracy: number;
}

/**
 * Reads a TSTInfo.
 *
 * @throws NotationError `der-malformed`
 * @see https://www.rfc-editor.org/rfc/rfc3161#section-2.4.2
 */
export function parseTstInfo(bytes: Uint8Array): TstInfo {
  return readAll(bytes, TAG.sequence, (inside) => {
    if (smallIntegerOf(inside.element(TAG.integer)) !== 1) throw malformed("is not a TSTInfo of version 1");
    const policy = oidOf(inside.element(TAG.oid));
    const imprint = inside.inside();
    const hashAlgorithm = readAlgorithm(imprint).oid;
    const hash = imprint.element(TAG.octetString).content;
    imprint.end();
    integerOf(inside.element(TAG.integer));
    if (!inside.is(TAG.generalizedTime)) throw malformed("has a time that is no GeneralizedTime");
    const time = readTime(inside, { fraction: true });
    const accuracy = readAccuracy(inside.optionalInside(TAG.sequence));
    const ordering = inside.optional(TAG.boolean);
    if (ordering !== undefined) booleanOf(ordering);
    const nonce = inside.optional(TAG.integer);
    if (nonce !== undefined) integerOf(nonce);
    inside.optional(constructed(0));
    const extensions = inside.optional(constructed(1));
    if (extensions !== undefined) refuseCritical(new DerReader(extensions.content));
    return {
      hashAlgorithm,
      hash,
      time,
      // A time between two seconds may have been rounded.
      accuracy:
        (accuracy === 0 && policy === BASELINE_POLICY ? 1_000 : accuracy) + (time % 1_000 === 0 ? 0 : 1),
    };
  });
}

function readAccuracy(inside: DerReader | undefined): number {
  if (inside === undefined) return 0;
  const part = (tag: number, max: number) => {
    const element = inside.optional(tag);
    const value = element === undefined ? 0 : smallIntegerOf(element);
    if (value > max) throw malformed("has an accuracy that is out of range");
    return value;
  };
  const seconds = part(TAG.integer, Number.MAX_SAFE_INTEGER);
  const milliseconds = part(primitive(0), 999);
  const microseconds = part(primitive(1), 999);
  inside.end();
  return seconds * 1_000 + milliseconds + (microseconds > 0 ? 1 : 0);
}

function refuseCritical(list: DerReader): void {
  for (const [oid, { isCritical }] of readExtensions(list)) {
    if (isCritical) throw malformed(`has the critical extension ${oid}, which is not understood`);
  }
}
