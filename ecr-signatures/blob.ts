import { NotationError } from "../notation";
import { type Fetch, TOO_LARGE } from "../notation/http/fetch";
import { httpFetch } from "../notation/http/http-fetch";
import { isPublicAddress } from "../notation/http/public-address";

/** Where a blob is, and how far reading it may go. */
export interface BlobQuestion {
  /** As ECR gave it. */
  readonly url: string;
  readonly maxBytes: number;
  /** Whether the registry itself is spoken to without TLS, as only an emulator is. */
  readonly plain: boolean;
  /** Ends the waiting. */
  readonly signal: AbortSignal;
}

/** What is at an address; a word when it has too many bytes. */
export type Blob = Uint8Array | "too-large";

/** Gets blobs from the presigned addresses that ECR gives: over HTTPS, from public addresses. */
export const BLOB_FETCH: Fetch = httpFetch(isPublicAddress, ["https:"]);
/** What an emulator gives is where the emulator is. */
const PLAIN_FETCH: Fetch = httpFetch(() => true);

const ATTEMPTS = 2;
const TIMEOUT_MILLISECONDS = 8_000;

/**
 * Gets a blob from the address that ECR gave for it; follows nobody elsewhere. It is tried again once.
 *
 * @throws NotationError `fetch-refused` for an address or an answer that is not taken, and errors of the network
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_GetDownloadUrlForLayer.html
 */
export async function readBlob({ url, maxBytes, plain, signal }: BlobQuestion): Promise<Blob> {
  const fetch = plain ? PLAIN_FETCH : BLOB_FETCH;
  for (let attempt = 1; ; attempt++) {
    try {
      return await unlessTooLarge(fetch({ url, maxBytes, timeout: TIMEOUT_MILLISECONDS, signal }));
    } catch (error) {
      if (attempt === ATTEMPTS || signal.aborted) throw error;
    }
  }
}

/** Who pushes says how large a blob is, so that one is too large is no failure of the network. */
export async function unlessTooLarge(fetched: Promise<Uint8Array>): Promise<Blob> {
  try {
    return await fetched;
  } catch (error) {
    if (error instanceof NotationError && error.code === TOO_LARGE) return "too-large";
    throw error;
  }
}
