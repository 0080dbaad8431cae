/** Reads what AWS answered; types of the SDK say what should be there, not what is. */
export type Fields = Readonly<Record<string, unknown>>;

/** The members of an object, or none. */
export function fields(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** The items of a list, or none. */
export function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
