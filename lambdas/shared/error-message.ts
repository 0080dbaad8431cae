const LENGTH = 600;

/**
 * What an error says, in one line that is never empty. Node says nothing of its own where a host has several addresses
 * and none answers: then it is what was said of each.
 *
 * @param length of the text at most, in characters
 * @see https://nodejs.org/api/net.html#netsocketconnect
 */
export function errorMessage(error: unknown, length = LENGTH): string {
  return textOf(error).replaceAll(/\s+/g, " ").trim().slice(0, length) || "it did not say why";
}

function textOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message !== "" || !(error instanceof AggregateError)) return error.message;
  return error.errors
    .map((each: unknown) => (each instanceof Error ? each.message : String(each)))
    .join("; ");
}
