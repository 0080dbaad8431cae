import { CONNECTION_ERRORS, CONNECTION_TIMEOUT, GIVEN_UP_ERRORS } from "../../aws";
import { type Problem, ProblemError } from "../../problem";

/** Where a call went. */
export interface Called {
  readonly action: string;
  readonly account: string;
  readonly region: string;
  /** What the permission is needed on. @default - anything */
  readonly resource?: string;
}

interface SdkError {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly $retryable?: { readonly throttling?: boolean };
  readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
  readonly $response?: unknown;
}

const NO_CREDENTIALS = new Set(["CredentialsProviderError", "TokenProviderError"]);
const REFUSED_CREDENTIALS = new Set([
  "ExpiredToken",
  "ExpiredTokenException",
  "IncompleteSignature",
  "InvalidClientTokenId",
  "InvalidSignatureException",
  "SignatureDoesNotMatch",
  "UnrecognizedClientException",
]);
const DENIED = new Set(["AccessDenied", "AccessDeniedException"]);
/** The SDK keeps such a list too, in a package of its own that whoever installs a client cannot always import. */
const THROTTLED = new Set([
  "Throttling",
  "ThrottlingException",
  "TooManyRequestsException",
  "RequestLimitExceeded",
]);
const NETWORK: ReadonlySet<string> = new Set(CONNECTION_ERRORS);
/** Codes of mistakes in the environment; after any other the answer is unknown. */
export const MISTAKES: ReadonlySet<string> = new Set([
  "access-denied",
  "credentials-refused",
  "image-not-found",
  "no-credentials",
  "no-role",
  "role-refused",
  "sdk-missing",
  "unreachable",
]);

const MESSAGE_LENGTH = 300;

/** Tells an error of the SDK as a problem: what was called, what AWS said, what to change. */
export function failureOf(error: unknown, called: Called, signal: AbortSignal): ProblemError {
  if (error instanceof ProblemError) return error;
  return new ProblemError([problemOf(sdkError(error), called, signal)]);
}

function sdkError(error: unknown): SdkError {
  const { name = "Error", message = "", code, $retryable, $metadata } = error as Partial<SdkError>;
  return {
    name,
    message: oneLine(message),
    ...(code === undefined ? {} : { code }),
    ...($retryable === undefined ? {} : { $retryable }),
    ...($metadata === undefined ? {} : { $metadata }),
  };
}

/** What a server says is shown on one line and never steers the terminal. */
function oneLine(text: string): string {
  // What the SDK adds is for programmers.
  const [said = ""] = text.split("Deserialization error:");
  const plain = said.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, " ").trim();
  return plain.length > MESSAGE_LENGTH ? `${plain.slice(0, MESSAGE_LENGTH)}…` : plain;
}

function problemOf(error: SdkError, called: Called, signal: AbortSignal): Problem {
  const { name, message, code = "" } = error;
  const path = `${called.action} ${called.region}`;
  const said = message === "" ? name : `${name}: ${message}`;
  const status = error.$metadata?.httpStatusCode ?? 0;
  if (signal.aborted) {
    return {
      code: "time-limit",
      path: "--time-limit",
      message: "was reached before everything was asked",
      change: "give more seconds, or ask for one region with --region",
    };
  }
  if (NO_CREDENTIALS.has(name)) {
    return {
      code: "no-credentials",
      path,
      message: `there are no AWS credentials: ${message}`,
      change: "set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run aws sso login",
    };
  }
  if (REFUSED_CREDENTIALS.has(name)) {
    return {
      code: "credentials-refused",
      path,
      message: `AWS refuses the credentials: ${said}`,
      change: "renew them, e.g. by aws sso login, and check the clock of this machine",
    };
  }
  if (DENIED.has(name)) return denied(called, said);
  if (THROTTLED.has(name) || error.$retryable?.throttling === true || status === 429) {
    const attempts = error.$metadata?.attempts;
    return {
      code: "throttled",
      path,
      message: `AWS slows account ${called.account} down${attempts === undefined ? "" : ` and did so ${String(attempts)} times in a row`}: ${said}`,
      change: "ask again in some minutes, or for one region with --region",
    };
  }
  if (NETWORK.has(code)) {
    return {
      code: "unreachable",
      path,
      message: `cannot be reached (${code})`,
      change: "check the region's name, the network and the proxy",
    };
  }
  if (GIVEN_UP_ERRORS.has(name) || code === CONNECTION_TIMEOUT) {
    return { code: "no-answer", path, message: "does not answer", change: "ask again later" };
  }
  if (name === "SyntaxError" || name === "TypeError") {
    return {
      code: "unreadable-answer",
      path,
      message: `the answer cannot be read: ${said}`,
      change: "ask again later; if it stays so, look for a proxy between here and AWS",
    };
  }
  if (status >= 500)
    return { code: "service-failed", path, message: `failed: ${said}`, change: "ask again later" };
  return {
    code: "call-refused",
    path,
    message: `account ${called.account} is refused: ${said}`,
    change: "change what AWS names, then ask again",
  };
}

/** Operations that another action authorises. @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ListImageReferrers.html */
const AUTHORISED_BY: Readonly<Record<string, string>> = { "ecr:ListImageReferrers": "ecr:BatchGetImage" };

function denied({ action, account, region, resource }: Called, said: string): Problem {
  if (action === "sts:AssumeRole") {
    return {
      code: "role-refused",
      path: `${action} ${resource ?? ""}`.trim(),
      message: `account ${account} may not assume the role: ${said}`,
      change: "let the role trust the caller and the caller assume it, or name another role by --role-name",
    };
  }
  return {
    code: "access-denied",
    path: `${action} ${region}`,
    message: `account ${account} may not call it: ${said}`,
    change: action.startsWith("inspector2:")
      ? `allow ${action}, and check that Inspector is on in this account and region`
      : `allow ${AUTHORISED_BY[action] ?? action} to the role in account ${account}, or to this caller`,
  };
}
