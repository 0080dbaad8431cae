import { type Descriptor, parseRfc3339 } from "../../notation";
import {
  type JsonObject,
  type JsonValue,
  objectOf,
  onlyMembers,
  parseJson,
  stringOf,
} from "../../notation/json";
import { isRepositoryPath } from "../../notation/trust-policy/scope";
import { noVerdict, refusing } from "./no-verdict";
import { isDigest, subjectOf, subjectOfText } from "./subject";

/** One signature to verify; what a file holds is read when it is verified. */
export interface Case {
  /** Path of the envelope. */
  readonly signature: string;
  readonly subject: Descriptor;
  /** `registry/repository@digest`. @default - only the statement for every repository, `*`, applies */
  readonly reference?: string | undefined;
  /** Path of the trust policy. */
  readonly policy: string;
  /** Path of the folder with trust stores. */
  readonly trustStore: string;
  /** @default - now */
  readonly at?: Date | undefined;
}

/** What is said of a case in a line or in the options, as text. */
export type CaseTexts = Readonly<Partial<Record<(typeof MEMBERS)[number], string>>>;

const MEMBERS = ["signature", "subject", "reference", "policy", "trustStore", "at"] as const;
const CODE = "case-invalid";
/** A space, a tab, and what Windows puts before the end of a line. */
const SPACE = new Set([0x20, 0x09, 0x0d]);

/**
 * Puts a case together from the options.
 *
 * @throws UnknownAnswer `case-incomplete`, `at-invalid`, and those of a subject
 */
export function caseOf(texts: CaseTexts): Case {
  return complete(texts, subjectOfText);
}

/**
 * Reads one line of a batch: a JSON object; what it does not say, the options say.
 *
 * @throws UnknownAnswer `line-empty`, `json-malformed`, `case-invalid`, `case-incomplete`, `at-invalid`, and those of a subject
 */
export function caseOfLine(line: Buffer, defaults: CaseTexts): Case {
  if (line.every((byte) => SPACE.has(byte))) throw noVerdict("", "line-empty", "the line is empty");
  const members = refusing("", () => membersOf(line));
  const texts = { ...defaults };
  let subject: JsonObject | undefined;
  for (const [name, value] of members) {
    if (name === "subject" && value instanceof Map) subject = value as JsonObject;
    else texts[name as (typeof MEMBERS)[number]] = refusing(name, () => stringOf(value, CODE, name));
  }
  const described = subject;
  if (described === undefined) return complete(texts, subjectOfText);
  return complete({ ...texts, subject: "{}" }, () => subjectOf(described, "subject"));
}

function membersOf(line: Buffer): ReadonlyMap<string, JsonValue> {
  const members = objectOf(parseJson(line), CODE, "the line");
  onlyMembers(members, MEMBERS, CODE, "the line");
  return members;
}

function complete(texts: CaseTexts, read: (subject: string) => Descriptor): Case {
  const { reference } = texts;
  const at = timeOf(texts.at);
  const [signature, subject, policy, trustStore] = (
    ["signature", "subject", "policy", "trustStore"] as const
  ).map((name) => needed(texts, name)) as [string, string, string, string];
  return { signature, subject: read(subject), reference, policy, trustStore, at };
}

function needed(texts: CaseTexts, name: (typeof MEMBERS)[number]): string {
  const text = texts[name];
  if (text !== undefined && text !== "") return text;
  throw noVerdict(name, "case-incomplete", text === undefined ? "is missing" : "is empty");
}

/** Whether a text is `registry/repository@digest`. */
export function isReference(text: string): boolean {
  const at = text.lastIndexOf("@");
  return isRepositoryPath(text.slice(0, Math.max(at, 0))) && isDigest(text.slice(at + 1));
}

/** A time as people write it: RFC 3339 lets them put `t` and `z`, which no envelope may have. */
export function parseTime(text: string): Date | undefined {
  const time = parseRfc3339(text.toUpperCase());
  return time === undefined ? undefined : new Date(time);
}

function timeOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined;
  const time = parseTime(text);
  if (time !== undefined) return time;
  const found = JSON.stringify(text.slice(0, 100));
  throw noVerdict("at", "at-invalid", `${found} is not a time of RFC 3339, such as 2026-06-15T12:00:00Z`);
}
