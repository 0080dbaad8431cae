/** Names of blocks that hold resources by type and name. */
const BLOCKS = ["data", "resource"];

/**
 * The final Terraform JSON of a stack as text that people review: one paragraph per resource, one line per
 * argument, one line per policy statement. Only cdktf's metadata is left out.
 */
export function outline(terraform: Readonly<Record<string, unknown>>): string {
  const settings = Object.keys(terraform)
    .filter((block) => block !== "//" && !BLOCKS.includes(block))
    .sort()
    .flatMap((block) => [block, ...argumentLines("  ", terraform[block])]);
  const resources = BLOCKS.flatMap((block) =>
    Object.entries((terraform[block] ?? {}) as Record<string, Record<string, unknown>>).flatMap(
      ([type, byName]) =>
        Object.entries(byName).map(([name, body]) =>
          [`${block === "data" ? "data." : ""}${type}.${name}`, ...argumentLines("  ", body)].join("\n"),
        ),
    ),
  );
  return `\n${[settings.join("\n"), ...resources].join("\n\n")}\n`;
}

function argumentLines(indent: string, value: unknown): string[] {
  if (Array.isArray(value)) {
    if (value.every((item) => typeof item !== "object")) return [`${indent}${value.map(String).join(", ")}`];
    return value.flatMap((item, index) => [
      `${indent}${String(index)}`,
      ...argumentLines(`${indent}  `, item),
    ]);
  }
  if (typeof value === "string") return textLines(indent, value);
  if (typeof value !== "object" || value === null) return [`${indent}${String(value)}`];
  return Object.entries(value)
    .filter(([key]) => key !== "//")
    .flatMap(([key, item]) => {
      const [first = "", ...others] = argumentLines(`${indent}  `, item);
      const oneLine = others.length === 0 && typeof item !== "object";
      return oneLine ? [`${indent}${key}: ${first.trimStart()}`] : [`${indent}${key}`, first, ...others];
    });
}

function textLines(indent: string, text: string): string[] {
  if (text.includes("\n")) return text.split("\n").map((line) => `${indent}${line}`.trimEnd());
  const json = /^[[{]/.test(text) ? parsed(text) : undefined;
  if (json === undefined) return [`${indent}${text}`];
  const { Statement: statements } = json as { Statement?: Record<string, unknown>[] };
  if (!Array.isArray(statements)) return argumentLines(indent, json);
  return ["policy", ...statements.map((statement) => `  ${statementLine(statement)}`)].map(
    (line) => indent + line,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function statementLine(statement: Readonly<Record<string, unknown>>): string {
  const short = (value: unknown) => (typeof value === "string" ? value : JSON.stringify(value));
  return Object.entries(statement)
    .map(([key, value]) => `${key}=${short(value)}`)
    .join("  ");
}
