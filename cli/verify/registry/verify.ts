import { setMaxListeners } from "node:events";
import { NotationError, type Verdict, type Verifier } from "../../../notation";
import { type StoredEnvelope } from "../../../notation/storage/signature-manifest";
import {
  listSignatures,
  MOST_SIGNATURES,
  readEnvelope,
  readSignatures,
  type SignatureStore,
} from "../../../notation/storage/signatures";
import { type Problem, ProblemError } from "../../../problem";
import { UnknownAnswer } from "../../command";
import { noVerdict } from "../files";
import { type CaseVerdict, type OtherSignature } from "../verifiers";
import { type Credentials, Repository } from "./client";
import { type ImageName } from "./image";
import { signatureStore, subjectIn } from "./signatures";

/** How to verify an image. */
export interface ImageRequest {
  readonly image: ImageName;
  readonly verifier: Verifier;
  readonly at: Date;
  /** @default - the registry is asked as nobody */
  readonly credentials?: Credentials | undefined;
}

/** What came of one signature: a verdict, why it is none, or why it cannot be read. */
type Judged = { readonly digest: string } & (
  { readonly verdict: Verdict } | { readonly worthless: string } | { readonly problems: readonly Problem[] }
);

/** How long the registry is asked, in milliseconds, all in all. */
const PATIENCE = 60_000;
const TOO_MANY = {
  code: "too-many-signatures",
  message: `has more signatures than are read, and none of the first ${String(MOST_SIGNATURES)} is trusted`,
} as const;

/**
 * Verifies an image in a registry. One signature that is trusted is enough; otherwise one that is undecided decides,
 * and one that cannot be read leaves the answer open. What is listed and is no signature is told and counts for
 * nothing. With more than are read and none trusted the image is not, as the functions that enforce have it: who may
 * push could otherwise bury whatever it pushed.
 *
 * @throws UnknownAnswer when the registry cannot be read
 */
export async function verifyImage({ image, verifier, at, credentials }: ImageRequest): Promise<CaseVerdict> {
  const { registry, repository: name } = image;
  const signal = AbortSignal.timeout(PATIENCE);
  // Several manifests are asked for at once, and each waits for it.
  setMaxListeners(0, signal);
  const repository = new Repository(registry, name, signal, credentials);
  const subject = await subjectIn(repository, image);
  const reference = `${registry}/${name}@${subject.digest}`;
  const store = signatureStore(repository);
  const list = await listSignatures(store, subject.digest);
  const judged: Judged[] = [];
  let { isCut } = list;
  for await (const batch of readSignatures(store, subject, list)) {
    isCut ||= batch.isCut;
    judged.push(...batch.worthless.map(({ digest, message }) => ({ digest, worthless: message })));
    for (const { digest, envelope } of batch.signatures) {
      const one = await judge(digest, store, envelope, (signature) =>
        verifier.verify({ signature, mediaType: envelope.mediaType, subject, reference, at }),
      );
      judged.push(one);
      if (trustOf(one) === true) break;
    }
    if (trustOf(judged.at(-1)) === true) break;
  }
  const best = decisive(judged);
  if (trustOf(best) !== true) {
    const problems = judged.flatMap((one) => ("problems" in one ? one.problems : []));
    if (problems.length > 0) throw new UnknownAnswer(problems);
  }
  const others = judged.filter((one) => one !== best).map(otherOf);
  return {
    ...(best?.verdict ?? (await verifier.verify({ subject, reference, at }))),
    image: {
      reference,
      signatures: list.listed.length,
      ...(best === undefined ? {} : { signature: best.digest }),
      ...(others.length === 0 ? {} : { others }),
      ...(isCut && trustOf(best) !== true ? { unread: TOO_MANY } : {}),
    },
  };
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

function trustOf(judged: Judged | undefined): boolean | null | undefined {
  return judged !== undefined && "verdict" in judged ? judged.verdict.trusted : undefined;
}

/** The one that decides: trusted, else undecided, else the one that came furthest. */
function decisive(judged: readonly Judged[]): (Judged & { readonly verdict: Verdict }) | undefined {
  const verdicts = judged.filter((one) => "verdict" in one);
  const rank = ({ verdict: { trusted, checks } }: (typeof verdicts)[number]) =>
    (trusted === true ? 2_000 : trusted === null ? 1_000 : 0) +
    checks.filter(({ outcome }) => outcome === "passed").length;
  return verdicts.reduce<(typeof verdicts)[number] | undefined>(
    (best, one) => (best === undefined || rank(one) > rank(best) ? one : best),
    undefined,
  );
}

/** One that did not decide, and why not. */
function otherOf(one: Judged): OtherSignature {
  const { digest: signature } = one;
  if ("worthless" in one)
    return { signature, trusted: false, code: "signature-manifest", message: one.worthless };
  if ("problems" in one) {
    const [{ code = "", message = "" } = {}] = one.problems;
    return { signature, trusted: null, code, message };
  }
  const { trusted, checks } = one.verdict;
  const outcome = trusted === null ? "undecided" : "failed";
  const check = checks.find((each) => each.action === "enforce" && each.outcome === outcome);
  const { code, message } =
    check === undefined || check.outcome === "passed"
      ? { code: "level-skip", message: "the trust policy skips verification" }
      : check;
  return { signature, trusted: trusted === null ? null : false, code, message };
}
