import { type Descriptor, NotationError, type Verdict, type Verifier } from "../../../notation";
import { type StoredEnvelope } from "../../../notation/storage/signature-manifest";
import {
  listSignatures,
  readEnvelope,
  readSignatures,
  type SignatureStore,
} from "../../../notation/storage/signatures";
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
export type Judged = { readonly digest: string } & (
  { readonly verdict: Verdict } | { readonly worthless: string } | { readonly problems: readonly Problem[] }
);

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
  const listed = list.listed.length;
  const judged: Judged[] = [];
  let { isCut } = list;
  for await (const batch of readSignatures(store, subject, list)) {
    isCut ||= batch.isCut;
    judged.push(...batch.worthless.map(({ digest, message }) => ({ digest, worthless: message })));
    for (const { digest, envelope } of batch.signatures) {
      if (known.has(digest)) continue;
      const one = await judge(digest, store, envelope, (signature) =>
        verifier.verify({ ...search, signature, mediaType: envelope.mediaType }),
      );
      judged.push(one);
      if (isTrusted(one)) return { listed, judged, isCut };
    }
  }
  return { listed, judged, isCut };
}

async function judge(
  digest: string,
  store: SignatureStore,
  envelope: StoredEnvelope,
  verify: (signature: Uint8Array) => Promise<Verdict>,
): Promise<Judged> {
  try {
    const signature = await readEnvelope(store, envelope);
    return typeof signature === "string"
      ? { digest, worthless: signature }
      : { digest, verdict: await verify(signature) };
  } catch (error) {
    if (error instanceof ProblemError) return { digest, problems: error.problems };
    if (error instanceof NotationError)
      return { digest, problems: noVerdict(digest, error.code, error.message).problems };
    throw error;
  }
}

/** Whether there is one, and it is trusted. */
export function isTrusted(judged: Judged | undefined): boolean {
  return judged !== undefined && "verdict" in judged && judged.verdict.trusted === true;
}
