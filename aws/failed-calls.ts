/**
 * Codes of Node for connections that do not come about or break.
 *
 * @see https://nodejs.org/api/errors.html#common-system-errors
 */
export const CONNECTION_ERRORS = [
  "EAI_AGAIN",
  "ECONNABORTED",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "EPROTO",
] as const;

/** Code of Node for a connection that the system waited for in vain. */
export const CONNECTION_TIMEOUT = "ETIMEDOUT";

/** Names of errors of a call of AWS that was given up because its time was over, by us or by the other side. */
export const GIVEN_UP_ERRORS: ReadonlySet<string> = new Set([
  "AbortError",
  "RequestTimeout",
  "RequestTimeoutException",
  "TimeoutError",
]);
