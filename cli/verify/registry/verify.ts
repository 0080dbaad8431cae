import { setMaxListeners } from "node:events";
import { CHECK_NAMES, objectionOf, type Verdict } from "../../../notation";
import { MOST_SIGNATURES, TOO_MANY_SIGNATURES } from "../../../notation/storage/signatures";
import { UnknownAnswer } from "../../command";
import { type CaseVerdict, type OtherSignature } from "../verdict";
import { type Credentials, Repository } from "./client";
import { type ImageName, nameOf } from "./image";
import { type Found, isTrusted, type Judged, searchIn } from "./search";
import { signatureStore, subjectIn } from "./signatures";
import { type Trust } from "./trust";

/** How to verify an image. */
export interface ImageRequest {
  readonly image: ImageName;
  readonly trust: Trust;
  readonly at: Date;
  /** Who asks a registry; asked for that of the image, and for the one that it is a replica of. */
  credentialsFor(registry: string): Promise<Credentials | undefined>;
}

/** How long the registry is asked, in milliseconds, all in all. */
const PATIENCE = 60_000;
/** What the environment says is not for the source, so nobody is told to say something else there. */
const SIGN_IN = "sign in to AWS as somebody who may pull from this registry, whose replica holds the image";
const TOO_MANY = {
  code: TOO_MANY_SIGNATURES,
  message: `has more signatures than are read, and none of the first ${String(MOST_SIGNATURES)} is trusted`,
} as const;

/**
 * Verifies an image in a registry. One signature that is trusted is enough; otherwise one that is undecided decides,
 * and one that cannot be read leaves the answer open. What is listed and is no signature is told and counts for
 * nothing. With more than are read and none trusted the image is not, as the functions that enforce have it: who may
 * push could otherwise bury whatever it pushed. As with them, a replica without a trusted signature is trusted by one
 * that the source registry holds of the same digest.
 *
 * @throws UnknownAnswer when a registry cannot be read
 */
export async function verifyImage({ image, trust, at, credentialsFor }: ImageRequest): Promise<CaseVerdict> {
  const signal = AbortSignal.timeout(PATIENCE);
  // Several manifests are asked for at once, and each waits for it.
  setMaxListeners(0, signal);
  const open = async (registry: string, name: string) =>
    new Repository(registry, name, signal, await credentialsFor(registry));
  const repository = await open(image.registry, image.repository);
  const subject = await advising("registry-unreachable", fullName(image), () => subjectIn(repository, image));
  const place = `${image.registry}/${image.repository}`;
  const { verifier } = trust;
  const search = { verifier, subject, reference: `${trust.nameOf(place)}@${subject.digest}`, at };
  const own = await searchIn(signatureStore(repository), search);
  const sourceName = own.judged.some(isTrusted) ? undefined : trust.sourceOf(place);
  const source =
    sourceName === undefined
      ? undefined
      : await advising("registry-unauthorized", SIGN_IN, async () =>
          searchIn(signatureStore(await open(...placeOf(sourceName))), search, judgedIn(own)),
        );
  const judged = [...own.judged, ...(source?.judged ?? [])];
  const best = decisive(judged);
  if (!isTrusted(best)) {
    const problems = judged.flatMap((one) => ("problems" in one ? one.problems : []));
    if (problems.length > 0) throw new UnknownAnswer(problems);
  }
  const others = judged.filter((one) => one !== best).map(otherOf);
  const isCut = own.isCut || source?.isCut === true;
  return {
    ...(best?.verdict ?? (await verifier.verify(search))),
    image: {
      reference: `${place}@${subject.digest}`,
      signatures: own.listed,
      ...(source === undefined || sourceName === undefined
        ? {}
        : {
            source: {
              repository: sourceName,
              signatures: source.listed,
              decides: best !== undefined && source.judged.includes(best),
            },
          }),
      ...(best === undefined ? {} : { signature: best.digest }),
      ...(others.length === 0 ? {} : { others }),
      ...(isCut && !isTrusted(best) ? { unread: TOO_MANY } : {}),
    },
  };
}

/** Asks, and says of a problem with this code what there is to change. */
async function advising<T>(code: string, change: string | undefined, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof UnknownAnswer) || change === undefined) throw error;
    throw new UnknownAnswer(
      error.problems.map((problem) => (problem.code === code ? { ...problem, change } : problem)),
    );
  }
}

/** Who knows names of Docker Hub alone writes none of a registry. */
function fullName(image: ImageName): string | undefined {
  const { registry } = image;
  if (/[.:]/.test(registry) || registry.toLowerCase() === "localhost") return undefined;
  return `${registry} was taken for the registry; write its full host name, such as registry.example/${nameOf(image)}`;
}

/** Registry and name of `registry/repository`. */
function placeOf(repository: string): [registry: string, name: string] {
  const slash = repository.indexOf("/");
  return [repository.slice(0, slash), repository.slice(slash + 1)];
}

/** Signatures with a verdict, which is the same wherever they lie. */
function judgedIn({ judged }: Found): ReadonlySet<string> {
  return new Set(judged.flatMap((one) => ("verdict" in one ? [one.digest] : [])));
}

/** The one that decides: trusted, else undecided, else the one that came furthest. */
function decisive(judged: readonly Judged[]): (Judged & { readonly verdict: Verdict }) | undefined {
  const verdicts = judged.filter((one) => "verdict" in one);
  const progress = ({ verdict }: (typeof verdicts)[number]) =>
    CHECK_NAMES.indexOf(objectionOf(verdict)?.name ?? "policy");
  const furthest = (trusted: Verdict["trusted"]) =>
    verdicts
      .filter(({ verdict }) => verdict.trusted === trusted)
      .sort((a, b) => progress(b) - progress(a))
      .at(0);
  return furthest(true) ?? furthest(null) ?? furthest(false);
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
  const { trusted } = one.verdict;
  const { code, message } = objectionOf(one.verdict) ?? {
    code: "level-skip",
    message: "the trust policy skips verification",
  };
  return { signature, trusted: trusted === null ? null : false, code, message };
}
