/** Evaluates the part of EventBridge's patterns that the suite uses; what it does not know is an error. */
type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
type Fields = Readonly<Record<string, unknown>>;

/** Longest pattern. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
export const PATTERN_LENGTH = 2_048;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/**
 * Whether a pattern matches an event: every field of the pattern does, of a list one of its values; `$or` when one of
 * its at least two alternatives does.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
 */
export function matchesPattern(pattern: string, event: unknown): boolean {
  return matchesFields(JSON.parse(pattern) as Fields, event);
}

function matchesFields(pattern: Fields, event: unknown): boolean {
  // The fields of a pattern below a list all match in the same element of it.
  if (Array.isArray(event)) return event.some((element) => matchesFields(pattern, element));
  const fields = isFields(event) ? event : {};
  return Object.entries(pattern).every(([key, asked]) => {
    if (key === "$or") {
      if (!Array.isArray(asked) || asked.length < 2) throw new Error("$or takes at least two alternatives");
      return asked.some((alternative: Fields) => matchesFields(alternative, event));
    }
    if (isFields(asked)) return matchesFields(asked, fields[key]);
    if (!Array.isArray(asked) || asked.length === 0) throw new Error(`${key} is no list of matchers`);
    const found = fields[key];
    const values = Array.isArray(found) ? (found as unknown[]) : found === undefined ? [] : [found];
    return asked.some((matcher: Json) => matchesValues(matcher, values));
  });
}

function matchesValues(matcher: Json, values: readonly unknown[]): boolean {
  if (!isFields(matcher)) return values.includes(matcher);
  const [[kind, argument] = ["", undefined], ...others] = Object.entries(matcher);
  if (others.length > 0) throw new Error(`several matchers in one: ${JSON.stringify(matcher)}`);
  if (kind === "exists") return values.length > 0 === argument;
  return values.some((value) => matchesValue(kind, argument, value));
}

function matchesValue(kind: string, argument: unknown, value: unknown): boolean {
  const texts = (list: unknown) => (Array.isArray(list) ? list : [list]) as readonly string[];
  switch (kind) {
    case "prefix":
      return typeof value === "string" && value.startsWith(String(argument));
    case "wildcard":
      return typeof value === "string" && wildcard(String(argument)).test(value);
    case "anything-but":
      return isFields(argument)
        ? !texts(argument["prefix"]).some((prefix) => String(value).startsWith(prefix))
        : !texts(argument).includes(value as string);
    case "numeric": {
      const [operator, limit] = argument as [string, number];
      if (operator !== ">") throw new Error(`unknown comparison ${operator}`);
      return typeof value === "number" && value > limit;
    }
    default:
      throw new Error(`unknown matcher ${kind}`);
  }
}

function wildcard(text: string): RegExp {
  return new RegExp(`^${text.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*")}$`, "s");
}
