import { z } from "zod";

const signs = z.registry<{ readonly allowed: RegExp }>();

/** Marks a schema of text that may hold some signs only, so that a message can name one that it may not hold. */
export function madeOf<T extends z.ZodType>(allowed: RegExp, schema: T): T {
  signs.add(schema, { allowed });
  return schema;
}

/** The first sign of a text that one of the schemas does not allow, if they say which they do. */
export function foreignSign(schemas: readonly z.ZodType[], text: string): string | undefined {
  const allowed = schemas.flatMap((schema) => signs.get(schema)?.allowed ?? []);
  return [...text].find((sign) => allowed.some((pattern) => !pattern.test(sign)));
}
