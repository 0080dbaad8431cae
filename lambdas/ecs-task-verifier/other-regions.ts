import { fields, isObject } from "../../asking/fields";
import { type OtherRegions } from "../../verification";

/**
 * Reads the file about other regions.
 *
 * @throws Error for anything else than lists of names
 */
export function parseOtherRegions(text: string): OtherRegions {
  const { watched, named } = fields(JSON.parse(text));
  const areNames = (value: unknown): value is string[] =>
    Array.isArray(value) && value.every((name) => typeof name === "string");
  if (!areNames(watched) || !isObject(named) || !Object.values(named).every(areNames))
    throw new Error("the file about other regions has no known form");
  return { watched, named: named as Record<string, string[]> };
}
