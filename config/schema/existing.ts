import { z } from "zod";

const names = z.registry<{ readonly existing: true }>();

/**
 * Marks the schema of a name that something outside the file has already: no message proposes another spelling,
 * which would be a valid file about something else.
 */
export function existing<T extends z.ZodType>(schema: T): T {
  names.add(schema, { existing: true });
  return schema;
}

/** Whether a schema, or the one it was made from, is of names that exist already. */
export function isExisting(schema: z.ZodType): boolean {
  return names.get(schema) !== undefined;
}
