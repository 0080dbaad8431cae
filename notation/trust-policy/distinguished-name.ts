import { quoted } from "../error";
import { utf8 } from "../utf8";
import { type NameAttribute } from "../x509";
import { policyError } from "./policy-error";

/** Attributes of a name by type; each occurs once. */
export type DistinguishedName = ReadonlyMap<string, string>;

const MANDATORY = ["C", "ST", "O"] as const;
/**
 * As many types of attributes have a short name, none may be there twice, and a signer with another one is refused: a
 * longer name is nobody's.
 */
const MAX_ATTRIBUTES = 9;
/** A backslash in front of a character that stands for itself, of two hexadecimal digits, or of what is no escape. */
const ESCAPE = /\\(?:([ "#+,;<=>\\])|([0-9a-fA-F]{2})|)/g;

/**
 * Reads a name as RFC 4514 writes it, with the limits of the specification: one attribute in each part, no type
 * twice, `S` is `ST`, and `C`, `ST` and `O` are there; with {@link MAX_ATTRIBUTES} attributes at most.
 *
 * @throws NotationError `policy-invalid`
 * @see https://github.com/notaryproject/specifications/blob/main/specs/trust-store-trust-policy.md#trusted-identities-constraints
 */
export function parseDistinguishedName(text: string): DistinguishedName {
  if (text.includes("=#")) throw nameError(text, "has a value in hexadecimal digits");
  const attributes: NameAttribute[] = [];
  let start = 0;
  let equals = -1;
  const take = (end: number) => {
    const type = equals === -1 ? "" : unescape(text, start, equals);
    if (type === "") throw nameError(text, "has a part without a type");
    if (attributes.length === MAX_ATTRIBUTES) {
      throw nameError(text, `has more than ${String(MAX_ATTRIBUTES)} attributes`);
    }
    const value = unescape(text, equals + 1, end);
    // To notation-go an empty value is the same as no such attribute.
    if (value === "") throw nameError(text, "has a part without a value");
    attributes.push({ type, value });
    start = end + 1;
    equals = -1;
  };
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (character === "\\") at += 1;
    else if (character === "=" && equals === -1) {
      // An empty type is passed over, as the reader of notation-go does.
      if (unescape(text, start, at) === "") start = at + 1;
      else equals = at;
    } else if (character === "+") throw nameError(text, "has a part with more than one attribute");
    else if (character === "," || character === ";") take(at);
  }
  take(text.length);
  return namesOf(attributes, (problem) => nameError(text, problem));
}

/**
 * The attributes of a name by type, under the same limits.
 *
 * @throws what `refuse` makes of the problem
 */
export function namesOf(
  attributes: readonly NameAttribute[],
  refuse: (problem: string) => Error,
): DistinguishedName {
  const names = new Map<string, string>();
  for (const { type, value } of attributes) {
    const key = type === "S" ? "ST" : type;
    if (names.has(key)) throw refuse(`has the attribute ${key} twice`);
    names.set(key, value);
  }
  for (const key of MANDATORY) if (!names.get(key)) throw refuse(`has no attribute ${key}`);
  return names;
}

/** Whether every attribute of one name is in the other with the same value. */
export function isSubset(part: DistinguishedName, whole: DistinguishedName): boolean {
  return [...part].every(([type, value]) => whole.get(type) === value);
}

function nameError(text: string, problem: string) {
  return policyError(`the name ${quoted(text)} ${problem}`);
}

/**
 * A type or value without the spaces around it and without its escapes. The last of the spaces behind a backslash stays,
 * as in notation-go, also where the backslash itself is escaped.
 */
function unescape(text: string, from: number, to: number): string {
  const raw = text.slice(from, to).replace(/^ +/, "");
  let trimmed = withoutSpacesBehind(raw);
  if (!trimmed.includes("\\")) return trimmed;
  if (trimmed.endsWith("\\") && trimmed !== raw) trimmed += " ";
  // One character for each byte: an escape may be a part of one in UTF-8.
  const bytes = Buffer.from(trimmed)
    .toString("latin1")
    .replace(ESCAPE, (_, itself?: string, hex?: string) => {
      if (itself !== undefined) return itself;
      if (hex === undefined) throw nameError(text, "has an escape that is none");
      return String.fromCharCode(parseInt(hex, 16));
    });
  const value = utf8(Buffer.from(bytes, "latin1"));
  if (value === undefined) throw nameError(text, "has an escape that is not UTF-8");
  return value;
}

function withoutSpacesBehind(text: string): string {
  let end = text.length;
  while (text[end - 1] === " ") end -= 1;
  return text.slice(0, end);
}
