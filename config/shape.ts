import { z } from "zod";
import { type Path } from "./document";
import { organizationSchema } from "./schema/organization";

/** A schema of zod, of whatever kind. */
export type Schema = z.ZodType;

const plain = new WeakMap<Schema, Schema[]>();

/** The plain schemas that a value may meet, behind defaults, transforms and unions. */
export function alternatives(schema: Schema): Schema[] {
  const known = plain.get(schema) ?? unwrapped(schema);
  plain.set(schema, known);
  return known;
}

function unwrapped(schema: Schema): Schema[] {
  if (schema instanceof z.ZodUnion) return (schema.options as Schema[]).flatMap(alternatives);
  if (schema instanceof z.ZodPipe) return alternatives(schema.in as Schema);
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault
  ) {
    return alternatives(schema.unwrap() as Schema);
  }
  return [schema];
}

/** Schemas of what a map holds under a key, or a list at an index. */
function inside(schema: Schema, key: string | number): Schema[] {
  return alternatives(schema).flatMap((one) => {
    if (one instanceof z.ZodObject) return Object.hasOwn(one.shape, key) ? [one.shape[key] as Schema] : [];
    if (one instanceof z.ZodRecord) return [one.valueType as Schema];
    return one instanceof z.ZodArray && typeof key === "number" ? [one.element as Schema] : [];
  });
}

/** Schemas of what stands at a path of the file. */
export function schemasAt(path: Path): Schema[] {
  return path.reduce<Schema[]>(
    (schemas, key) => schemas.flatMap((schema) => inside(schema, key)),
    [organizationSchema],
  );
}

/** Schemas of the key that ends a path, where people choose it. */
export function keysAt(path: Path): Schema[] {
  return schemasAt(path.slice(0, -1))
    .flatMap(alternatives)
    .flatMap((schema) => (schema instanceof z.ZodRecord ? [schema.keyType as Schema] : []));
}

/** Whether a value would be taken at a path of the file. */
export function takes(path: Path, value: unknown): boolean {
  return schemasAt(path).some((schema) => schema.safeParse(value).success);
}

/** Stands in the place of a key for a name that people choose. */
export const ANY_KEY = "KEY";
/** Stands in the place of a key for an entry of a list. */
export const ANY_ENTRY = "[]";

/** Every path of the schema that ends in a key. */
export function placesOf(key: string): string[][] {
  const found: string[][] = [];
  const look = (schema: Schema, path: readonly string[]): void => {
    for (const one of alternatives(schema)) {
      if (one instanceof z.ZodRecord) look(one.valueType as Schema, [...path, ANY_KEY]);
      if (one instanceof z.ZodArray) look(one.element as Schema, [...path, ANY_ENTRY]);
      if (!(one instanceof z.ZodObject)) continue;
      for (const [name, value] of Object.entries(one.shape)) {
        if (name === key) found.push([...path, name]);
        look(value as Schema, [...path, name]);
      }
    }
  };
  look(organizationSchema, []);
  return found;
}
