import { expressionsOf, isReference } from "./expression";
import { isUnresolved, parseJson } from "./reference";

/** Why a document could not be read. */
export class UnreadablePolicy extends Error {}

/** Braces of JSON, texts, and the colon behind a text that is a key. References hold quotes only in pairs. */
const TOKEN = /[{}]|"((?:[^"\\]|\\.)*)"(\s*:)?/gs;

/**
 * The first key that one object says twice. Parsers differ in which of the two they keep, and IAM allows none.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
 */
function repeatedKey(json: string): string | undefined {
  const open: Set<string>[] = [];
  for (const [token, written = "", colon] of json.matchAll(TOKEN)) {
    if (token === "{") open.push(new Set());
    else if (token === "}") open.pop();
    else if (colon !== undefined) {
      const key = written.includes("\\") ? String(parseJson(`"${written}"`)) : written;
      // IAM ignores the case of operators and condition keys.
      const lower = key.toLowerCase();
      if (open.at(-1)?.has(lower)) return key;
      open.at(-1)?.add(lower);
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
