import { type CborMap, CborOpaque, CborTag, type CborValue } from "../cbor";
import { headerError } from "./header";
import { parseRfc3339 } from "./time";

/** Labels of parameters that nothing here reads, and that other readers refuse in another type. */
const LABEL = { keyId: 4, iv: 5, partialIv: 6, type: 16 } as const;
/** Countersignatures, whole and short, of both versions. */
const COUNTERSIGNATURES = [7, 9, 11, 12] as const;
const MEDIA_TYPE = /^[^ /][^/]*\/(?:[^/]*[^ /])?$/;

const isBytes = (value: CborValue) => value instanceof Uint8Array;

/** What a tag may hold that RFC 8949 gives a meaning: times as text and as a number, large numbers. */
const TAGGED: ReadonlyMap<number, (value: CborValue) => boolean> = new Map([
  [0, (value: CborValue) => typeof value === "string" && parseRfc3339(value) !== undefined],
  // Floating point is what CBOR has beside integers.
  [1, (value: CborValue) => isInteger(value) || value instanceof CborOpaque],
  [2, isBytes],
  [3, isBytes],
]);

/**
 * Checks what nothing here reads of a header: parameters that RFC 9052 and RFC 9338 register have their types, tags hold
 * what they stand for, and only the protected header has tags. Nobody verifies countersignatures, so there is none.
 *
 * @throws NotationError `header-invalid`
 * @see https://www.rfc-editor.org/rfc/rfc9052#section-3.1
 * @see https://www.rfc-editor.org/rfc/rfc8949#section-3.4
 */
export function checkHeader(header: CborMap, isProtected: boolean): void {
  for (const label of COUNTERSIGNATURES) {
    if (header.has(label)) throw headerError(`the label ${String(label)} is of a countersignature`);
  }
  for (const label of [LABEL.keyId, LABEL.iv, LABEL.partialIv]) {
    if (header.has(label) && !isBytes(header.get(label))) {
      throw headerError(`the label ${String(label)} is not a byte string`);
    }
  }
  if (header.has(LABEL.iv) && header.has(LABEL.partialIv)) {
    throw headerError(`the labels ${String(LABEL.iv)} and ${String(LABEL.partialIv)} are both there`);
  }
  if (header.has(LABEL.type) && !isType(header.get(LABEL.type))) {
    throw headerError(`the label ${String(LABEL.type)} is no media type`);
  }
  checkTags(header, isProtected);
}

function isInteger(value: CborValue): boolean {
  return typeof value === "number" || typeof value === "bigint";
}

/** A media type, or its number. */
function isType(value: CborValue): boolean {
  return typeof value === "string" ? MEDIA_TYPE.test(value) : isInteger(value) && Number(value) >= 0;
}

/** As deep as CBOR is read. */
function checkTags(value: CborValue, isProtected: boolean): void {
  if (value instanceof CborTag) {
    if (!isProtected) throw headerError("a tag is in the unprotected header");
    if (TAGGED.get(value.tag)?.(value.value) === false) {
      throw headerError(`the tag ${String(value.tag)} holds what it does not stand for`);
    }
    checkTags(value.value, isProtected);
  } else if (value instanceof Map) {
    for (const item of (value as CborMap).values()) checkTags(item, isProtected);
  } else if (Array.isArray(value)) {
    for (const item of value as readonly CborValue[]) checkTags(item, isProtected);
  }
}
