import { NotationError } from "../../../notation";
import {
  type SearchedSignature,
  searchSignatures,
  type SignatureCriteria,
} from "../../../notation/storage/search";
import { type SignatureStore } from "../../../notation/storage/signatures";
import { type Problem, ProblemError } from "../../../problem";
import { noVerdict } from "../no-verdict";

/** What came of one signature: a verdict, why it is none, or why it cannot be read. */
export type Judged =
  | Exclude<SearchedSignature, { readonly error: unknown }>
  | { readonly digest: string; readonly problems: readonly Problem[] };

/** What came of the signatures of one repository. */
export interface Found {
  /** How many are listed. */
  readonly listed: number;
  /** Those that were read, until one was trusted. */
  readonly judged: readonly Judged[];
  /** Whether there are more than are read. */
  readonly isCut: boolean;
}

/**
 * Reads and judges the signatures that one repository holds, until one is trusted.
 *
 * @param known digests of signatures that have a verdict and get no other
 * @throws UnknownAnswer when they cannot be listed
 */
export async function searchIn(
  store: SignatureStore,
  criteria: SignatureCriteria,
  known: ReadonlySet<string> = new Set(),
): Promise<Found> {
  const judged: Judged[] = [];
  const found = await searchSignatures({ ...criteria, store, known }, (one) => {
    const result = "error" in one ? unread(one.digest, one.error) : one;
    judged.push(result);
    return isTrusted(result);
  });
  return { ...found, judged };
}

function unread(digest: string, error: unknown): Judged {
  if (error instanceof ProblemError) return { digest, problems: error.problems };
  if (error instanceof NotationError)
    return { digest, problems: noVerdict(digest, error.code, error.message).problems };
  throw error;
}

/** Whether there is one, and it is trusted. */
export function isTrusted(judged: Judged | undefined): boolean {
  return judged !== undefined && "verdict" in judged && judged.verdict.trusted === true;
}
