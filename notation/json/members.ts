import { NotationError, quoted } from "../error";
import { type JsonObject, type JsonValue } from "./parse";

/** The value as an object, or a refusal with this code. */
export function objectOf(value: JsonValue | undefined, code: string, what: string): JsonObject {
  if (!(value instanceof Map)) throw new NotationError(code, `${what} is not an object`);
  return value as JsonObject;
}

/** The value as a text, or a refusal with this code. */
export function stringOf(value: JsonValue | undefined, code: string, what: string): string {
  if (typeof value !== "string") throw new NotationError(code, `${what} is not a string`);
  return value;
}

/** The value as an array of texts, or a refusal with this code. */
export function stringsOf(value: JsonValue | undefined, code: string, what: string): string[] {
  if (!Array.isArray(value)) throw new NotationError(code, `${what} is not an array`);
  return value.map((item: JsonValue, index) => stringOf(item, code, `${what}[${String(index)}]`));
}

/** Refuses members that are not among the allowed ones. */
export function onlyMembers(
  object: JsonObject,
  allowed: readonly string[],
  code: string,
  what: string,
): void {
  for (const name of object.keys()) {
    if (!allowed.includes(name)) {
      throw new NotationError(code, `${what} has the unknown member ${quoted(name)}`);
    }
  }
}

/**
 * Refuses members that differ from one of these names in case only. Go's reader takes them for that name; here they
 * would mean nothing, and two verifiers would read two things.
 */
export function refuseOtherCase(object: JsonObject, names: readonly string[], code: string): void {
  let folded: Set<string> | undefined;
  for (const name of object.keys()) {
    if (names.includes(name)) continue;
    folded ??= new Set(names.map(fold));
    if (folded.has(fold(name))) {
      throw new NotationError(code, `the member ${quoted(name)} is written in another case`);
    }
  }
}

/** First up, then down: letters such as the long s fold to their plain form. */
function fold(name: string): string {
  return name.toUpperCase().toLowerCase();
}
