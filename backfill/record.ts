import { type DigestReference } from "./reference";
import { type ScanResult } from "./scan";

/** What came of one image. */
export type Outcome =
  /** It has a signature already. */
  | "skipped"
  /** It may not be signed. */
  | "refused"
  /** Everything was checked, and signing begins. */
  | "signing"
  | "signed"
  /** Something went wrong; the next run does what is missing. */
  | "failed"
  /** Everything was checked, and nothing was signed because nobody asked for it. */
  | "would be signed"
  /** The run ended before it: nothing touched it, and no record is kept of it. */
  | "not reached";

/** What is known of one image after a run. */
export interface Result extends DigestReference {
  readonly outcome: Outcome;
  /** Stable code and reason of what was not signed. */
  readonly code?: string;
  readonly why?: string;
  readonly profileArn?: string;
  /** Role that pushed the image. */
  readonly pushedBy?: string;
  /** What its scan found, and when. */
  readonly scan?: ScanResult;
  /** Digests of its signatures: those it had, or the one it got. */
  readonly signatures?: readonly string[];
  /** Signing job of AWS Signer. */
  readonly jobId?: string;
}

/** Who asked for a run, and why. */
export interface Run {
  readonly id: string;
  /** ARN of the caller that assumed the role. */
  readonly requestedBy: string;
  readonly reason: string;
  readonly account: string;
  readonly region: string;
}

/** What is kept of one image: never changed, only added to. */
export interface SigningRecord extends Result, Run {
  readonly version: 1;
  readonly at: string;
}

/** Joins a result with its run. */
export function recordOf(run: Run, result: Result, at: Date): SigningRecord {
  return { version: 1, at: at.toISOString(), ...run, ...result };
}
