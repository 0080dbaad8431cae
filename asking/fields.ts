/**
 * Members of an object that comes from outside: types of the SDK and of events say what should be there, not what is.
 */
export type Fields = Readonly<Record<string, unknown>>;

/** Whether a value is an object, and no list. */
export function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The members of an object, or none. */
export function fields(value: unknown): Fields {
  return isObject(value) ? value : {};
}

/** The items of a list, or none. */
export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
