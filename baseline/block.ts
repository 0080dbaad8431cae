/** A block: arguments and nested blocks by name. */
export type Body = Readonly<Record<string, unknown>>;

/** Whether a value of the JSON is a block. */
export function isBody(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A block that only Terraform knows: whatever is asked for is the expression that makes it. */
function unknownBlock(value: unknown): Body {
  const expression =
    typeof value === "string" && value.includes("${") ? value : `\${${JSON.stringify(value)}}`;
  return new Proxy<Body>({}, { get: () => expression });
}

/**
 * The blocks that Terraform reads in a value: one as an object, several as a list, and in lists within lists too.
 * What is no block, such as an expression, is a block of unknown arguments.
 */
export function bodiesOf(value: unknown): readonly Body[] {
  if (isBody(value)) return [value];
  if (Array.isArray(value)) return value.flatMap(bodiesOf);
  return value === undefined || value === null ? [] : [unknownBlock(value)];
}

/** Nested blocks of one name. */
export function blocksOf(body: Body, name: string): readonly Body[] {
  return bodiesOf(body[name]);
}

/** One value or a list of them, as texts. */
export function textsOf(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.map(String);
  return value === undefined || value === null ? [] : [String(value)];
}
