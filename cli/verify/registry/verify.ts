import { type Verdict, type Verifier } from "../../../notation";
import { type Problem, ProblemError } from "../../../problem";
import { UnknownAnswer } from "../../command";
import { noVerdict } from "../files";
import { type CaseVerdict } from "../verifiers";
import { type Credentials, Repository } from "./client";
import { type ImageName } from "./image";
import { signatureIn, signaturesOf, subjectIn } from "./signatures";

/** How to verify an image. */
export interface ImageRequest {
  readonly image: ImageName;
  readonly verifier: Verifier;
  readonly at: Date;
  /** @default - the registry is asked as nobody */
  readonly credentials?: Credentials | undefined;
}

/** Signatures of an image that are read, at most; notation reads as many. */
const MAX_SIGNATURES = 100;
/** How long the registry is asked, in milliseconds, all in all. */
const PATIENCE = 60_000;

/**
 * Verifies an image in a registry. One signature that is trusted is enough; otherwise one that is undecided decides,
 * and one that cannot be read leaves the answer open.
 *
 * @throws UnknownAnswer when the registry cannot be read
 */
export async function verifyImage({ image, verifier, at, credentials }: ImageRequest): Promise<CaseVerdict> {
  const { registry, repository: name, version } = image;
  const repository = new Repository(registry, name, AbortSignal.timeout(PATIENCE), credentials);
  const subject = await subjectIn(repository, version);
  const reference = `${registry}/${name}@${subject.digest}`;
  const digests = await signaturesOf(repository, subject.digest);
  const told = (verdict: Verdict, signature?: string): CaseVerdict => ({
    ...verdict,
    image: { reference, signatures: digests.length, ...(signature === undefined ? {} : { signature }) },
  });
  const verdicts: CaseVerdict[] = [];
  const problems: Problem[] = [];
  for (const digest of digests.slice(0, MAX_SIGNATURES)) {
    try {
      const stored = await signatureIn(repository, digest, subject);
      const verdict = told(await verifier.verify({ ...stored, subject, reference, at }), digest);
      if (verdict.trusted === true) return verdict;
      verdicts.push(verdict);
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (digests.length > MAX_SIGNATURES) {
    const message = `has ${String(digests.length)} signatures; the first ${String(MAX_SIGNATURES)} are not trusted`;
    problems.push(...noVerdict(reference, "too-many-signatures", message).problems);
  }
  if (problems.length > 0) throw new UnknownAnswer(problems);
  const [first] = verdicts;
  return (
    verdicts.find(({ trusted }) => trusted === null) ??
    first ??
    told(await verifier.verify({ subject, reference, at }))
  );
}
