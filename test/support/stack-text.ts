import { createHash } from "node:crypto";

/** A stack as people review it. */
export interface StackText {
  /**
   * The final Terraform JSON without cdktf's metadata; policies and buildspecs stand in it as JSON, not as text, and
   * the digests of functions' code, which change with every edit of it, as words.
   */
  readonly json: string;
  /** The scripts it runs, by the name that stands in their place. */
  readonly scripts: ReadonlyMap<string, string>;
}

/** What fits on a line stands on one. */
const LINE = 120;

/** A text of so many lines is a script. */
const SCRIPT_LINES = 5;

/** Writes a stack for review: one line for what fits, scripts by the hash of their text. */
export function stackText(terraform: Readonly<Record<string, unknown>>): StackText {
  const scripts = new Map<string, string>();
  const json = `${pretty(readable(terraform, scripts), "", 0)}\n`
    .replace(/(assets\/\w+\/)[0-9a-f]{32}(?=\/)/g, "$1DIGEST")
    .replace(/(?<![\w+/])[A-Za-z0-9+/]{43}=/g, "SHA256");
  return { json, scripts };
}

function readable(value: unknown, scripts: Map<string, string>): unknown {
  if (typeof value === "string") return readableText(value, scripts);
  if (Array.isArray(value)) return value.map((item) => readable(item, scripts));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([key]) => key !== "//")
      .map(([key, item]) => [key, readable(item, scripts)]),
  );
}

function readableText(text: string, scripts: Map<string, string>): unknown {
  const json = /^[[{]/.test(text) ? parsed(text) : undefined;
  // Marked, because Terraform reads it as text.
  if (json !== undefined) return { "(text)": readable(json, scripts) };
  if (text.split("\n").length < SCRIPT_LINES) return text;
  const name = `${createHash("sha256").update(text).digest("hex").slice(0, 12)}.sh`;
  scripts.set(name, text);
  return `(scripts/${name})`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** JSON with an indent of two; `before` is what stands in front of the value on its line. */
function pretty(value: unknown, indent: string, before: number): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const line = oneLine(value);
  if (indent.length + before + line.length < LINE) return line;
  const inner = `${indent}  `;
  const items = Array.isArray(value)
    ? value.map((item) => `${inner}${pretty(item, inner, 0)}`)
    : Object.entries(value).map(([key, item]) => {
        const name = `${JSON.stringify(key)}: `;
        return `${inner}${name}${pretty(item, inner, name.length)}`;
      });
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  return [open, items.join(",\n"), `${indent}${close}`].join("\n");
}

function oneLine(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(oneLine).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const items = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}: ${oneLine(item)}`);
  return items.length === 0 ? "{}" : `{ ${items.join(", ")} }`;
}
