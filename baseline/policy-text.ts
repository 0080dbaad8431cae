import { expressionsOf, isReference } from "./expression";
import { endOfExpression, isUnresolved, parseJson } from "./reference";

/** Why a document could not be read. */
export class UnreadablePolicy extends Error {}

const COLON = /\s*:/y;

/** Position behind the quote that closes the text which begins at `start`. */
function endOfText(json: string, start: number): number {
  for (let index = start + 1; index < json.length; index += 1) {
    const character = json[index];
    if (character === '"') return index + 1;
    const next = json[index + 1];
    if (character === "\\") index += 1;
    else if (character === "$" || character === "%") {
      if (next === character) index += 1;
      else if (next === "{") index = endOfExpression(json, index) - 1;
    }
  }
  return json.length;
}

/**
 * The first key that one object says twice. Parsers differ in which of the two they keep, and IAM allows none.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
function repeatedKey(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (let index = 0; index < json.length; index += 1) {
    const character = json[index];
    if (character === "{" || character === "[") open.push(new Set());
    else if (character === "}" || character === "]") open.pop();
    else if (character === '"') {
      const end = endOfText(json, index);
      COLON.lastIndex = end;
      if (COLON.test(json)) {
        const written = json.slice(index + 1, end - 1);
        const key = written.includes("\\") ? String(parseJson(`"${written}"`)) : written;
        // IAM ignores the case of operators and condition keys.
        const lower = key.toLowerCase();
        if (open.at(-1)?.has(lower)) return key;
        open.at(-1)?.add(lower);
      }
      index = end - 1;
    }
  }
  return undefined;
}

/**
 * The JSON of a policy document as Terraform will get it, its texts possibly holding references.
 *
 * @throws UnreadablePolicy when it is no JSON, or only Terraform knows what it will say
 */
export function parsePolicyText(document: unknown): unknown {
  if (typeof document !== "string") throw new UnreadablePolicy("it is not text");
  if (isUnresolved(document) && !document.trimStart().startsWith("{")) {
    throw new UnreadablePolicy(`only Terraform knows what ${document} will say`);
  }
  // Anything but a reference could put quotes and braces into the JSON around it.
  const spliced = expressionsOf(document).find((expression) => !isReference(expression));
  if (spliced !== undefined) throw new UnreadablePolicy(`only Terraform knows what ${spliced} will say`);
  let parsed: unknown;
  try {
    parsed = parseJson(document);
  } catch {
    throw new UnreadablePolicy("it is not JSON");
  }
  const repeated = repeatedKey(document);
  if (repeated !== undefined) throw new UnreadablePolicy(`it says ${repeated} twice in one object`);
  return parsed;
}
