import { digestOf } from "../../../notation/storage/digest";

/** Where a blob is, and how far reading it may go. */
export interface BlobQuestion {
  /** As ECR gave it. */
  readonly url: string;
  /** What its bytes must come to. */
  readonly digest: string;
  readonly maxBytes: number;
  /** Whether the registry itself is spoken to without TLS, as only an emulator is. */
  readonly plain: boolean;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
}

const ATTEMPTS = 2;
const TIMEOUT_MILLISECONDS = 8_000;

/**
 * Gets a blob from the address that ECR gave for it; follows nobody elsewhere.
 *
 * @returns `undefined` for what is too large or is not that blob
 * @throws Error when there was no answer or none with a blob; it has the code or the status of an error of the SDK
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetDownloadUrlForLayer.html
 */
export async function readBlob(question: BlobQuestion): Promise<Uint8Array | undefined> {
  const { url, digest, plain } = question;
  const { protocol } = URL.canParse(url) ? new URL(url) : { protocol: "" };
  if (protocol !== "https:" && !(plain && protocol === "http:"))
    throw new Error("the address of the blob is not one of HTTPS");
  for (let attempt = 1; ; attempt++) {
    try {
      const bytes = await get(question);
      return bytes && digestOf(bytes) === digest ? bytes : undefined;
    } catch (error) {
      if (attempt === ATTEMPTS || question.signal.aborted) throw failureOf(error);
    }
  }
}

async function get({ url, maxBytes, signal }: BlobQuestion): Promise<Uint8Array | undefined> {
  const response = await fetch(url, {
    redirect: "error",
    signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MILLISECONDS)]),
  });
  const { status, body } = response;
  if (status !== 200 || body === null) {
    await body?.cancel();
    const message = `the blob was answered with status ${String(status)}`;
    throw Object.assign(new Error(message), { $metadata: { httpStatusCode: status } });
  }
  const parts: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop ends the transfer.
  for await (const part of body as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > maxBytes) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}

/** `fetch` says nothing but that it failed; what happened is in the cause. */
function failureOf(error: unknown): unknown {
  const { name, message, cause } = error as Error;
  if (name !== "TypeError") return error;
  const { code, message: told = message } = (cause ?? {}) as {
    readonly code?: unknown;
    readonly message?: string;
  };
  const failure = new Error(`the blob cannot be read: ${told}`);
  return typeof code === "string" ? Object.assign(failure, { code }) : failure;
}
