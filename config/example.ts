import { stringify } from "yaml";
import { z } from "zod";
import { textOf, withoutExample } from "./allowed";
import { alternatives, type Schema } from "./shape";
import { shown } from "./words";

/** Longest value that is written out for people to copy. */
export const COPIED = 60;

/** Values that a schema enumerates. */
export function valuesOf(schema: Schema): string[] {
  if (schema instanceof z.ZodEnum) return schema.options.map(String);
  return schema instanceof z.ZodLiteral ? [...schema.values].map(String) : [];
}

/** Keys of a map that have no default, or else all of them. */
export function neededKeys(schema: Schema): string[] {
  if (!(schema instanceof z.ZodObject)) return [];
  const keys = Object.keys(schema.shape);
  const needed = keys.filter((key) => !(schema.shape[key] as Schema).safeParse(undefined).success);
  return needed.length === 0 ? keys : needed;
}

/** A value that one of the schemas takes, as the file would say it. */
export function exampleOf(schemas: readonly Schema[]): string | undefined {
  for (const schema of schemas) {
    const example =
      schema instanceof z.ZodArray
        ? listOf(exampleOf(alternatives(schema.element as Schema)))
        : (exampleText(schema) ?? valuesOf(schema)[0]);
    if (example !== undefined) return example;
  }
  return undefined;
}

function listOf(entry: string | undefined): string | undefined {
  return entry === undefined ? undefined : `[${entry}]`;
}

/** The example that ends what a schema of text says, which stands in quotes there only if it must in a file. */
export function exampleText(schema: Schema): string | undefined {
  const { example } = withoutExample(textOf(schema) ?? "");
  return example === undefined ? undefined : yamlOf(example.replaceAll('"', ""));
}

/** A value of the user as people copy it into their file. */
export function copied(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(copied).join(", ")}]` : shown(yamlOf(value), COPIED + 2);
}

/**
 * A value as a file says it. Words such as "off" stand in quotes: other readers of YAML, those of 1.1, take them for
 * true or false. So does text that would end a map or list in braces.
 */
export function yamlOf(value: unknown): string {
  if (typeof value === "string" && /[{}[\],]/.test(value)) return JSON.stringify(value);
  return stringify(value, { lineWidth: 0, version: "1.1" }).trimEnd();
}
