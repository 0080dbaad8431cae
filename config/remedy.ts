import { z } from "zod";
import { amount } from "./allowed";
import { conversion, corrections, unwrappings } from "./conversion";
import { type Path } from "./document";
import { copied, exampleOf, exampleText, neededKeys, valuesOf, yamlOf } from "./example";
import { isExisting } from "./schema/existing";
import { alternatives, keysAt, type Schema, schemasAt, takes } from "./shape";
import { nearest } from "./words";

type Issue = z.core.$ZodIssue;

/** What to change about a value that the schema refuses. */
export function remedy(issue: Issue, path: Path, value: unknown, written: string | undefined): string {
  const schemas = schemasAt(path).flatMap(alternatives);
  if (value === undefined) return addition(path, schemas);
  // What exists already has no other spelling, and without the key another thing would be meant.
  const named = typeof value === "string" && schemas.some(isExisting);
  // Text that is nearly the one word which a key takes beside a list is no entry of the list.
  const words = schemas.filter((schema) => schema instanceof z.ZodLiteral);
  return (
    (schemas.length > words.length ? meant(words, value) : undefined) ??
    conversion(value, written, (candidate) => takes(path, candidate), named ? unwrappings : corrections) ??
    fitting(issue, value) ??
    meant(schemas, value) ??
    [replacement(schemas, value), ...(named ? [] : removal(path))].join(", or ")
  );
}

/**
 * What to change about a key that people chose.
 *
 * @param holds whether the file has something at a path
 */
export function keyRemedy(issue: Issue, path: Path, holds: (path: Path) => boolean): string {
  const renamed = newKey(issue, path, holds);
  // Where the key stands for a name that exists already, that name is still meant.
  const name = [...path, "name"];
  const key = String(path.at(-1));
  const named = schemasAt(name).flatMap(alternatives).some(isExisting) && !holds(name) && takes(name, key);
  return named ? `${renamed}, and add \`name: ${copied(key)}\` below it` : renamed;
}

function newKey(issue: Issue, path: Path, holds: (path: Path) => boolean): string {
  const key = String(path.at(-1));
  const parent = path.slice(0, -1);
  const keys = keysAt(path);
  const name = corrections(key).find(
    (candidate) =>
      keys.some((schema) => schema.safeParse(candidate).success) && !holds([...parent, candidate]),
  );
  if (name !== undefined) return `rename it to ${copied(name)}`;
  return fitting(issue, key) ?? `rename it, for example to ${exampleOf(keys) ?? ""}`;
}

function addition(path: Path, schemas: readonly Schema[]): string {
  const example = exampleOf(schemas);
  if (example !== undefined) return `add it, like \`${String(path.at(-1))}: ${example}\``;
  const keys = schemas.flatMap(neededKeys);
  return keys.length === 0 ? "add it" : `add it with its keys ${inCode(keys)}`;
}

/** How much is too much or too little. */
function fitting(issue: Issue, value: unknown): string | undefined {
  const size = typeof value === "string" || Array.isArray(value) ? value.length : undefined;
  if (issue.code === "too_small" && size === undefined) return `raise it to ${String(issue.minimum)}`;
  if (issue.code !== "too_big") return undefined;
  if (size === undefined) return `lower it to ${String(issue.maximum)}`;
  const excess = amount(size - Number(issue.maximum), issue.origin);
  return Array.isArray(value) ? `remove ${excess}` : `shorten it by ${excess}`;
}

function meant(schemas: readonly Schema[], value: unknown): string | undefined {
  const name = typeof value === "string" ? nearest(value, schemas.flatMap(valuesOf)) : undefined;
  return name && `did you mean \`${yamlOf(name)}\`?`;
}

function replacement(schemas: readonly Schema[], value: unknown): string {
  const empty = value === null;
  const behind = empty ? " behind the key" : "";
  const [known, ...others] = schemas.filter((schema) => !exampleText(schema)).flatMap(valuesOf);
  if (known !== undefined) return `write ${others.length === 0 ? known : "one of these"}${behind}`;
  const example = exampleOf(schemas);
  if (example !== undefined) return `write it ${empty ? "behind the key, " : ""}like ${example}`;
  const [schema] = schemas;
  if (schema instanceof z.ZodObject) return `write its keys below it: ${inCode(neededKeys(schema))}`;
  if (schema instanceof z.ZodRecord) return "write lines like `KEY: …` below it";
  if (schema instanceof z.ZodArray) return "write entries that begin with `- ` below it";
  if (schema instanceof z.ZodNumber) return `write such a number${behind}`;
  if (schema instanceof z.ZodBoolean) return `write true or false${behind}`;
  return empty ? "write the text behind the key" : "write the text alone";
}

function inCode(keys: readonly string[]): string {
  return keys.map((key) => `\`${key}\``).join(", ");
}

/** That a key may be removed, where it may. */
function removal(path: Path): string[] {
  if (path.length === 0 || typeof path.at(-1) === "number") return [];
  const parents = schemasAt(path.slice(0, -1)).flatMap(alternatives);
  const chosen = parents.some((schema) => schema instanceof z.ZodRecord);
  return chosen || !takes(path, undefined) ? [] : ["remove the key"];
}
