/** Nobody could say, and why. */
export class Undecided extends Error {
  override readonly name = "Undecided";

  /**
   * @param code stable, kebab-case
   * @param transient whether asking again may help
   */
  constructor(
    readonly code: string,
    message: string,
    readonly transient: boolean,
  ) {
    super(message);
  }

  /** What comes of an image that this was said of. */
  get conclusion() {
    const { code, message, transient } = this;
    return { outcome: "undecided", code, message, transient } as const;
  }
}

/** What an error of the SDK or of Node.js may say of itself. */
interface Said {
  readonly name?: string;
  readonly message?: string;
  readonly code?: unknown;
  readonly $fault?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $retryable?: { readonly throttling?: boolean };
}

const SHOWN = 300;
/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/CommonErrors.html */
const THROTTLES = new Set([
  "Throttling",
  "ThrottlingException",
  "ThrottledException",
  "RequestLimitExceeded",
  "RequestThrottled",
  "TooManyRequestsException",
]);
const DENIALS = new Set([
  "AccessDenied",
  "AccessDeniedException",
  "ExpiredToken",
  "ExpiredTokenException",
  "InvalidClientTokenId",
  "UnrecognizedClientException",
]);
const MISSING = new Set(["ImageNotFoundException", "RepositoryNotFoundException"]);
const TIMEOUTS = new Set(["AbortError", "RequestTimeout", "RequestTimeoutException", "TimeoutError"]);
/** The SDK may hand on a text alone. @see https://nodejs.org/api/errors.html#common-system-errors */
const NETWORK =
  /\b(?:E(?:CONN(?:ABORTED|REFUSED|RESET)|HOSTUNREACH|NETUNREACH|NOTFOUND|PIPE|PROTO|TIMEDOUT)|EAI_AGAIN)\b/;

/**
 * What an error of a question to AWS comes to: throttles, errors of the server, silence and answers that cannot be
 * read may be different next time; anything unexpected is not tried again.
 */
export function undecidedBy(error: unknown): Undecided {
  if (error instanceof Undecided) return error;
  const { name = "", message = "", code, $fault, $metadata, $retryable } = (error ?? {}) as Said;
  const said = `${name}: ${message}`.slice(0, SHOWN);
  const status = $metadata?.httpStatusCode ?? 0;
  if (THROTTLES.has(name) || $retryable?.throttling === true || status === 429) {
    return new Undecided("throttled", `AWS throttles: ${said}`, true);
  }
  if ($fault === "server" || status >= 500)
    return new Undecided("aws-error", `AWS had an error: ${said}`, true);
  if (MISSING.has(name)) return new Undecided("image-missing", `is not in the registry: ${said}`, false);
  if (DENIALS.has(name)) return new Undecided("access-denied", `may not be asked for: ${said}`, false);
  if (TIMEOUTS.has(name)) return new Undecided("too-slow", `there was no answer in time: ${said}`, true);
  if (NETWORK.test(`${String(code)} ${message}`)) {
    return new Undecided("unreachable", `AWS was not reached: ${said}`, true);
  }
  if (name === "SyntaxError" && $metadata !== undefined) {
    return new Undecided("answer-unreadable", `AWS's answer cannot be read: ${said}`, true);
  }
  return new Undecided("unexpected", `something unexpected happened: ${said}`, false);
}
