import { type Descriptor, MAX_ENVELOPE_BYTES } from "../envelope";
import { NotationError } from "../error";
import { digestOf } from "./digest";
import { fallbackTag, type ListedSignature, signaturesIn } from "./referrers";
import { envelopeIn, type StoredEnvelope } from "./signature-manifest";

/** A repository of a registry as signatures are read from it. What it throws ends the reading. */
export interface SignatureStore {
  /**
   * A page of the signatures that the referrers API lists.
   *
   * @param from where the page before said that it goes on. @default - the first page
   * @returns `undefined` where the registry has no such API
   */
  referrers(digest: string, from?: string): Promise<ReferrersPage | undefined>;
  /** The manifest under a tag; `undefined` where there is none. */
  tagged(tag: string): Promise<Uint8Array | undefined>;
  /** The manifests with these digests, in any order; those that are gone are left out. */
  manifests(digests: readonly string[]): Promise<readonly Uint8Array[]>;
  /** A blob; a word where there is none that could be an envelope. */
  blob(digest: string, maxBytes: number): Promise<Uint8Array | "missing" | "too-large">;
}

/** A page of a list. */
export interface ReferrersPage {
  readonly signatures: readonly ListedSignature[];
  /** Where the list goes on. @default - it ends here */
  readonly next?: string;
}

/** Code of a refusal for having more signatures than are verified, which anybody who may push can bring about. */
export const TOO_MANY_SIGNATURES = "too-many-signatures";
/** Signatures of one image that are verified, at most; notation tries as many. */
export const MOST_SIGNATURES = 100;
/** Signatures whose manifests are read, at most: worthless ones among them cost less than a verification. */
export const MOST_LISTED = 500;
/** Pages of referrers, of which ECR puts 50 on each. */
const MOST_PAGES = 20;
/** Manifests that are asked for at once; each may have 4 MiB, whatever the list says. */
const BATCH = 10;
/** Most bytes of a signature's manifest, which has about 800. */
export const MAX_MANIFEST_BYTES = 64 * 1024;
/** Most bytes of the index under the tag, and of all manifests. */
const MAX = { index: 1024 * 1024, manifests: 32 * 1024 * 1024 } as const;

/** The signatures of a manifest, in the order in which they are verified. */
export interface SignatureList {
  /** Each once: those of the referrers API in its order, then those of the fallback tag in its own. */
  readonly listed: readonly ListedSignature[];
  /** Whether there are more than are listed here. */
  readonly isCut: boolean;
}

/**
 * Lists the signatures of a manifest by both ways of listing them. The tag is written by whoever may push, so what it
 * lists comes last and changes nothing of what the registry itself says; what is no index, or one of more than 1 MiB,
 * lists nothing.
 *
 * @throws NotationError where an answer of the referrers API is no list, and what the store throws
 */
export async function listSignatures(store: SignatureStore, digest: string): Promise<SignatureList> {
  const [referred, tagged] = await Promise.all([
    referredSignatures(store, digest),
    store.tagged(fallbackTag(digest)),
  ]);
  const known = new Map<string, ListedSignature>();
  for (const one of [...referred.listed, ...taggedSignatures(tagged)]) {
    if (!known.has(one.digest)) known.set(one.digest, one);
  }
  const listed = [...known.values()].slice(0, MOST_LISTED);
  return { listed, isCut: referred.isCut || known.size > listed.length };
}

async function referredSignatures(store: SignatureStore, digest: string): Promise<SignatureList> {
  const listed: ListedSignature[] = [];
  let next: string | undefined;
  for (let pages = 0; pages < MOST_PAGES && listed.length <= MOST_LISTED; pages += 1) {
    const page = await store.referrers(digest, next);
    listed.push(...(page?.signatures ?? []));
    next = page?.next;
    if (next === undefined) return { listed, isCut: false };
  }
  return { listed, isCut: true };
}

function taggedSignatures(index: Uint8Array = Uint8Array.of()): ListedSignature[] {
  try {
    return index.length === 0 || index.length > MAX.index ? [] : signaturesIn(index);
  } catch (error) {
    if (error instanceof NotationError) return [];
    throw error;
  }
}

/** A signature whose manifest holds what it must. */
export interface StoredSignature {
  /** Digest of its manifest. */
  readonly digest: string;
  readonly envelope: StoredEnvelope;
}

/** What is listed as a signature and is none. */
export interface Worthless {
  readonly digest: string;
  /** Why. */
  readonly message: string;
}

/** Some signatures of a list, in its order. */
export interface SignatureBatch {
  /** Each envelope once. */
  readonly signatures: readonly StoredSignature[];
  readonly worthless: readonly Worthless[];
  /** Whether signatures are left out because there are too many. */
  readonly isCut: boolean;
}

/**
 * Reads the manifests of listed signatures, some at a time, so that who finds a trusted one needs no more. What is
 * worthless, whose envelope came before included, does not count towards {@link MOST_SIGNATURES}.
 *
 * @param subject what the signatures must be of
 * @throws what the store throws
 */
export async function* readSignatures(
  store: SignatureStore,
  subject: Descriptor,
  { listed }: SignatureList,
): AsyncGenerator<SignatureBatch> {
  const envelopes = new Set<string>();
  let bytes = 0;
  let isCut = false;
  for (let start = 0; start < listed.length && !isCut; start += BATCH) {
    const some = listed.slice(start, start + BATCH);
    const manifests = await manifestsOf(store, some);
    const signatures: StoredSignature[] = [];
    const worthless: Worthless[] = [];
    for (const { digest } of some) {
      const envelope = envelopeOf(manifests.get(digest), subject);
      // By another name it is another: the name is the manifest's, and may be a wrong one.
      const key = typeof envelope === "string" ? "" : `${envelope.mediaType} ${envelope.digest}`;
      if (typeof envelope === "string") worthless.push({ digest, message: envelope });
      else if (envelopes.has(key)) worthless.push({ digest, message: REPEATED });
      else if (envelopes.size === MOST_SIGNATURES) isCut = true;
      else {
        envelopes.add(key);
        signatures.push({ digest, envelope });
      }
    }
    bytes += [...manifests.values()].reduce((sum, { length }) => sum + length, 0);
    isCut ||= bytes > MAX.manifests && start + BATCH < listed.length;
    yield { signatures, worthless, isCut };
  }
}

const REPEATED = "its envelope is that of another signature";

/** By what the bytes come to, whatever the registry calls them. */
async function manifestsOf(
  store: SignatureStore,
  signatures: readonly ListedSignature[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const digests = signatures.filter(({ size }) => size <= MAX_MANIFEST_BYTES).map(({ digest }) => digest);
  const found = digests.length === 0 ? [] : await store.manifests(digests);
  return new Map(found.map((bytes) => [digestOf(bytes), bytes]));
}

/** The envelope that a manifest names, or why there is none. */
function envelopeOf(manifest: Uint8Array | undefined, subject: Descriptor): StoredEnvelope | string {
  if (manifest === undefined || manifest.length > MAX_MANIFEST_BYTES)
    return "it is listed and not there, or too large";
  try {
    return envelopeIn(manifest, subject);
  } catch (error) {
    if (error instanceof NotationError) return error.message;
    throw error;
  }
}

/**
 * Reads an envelope.
 *
 * @returns a text that says why there is none
 * @throws NotationError `digest-mismatch`, and what the store throws
 */
export async function readEnvelope(
  store: SignatureStore,
  { digest }: StoredEnvelope,
): Promise<Uint8Array | string> {
  const bytes = await store.blob(digest, MAX_ENVELOPE_BYTES);
  if (bytes === "missing") return "its layer is not there";
  if (bytes === "too-large") return "its envelope is too large";
  const found = digestOf(bytes);
  if (found === digest) return bytes;
  throw new NotationError("digest-mismatch", `the registry answered ${found} when asked for ${digest}`);
}
