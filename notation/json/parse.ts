import { NotationError, quoted } from "../error";
import { utf8 } from "../utf8";

/** A number that is not written as a plain integer of at most 53 bits; nothing here needs its value. */
export class JsonNumber {
  constructor(readonly text: string) {}
}

export type JsonObject = ReadonlyMap<string, JsonValue>;
export type JsonValue = null | boolean | number | string | JsonNumber | readonly JsonValue[] | JsonObject;

/** How deep arrays and objects may be nested; what a signature or a trust policy holds needs 5. */
const MAX_DEPTH = 32;

const SPACE = " \t\n\r";
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const PLAIN = /[ !#-[\]-\u{10ffff}]*/uy;
const LONE_SURROGATE = /\p{Surrogate}/u;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
/** Shared: a document of nothing but empty objects or arrays must not take many times its own size. */
const NO_MEMBERS: JsonObject = new Map();
const NO_ITEMS: readonly JsonValue[] = Object.freeze([]);
const LITERALS: readonly (readonly [string, JsonValue])[] = [
  ["true", true],
  ["false", false],
  ["null", null],
];

/**
 * Reads UTF-8 JSON. Unlike `JSON.parse` it refuses a member that occurs twice, a byte order mark, malformed UTF-8,
 * lone surrogates and nesting deeper than {@link MAX_DEPTH}; objects become maps, so no name is special.
 *
 * @throws NotationError `json-malformed`
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
export function parseJson(bytes: Uint8Array): JsonValue {
  const text = utf8(bytes);
  if (text === undefined) throw malformed("is not UTF-8");
  return new Parser(text).document();
}

function malformed(message: string): NotationError {
  return new NotationError("json-malformed", message);
}

class Parser {
  private at = 0;

  constructor(private readonly text: string) {}

  document(): JsonValue {
    if (this.text.startsWith("\u{feff}")) throw malformed("begins with a byte order mark");
    const value = this.value(0);
    this.space();
    if (this.at !== this.text.length) throw this.unexpected();
    return value;
  }

  private value(depth: number): JsonValue {
    if (depth > MAX_DEPTH) throw malformed(`is nested deeper than ${String(MAX_DEPTH)}`);
    this.space();
    switch (this.text[this.at]) {
      case "{":
        return this.object(depth);
      case "[":
        return this.array(depth);
      case '"':
        return this.string();
      default:
        return this.scalar();
    }
  }

  private object(depth: number): JsonObject {
    const members = new Map<string, JsonValue>();
    this.list("}", () => {
      this.space();
      if (this.text[this.at] !== '"') throw this.unexpected();
      const name = this.string();
      if (members.has(name)) throw malformed(`has the member ${quoted(name)} twice`);
      this.space();
      this.take(":");
      members.set(name, this.value(depth + 1));
    });
    return members.size === 0 ? NO_MEMBERS : members;
  }

  private array(depth: number): readonly JsonValue[] {
    const items: JsonValue[] = [];
    this.list("]", () => items.push(this.value(depth + 1)));
    return items.length === 0 ? NO_ITEMS : items;
  }

  private list(end: string, item: () => void): void {
    this.at += 1;
    this.space();
    if (this.text[this.at] === end) {
      this.at += 1;
      return;
    }
    for (;;) {
      item();
      this.space();
      if (this.text[this.at] === end) break;
      this.take(",");
    }
    this.at += 1;
  }

  private string(): string {
    this.at += 1;
    let text = "";
    for (;;) {
      text += this.match(PLAIN);
      if (this.text[this.at] === '"') break;
      const escape = this.match(ESCAPE);
      if (escape === "") throw this.unexpected();
      text += JSON.parse(`"${escape}"`) as string;
    }
    this.at += 1;
    if (LONE_SURROGATE.test(text)) throw malformed("has a lone surrogate");
    return text;
  }

  private scalar(): JsonValue {
    const number = this.match(NUMBER);
    if (number !== "") {
      const value = Number(number);
      // RFC 8259 section 6 lets a reader set a limit; what is beyond a double is no number to others.
      if (!Number.isFinite(value)) throw malformed("has a number that is too large");
      return /^-?[0-9]+$/.test(number) && Number.isSafeInteger(value) ? value : new JsonNumber(number);
    }
    const literal = LITERALS.find(([text]) => this.text.startsWith(text, this.at));
    if (literal === undefined) throw this.unexpected();
    this.at += literal[0].length;
    return literal[1];
  }

  private take(character: string): void {
    if (this.text[this.at] !== character) throw this.unexpected();
    this.at += 1;
  }

  private space(): void {
    while (this.at < this.text.length && SPACE.includes(this.text.charAt(this.at))) this.at += 1;
  }

  private match(pattern: RegExp): string {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? "";
    this.at += found.length;
    return found;
  }

  private unexpected(): NotationError {
    return malformed(
      this.at < this.text.length
        ? `has an unexpected character at offset ${String(this.at)}`
        : "ends too early",
    );
  }
}
