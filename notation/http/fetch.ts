/** Something to fetch. */
export interface Fetching {
  readonly url: string;
  /** Sent with POST. @default - GET without a body */
  readonly body?: Uint8Array;
  readonly contentType?: string;
  /** Milliseconds until it is given up, all in all. */
  readonly timeout: number;
  /** An answer with more bytes is given up. */
  readonly maxBytes: number;
  /** Ends the waiting. @default - only the time does */
  readonly signal?: AbortSignal;
}

/** Code of the error when an answer has more bytes than it may. */
export const TOO_LARGE = "fetch-too-large";

/** Fetches something over the network, within the bounds; anything that goes wrong is an error. */
export type Fetch = (fetching: Fetching) => Promise<Uint8Array>;
