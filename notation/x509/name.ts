import { DerReader, type Element, malformed, oidOf, TAG } from "../der";
import { utf16, utf8 } from "../utf8";

/** One attribute of a name. */
export interface NameAttribute {
  /** Short name (`CN`) or, where RFC 4514 and X.520 have none in use, the object identifier. */
  readonly type: string;
  readonly value: string;
}

const SHORT_NAMES = new Map([
  ["2.5.4.3", "CN"],
  ["2.5.4.5", "SERIALNUMBER"],
  ["2.5.4.6", "C"],
  ["2.5.4.7", "L"],
  ["2.5.4.8", "ST"],
  ["2.5.4.9", "STREET"],
  ["2.5.4.10", "O"],
  ["2.5.4.11", "OU"],
  ["2.5.4.17", "POSTALCODE"],
]);
const MAX_ATTRIBUTES = 64;
/** With the asterisk and the ampersand, which the type does not have and certificates do. */
const PRINTABLE = /^[A-Za-z0-9 '()+,\-./:=?*&]*$/;
const NUMERIC = /^[0-9 ]*$/;
const ASCII = /^\p{ASCII}*$/u;
/** Without surrogates, which are of UTF-16, and without what is no character. */
const UCS2 = /^[^\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]*$/;

/**
 * Reads a distinguished name: its parts from the last to the first, as RFC 4514 writes them, each with its
 * attributes (more than one only in a multi-valued part).
 *
 * @throws NotationError `der-malformed`
 */
export function parseName(raw: Uint8Array): NameAttribute[][] {
  const outer = new DerReader(raw);
  const inside = outer.inside();
  outer.end();
  const parts: NameAttribute[][] = [];
  let count = 0;
  while (!inside.isDone) {
    const set = inside.inside(TAG.set);
    const part: NameAttribute[] = [];
    do {
      const attribute = set.inside();
      const oid = oidOf(attribute.element(TAG.oid));
      part.push({ type: SHORT_NAMES.get(oid) ?? oid, value: textOf(attribute.next()) });
      attribute.end();
      count += 1;
      if (count > MAX_ATTRIBUTES) throw malformed("has a name with too many attributes");
    } while (!set.isDone);
    parts.unshift(part);
  }
  return parts;
}

function textOf({ tag, content }: Element): string {
  switch (tag) {
    case TAG.utf8String:
      return decoded(utf8(content), "utf-8");
    case TAG.printableString:
      return spelled(latin1(content), PRINTABLE);
    case TAG.ia5String:
      return spelled(latin1(content), ASCII);
    case TAG.numericString:
      return spelled(latin1(content), NUMERIC);
    case TAG.teletexString:
      return latin1(content);
    case TAG.bmpString:
      return spelled(decoded(utf16(content), "utf-16be"), UCS2);
    default:
      throw malformed("has a name with a value that is not text");
  }
}

function latin1(content: Uint8Array): string {
  return Buffer.from(content).toString("latin1");
}

function spelled(text: string, alphabet: RegExp): string {
  if (!alphabet.test(text)) throw malformed("has a text with a character that its type does not have");
  return text;
}

function decoded(text: string | undefined, encoding: string): string {
  if (text === undefined) throw malformed(`has a text that is not ${encoding}`);
  return text;
}

/** As much as people need of a name; real ones are shorter. */
const MAX_TEXT = 300;

/** A name for people, as RFC 4514 writes it, or its beginning; not for comparing. */
export function nameText(raw: Uint8Array): string {
  try {
    return parseName(raw)
      .map((part) => part.map(({ type, value }) => `${type}=${escape(value)}`).join("+"))
      .join(",")
      .slice(0, MAX_TEXT);
  } catch {
    return "(a name that cannot be read)";
  }
}

function escape(value: string): string {
  return value.replace(/[",+;<>\\]|^[ #]| $/g, "\\$&").replace(/\p{Cc}/gu, "?");
}
