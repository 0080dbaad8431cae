import { type Descriptor, NotationError, type Verifier } from "../../../notation";
import { type SearchedSignature, searchSignatures } from "../../../notation/storage/search";
import { listSignatures, type SignatureStore } from "../../../notation/storage/signatures";
import { type Problem, ProblemError } from "../../../problem";
import { noVerdict } from "../files";

/** What signatures are looked for, and how they are judged. */
export interface Search {
  readonly verifier: Verifier;
  /** What must be signed. */
  readonly subject: Descriptor;
  /** `registry/repository@digest`; decides which statement of the policy applies. */
  readonly reference: string;
  /** Time of verification. */
  readonly at: Date;
}

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
  { verifier, ...search }: Search,
  known: ReadonlySet<string> = new Set(),
): Promise<Found> {
  const { subject } = search;
  const list = await listSignatures(store, subject.digest);
  const judged: Judged[] = [];
  const verify = (signature: Uint8Array, mediaType: string) =>
    verifier.verify({ ...search, signature, mediaType });
  const isCut = await searchSignatures({ store, subject, list, known, verify }, (one) => {
    const result = "error" in one ? unread(one.digest, one.error) : one;
    judged.push(result);
    return isTrusted(result);
  });
  return { listed: list.listed.length, judged, isCut };
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
