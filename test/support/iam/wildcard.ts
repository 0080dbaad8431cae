/**
 * How AWS compares texts with wildcards; pages:
 * [operators] https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
 * [resource] https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */

function expression(pattern: string, anything: string, one: string): string {
  return pattern
    .split(/([*?])/)
    .map((part) =>
      part === "*" ? anything : part === "?" ? one : part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"),
    )
    .join("");
}

/** Text with `*` for any characters and `?` for one, colons and slashes included. [operators, StringLike] */
export function matchesText(pattern: string, text: string, flags = ""): boolean {
  return new RegExp(`^${expression(pattern, "[^]*", "[^]")}$`, flags).test(text);
}

/** The six parts of an ARN, of which the last one may hold colons. */
export function arnParts(arn: string): readonly string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), parts.slice(5).join(":")];
}

/**
 * ARN against ARN in a condition: "each of the six colon-delimited components of the ARN is checked separately
 * and each can include multi-character match wildcards". ArnEquals and ArnLike are the same. [operators, Arn]
 */
export function matchesArn(pattern: string, arn: string): boolean {
  const [patterns, parts] = [arnParts(pattern), arnParts(arn)];
  if (patterns.length !== 6 || parts.length !== 6) return false;
  return patterns.every((part, index) => matchesText(part, parts[index] ?? ""));
}

/**
 * ARN against the Resource element: wildcards stay within a segment, but a `*` at the end of one can expand
 * beyond the colon. [resource, "ARN wildcards"]
 */
export function matchesResource(pattern: string, resource: string): boolean {
  if (pattern === "*") return true;
  const count = pattern.split(":").length;
  const segments = arnParts(pattern)
    .slice(0, count)
    .map((segment, index) => {
      if (index === 5) return expression(segment, "[^]*", "[^]");
      const open = segment.endsWith("*");
      const body = expression(open ? segment.slice(0, -1) : segment, "[^:]*", "[^:]");
      return open ? `${body}[^]*` : body;
    });
  return new RegExp(`^${segments.join(":")}$`).test(resource);
}
