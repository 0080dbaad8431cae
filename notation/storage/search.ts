import { type Descriptor } from "../envelope";
import { type Verdict } from "../verify/verdict";
import {
  readEnvelope,
  readSignatures,
  type SignatureList,
  type SignatureStore,
  type StoredSignature,
} from "./signatures";

/** Envelopes that are read and verified at once. */
const WIDTH = 5;

/** Which signatures are verified, and how. */
export interface SignatureSearch {
  readonly store: SignatureStore;
  /** What must be signed. */
  readonly subject: Descriptor;
  readonly list: SignatureList;
  /** Digests of signatures that have a verdict: they count, and get no other. @default - none */
  readonly known?: ReadonlySet<string>;
  verify(signature: Uint8Array, mediaType: string): Promise<Verdict>;
}

/** What came of one signature: a verdict, why it is none, or what was thrown when it was read. */
export type SearchedSignature = { readonly digest: string } & (
  { readonly verdict: Verdict } | { readonly worthless: string } | { readonly error: unknown }
);

/**
 * Verifies listed signatures in their order, a few at a time, until somebody has enough.
 *
 * @param take is given one after another; answers whether it has enough. What it throws ends the search
 * @returns whether there are more signatures than are verified, and nobody had enough
 * @throws what the store throws where manifests cannot be read
 */
export async function searchSignatures(
  { store, subject, list, known = new Set(), verify }: SignatureSearch,
  take: (signature: SearchedSignature) => boolean,
): Promise<boolean> {
  const judge = async ({ digest, envelope }: StoredSignature): Promise<SearchedSignature> => {
    try {
      const signature = await readEnvelope(store, envelope);
      if (typeof signature === "string") return { digest, worthless: signature };
      return { digest, verdict: await verify(signature, envelope.mediaType) };
    } catch (error) {
      return { digest, error };
    }
  };
  let { isCut } = list;
  for await (const { signatures, worthless, ...batch } of readSignatures(store, subject, list)) {
    isCut ||= batch.isCut;
    for (const { digest, message } of worthless) take({ digest, worthless: message });
    const unknown = signatures.filter(({ digest }) => !known.has(digest));
    for (let start = 0; start < unknown.length; start += WIDTH) {
      const judged = await Promise.all(unknown.slice(start, start + WIDTH).map(judge));
      if (judged.some(take)) return false;
    }
  }
  return isCut;
}
