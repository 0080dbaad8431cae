import fc from "fast-check";
import { decodeBase64, decodeBase64Url } from "../../notation/base64";
import { JsonNumber, type JsonValue, parseJson } from "../../notation/json";
import { isRefused, refusal } from "./support/refusal";

const parse = (text: string) => parseJson(Buffer.from(text));

test.each([
  ["nothing", "", "ends too early"],
  ["a number beyond a double", '{"a":1e400}', "has a number that is too large"],
  ["a member twice", '{"a":1,"a":1}', 'has the member "a" twice'],
  ["a member twice, once escaped", '{"a":1,"\\u0061":1}', 'has the member "a" twice'],
  ["a comma too many in an object", '{"a":1,}', "has an unexpected character at offset 7"],
  ["a comma too many in an array", "[1,]", "has an unexpected character at offset 3"],
  ["a missing comma", "[1 2]", "has an unexpected character at offset 3"],
  ["a missing colon", '{"a" 1}', "has an unexpected character at offset 5"],
  ["a name that is no text", "{1:1}", "has an unexpected character at offset 1"],
  ["an object without an end", '{"a":1', "ends too early"],
  ["a text without an end", '"abc', "ends too early"],
  ["a line break in a text", '"a\nb"', "has an unexpected character at offset 2"],
  ["an escape that is none", '"\\x"', "has an unexpected character at offset 1"],
  ["a lone surrogate", '"\\ud800"', "has a lone surrogate"],
  ["a number with a leading zero", "01", "has an unexpected character at offset 1"],
  ["a plus sign", "+1", "has an unexpected character at offset 0"],
  ["NaN", "NaN", "has an unexpected character at offset 0"],
  ["a word more", "true true", "has an unexpected character at offset 5"],
  ["a no-break space", "\u00a0true", "has an unexpected character at offset 0"],
  ["a byte order mark", "\ufefftrue", "begins with a byte order mark"],
  ["a comment", "/**/1", "has an unexpected character at offset 0"],
  ["33 arrays in each other", "[".repeat(34), "is nested deeper than 32"],
])("JSON with %s is refused", (_, text, message) => {
  expect(refusal(() => parse(text))).toBe(`json-malformed: ${message}`);
});

test("JSON that is not UTF-8 is refused", () => {
  expect(refusal(() => parseJson(Buffer.from([0x22, 0xff, 0x22])))).toBe("json-malformed: is not UTF-8");
});

test("only plain integers become numbers", () => {
  expect(parse("[0,-1,9007199254740991]")).toEqual([0, -1, 9007199254740991]);
  expect(parse("[1.0,1e3,9007199254740993]")).toEqual(
    ["1.0", "1e3", "9007199254740993"].map((text) => new JsonNumber(text)),
  );
});

test("characters above the controls stand for themselves", () => {
  expect(parse('"\u007f\u0085\u2028"')).toBe("\u007f\u0085\u2028");
});

/** Our value as `JSON.parse` would give it. */
function plain(value: JsonValue): unknown {
  if (value instanceof JsonNumber) return Number(value.text);
  if (value instanceof Map) {
    return Object.fromEntries(
      [...(value as ReadonlyMap<string, JsonValue>)].map(([name, item]) => [name, plain(item)]),
    );
  }
  return Array.isArray(value) ? value.map(plain) : value;
}

test("a message holds the beginning of a long name", () => {
  const name = "a".repeat(100_000);
  expect(refusal(() => parseJson(Buffer.from(`{"${name}":1,"${name}":1}`)))).toBe(
    `json-malformed: has the member "${"a".repeat(200)}…" twice`,
  );
});

test("what JSON.stringify writes is read as JSON.parse reads it", () => {
  const documents = fc.json({ stringUnit: "grapheme", maxDepth: 5 });
  fc.assert(
    fc.property(documents, (text) => {
      expect(JSON.stringify(plain(parse(text)))).toBe(JSON.stringify(JSON.parse(text)));
    }),
    { seed: 13, numRuns: 500 },
  );
});

test("what JSON.parse refuses is refused", () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), fc.constantFrom(...'{}[]",:0-e\\ nt'), (document, at, character) => {
      const text = document.slice(0, at % document.length) + character + document.slice(at % document.length);
      let isJson = true;
      try {
        JSON.parse(text);
      } catch {
        isJson = false;
      }
      if (!isJson) expect(isRefused(() => parse(text))).toBe(true);
    }),
    { seed: 14, numRuns: 2_000 },
  );
});

test.each(["A", "AB=", "AB==C", "AB=\n", "AB==\n", "A-==", "AR==", "====", "QUI=="])(
  "base64 %j is refused",
  (text) => {
    expect(refusal(() => decodeBase64(text))).toBe("base64-malformed: is not canonical base64");
  },
);

test.each(["A", "AB==", "A+", "AR", "QUI\n", "QUJDRA D"])("base64url %j is refused", (text) => {
  expect(refusal(() => decodeBase64Url(text))).toBe("base64-malformed: is not canonical base64url");
});

test("base64 is read as it is written", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 50 }), (bytes) => {
      const buffer = Buffer.from(bytes);
      expect(decodeBase64(buffer.toString("base64"))).toEqual(buffer);
      expect(decodeBase64Url(buffer.toString("base64url"))).toEqual(buffer);
    }),
    { seed: 15, numRuns: 200 },
  );
});
