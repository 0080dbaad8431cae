const LENGTH = 600;

/**
 * What an error says, in one line that is never empty; it throws nothing itself, whatever was thrown. Node says nothing
 * of its own where a host has several addresses and none answers: then it is what was said of each.
 *
 * @param length of the text at most, in characters
 * @see https://nodejs.org/api/net.html#netsocketconnect
 */
export function errorMessage(error: unknown, length = LENGTH): string {
  return textOf(error).replaceAll(/\s+/g, " ").trim().slice(0, length) || "it did not say why";
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return asText(error);
  // The SDK hands on whatever stands in an answer that it has no model of.
  const message = asText(error.message);
  if (message !== "" || !(error instanceof AggregateError)) return message;
  return error.errors.map((each: unknown) => asText(each instanceof Error ? each.message : each)).join("; ");
}

function asText(value: unknown): string {
  if (typeof value === "string") return value;
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}
