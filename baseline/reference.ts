/** What a Terraform expression that is one whole reference points to. */
export interface Reference {
  readonly type: string;
  readonly name: string;
  /** `arn` of `${aws_iam_role.build.arn}`; empty for the resource itself. */
  readonly attribute: string;
}

const WHOLE_REFERENCE = /^\$\{([a-z][a-z0-9_]*)\.([A-Za-z0-9_-]+)(?:\.([A-Za-z0-9_]+))?\}$/;
/** Roots of expressions that are not a resource of the stack. */
const OTHER_ROOTS = new Set(["var", "local", "data", "module", "each", "count", "self", "path", "terraform"]);

/** Whether a text holds `${…}` or `%{…}`; `$${` is an escape and stays text. */
export function holdsExpression(text: string): boolean {
  return /(?<![$%])(?:\$\$|%%)*(?:\$\{|%\{)/.test(text);
}

/** Whether only Terraform knows what a value will be. */
export function isUnresolved(value: unknown): value is string {
  return typeof value === "string" && holdsExpression(value);
}

/** The resource that an expression is a plain reference to; none for anything more complicated. */
export function referenceOf(value: unknown): Reference | undefined {
  if (typeof value !== "string") return undefined;
  const [, type, name, attribute = ""] = WHOLE_REFERENCE.exec(value) ?? [];
  if (type === undefined || name === undefined || OTHER_ROOTS.has(type)) return undefined;
  return { type, name, attribute };
}

/** Whether a text begins with the ARN or id of a resource or data source, which cannot be a wildcard. */
export function namesSomething(text: string): boolean {
  return /^\$\{(?:data\.)?[a-z][a-z0-9]*_[a-z0-9_]+\.[A-Za-z0-9_-]+\.(?:[a-z0-9_]*arn|[a-z0-9_]*id)\}/.test(
    text,
  );
}

/** Position behind the `}` that closes the `${` or `%{` at `start`, quoted text inside skipped. */
export function endOfExpression(text: string, start: number): number {
  let depth = 0;
  let quoted = false;
  for (let index = start + 1; index < text.length; index += 1) {
    const character = text[index];
    if (quoted) {
      if (character === "\\") index += 1;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === "{") depth += 1;
    else if (character === "}") {
      depth -= 1;
      if (depth === 0) return index + 1;
    }
  }
  return text.length;
}

/** Parses JSON whose texts may hold Terraform expressions with unescaped quotes; throws what JSON.parse throws. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (!holdsExpression(text)) throw error;
    let escaped = "";
    let position = 0;
    for (let start = text.search(/[$%]\{/); start !== -1;) {
      const end = endOfExpression(text, start);
      escaped += text.slice(position, start) + JSON.stringify(text.slice(start, end)).slice(1, -1);
      position = end;
      const next = text.slice(end).search(/[$%]\{/);
      start = next === -1 ? -1 : end + next;
    }
    return JSON.parse(escaped + text.slice(position)) as unknown;
  }
}
