import { type Descriptor } from "../envelope";
import { type Verdict } from "../verify/verdict";
import {
  listSignatures,
  readEnvelope,
  readSignatures,
  type SignatureList,
  type SignatureStore,
  type StoredSignature,
} from "./signatures";

/** Envelopes that are read and verified at once. */
const WIDTH = 5;

/** Who says what a signature is worth; a `Verifier` is one, and a `ProfileVerifier`. */
export interface SignatureVerifier {
  verify(
    request: Omit<SignatureCriteria, "verifier"> & {
      readonly signature: Uint8Array;
      readonly mediaType: string;
    },
  ): Promise<Verdict>;
}

/** What is asked of a signature, and who answers. */
export interface SignatureCriteria {
  readonly verifier: SignatureVerifier;
  /** What must be signed. */
  readonly subject: Descriptor;
  /** `<registry>/<repository>@<digest>`, whoever holds the signatures; decides which statement of the policy applies. */
  readonly reference: string;
  /** Time of verification. */
  readonly at: Date;
}

/** Which signatures are verified, and how. */
export interface SignatureSearch extends SignatureCriteria {
  readonly store: SignatureStore;
  /** @default - what the store lists for the subject */
  readonly list?: SignatureList;
  /** Digests of signatures that have a verdict: they count, and get no other. @default - none */
  readonly known?: ReadonlySet<string>;
}

/** What came of one signature: a verdict, why it is none, or what was thrown when it was read. */
export type SearchedSignature = { readonly digest: string } & (
  { readonly verdict: Verdict } | { readonly worthless: string } | { readonly error: unknown }
);

/**
 * Verifies the signatures of a manifest in the order of their list, a few at a time, until somebody has enough.
 *
 * @param take is given one after another; answers whether it has enough. What it throws ends the search
 * @returns how many are listed, and whether there are more than are verified and nobody had enough
 * @throws what the store throws where signatures cannot be listed or manifests cannot be read
 */
export async function searchSignatures(
  { store, verifier, subject, reference, at, known = new Set(), ...search }: SignatureSearch,
  take: (signature: SearchedSignature) => boolean,
): Promise<{ readonly listed: number; readonly isCut: boolean }> {
  const judge = async ({ digest, envelope }: StoredSignature): Promise<SearchedSignature> => {
    try {
      const signature = await readEnvelope(store, envelope);
      if (typeof signature === "string") return { digest, worthless: signature };
      const { mediaType } = envelope;
      return { digest, verdict: await verifier.verify({ signature, mediaType, subject, reference, at }) };
    } catch (error) {
      return { digest, error };
    }
  };
  const list = search.list ?? (await listSignatures(store, subject.digest));
  const listed = list.listed.length;
  let { isCut } = list;
  for await (const { signatures, worthless, ...batch } of readSignatures(store, subject, list)) {
    isCut ||= batch.isCut;
    for (const { digest, message } of worthless) take({ digest, worthless: message });
    const unknown = signatures.filter(({ digest }) => !known.has(digest));
    for (let start = 0; start < unknown.length; start += WIDTH) {
      const judged = await Promise.all(unknown.slice(start, start + WIDTH).map(judge));
      if (judged.some(take)) return { listed, isCut: false };
    }
  }
  return { listed, isCut };
}
