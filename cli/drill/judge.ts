/** What is known about signing one image with one profile, from ECR or from the signature itself. */
export interface SigningState {
  readonly profileArn: string;
  readonly status: string;
}

/** Whether a workload would be refused at its next start. */
export type Verdict = "refused" | "not refused" | "unknown";

/** A verdict with its reason. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly why: string;
  /**
   * For each manifest that a workload may name, the trusted generations that are known to have signed it, as
   * `PROFILE/GENERATION`.
   */
  readonly signers: readonly (readonly string[])[];
}

/** A generation of a signing profile. */
export interface Generation {
  /** Key of the profile. */
  readonly profile: string;
  readonly generation: number;
  readonly arn: string;
}

/** What is revoked or dropped, and what stays trusted. */
export interface Drilled extends Generation {
  /** The other generations that are trusted for the repository. */
  readonly others: readonly Generation[];
}

/** Whether a profile has signed. */
export function isSignedBy(arn: string, states: readonly SigningState[]): boolean {
  return states.some(({ profileArn, status }) => profileArn === arn && status === "COMPLETE");
}

/**
 * Judges an image by the signatures that ECR says it made, and by those that were read. What ECR says is no proof, but
 * whoever verifies reads the signatures themselves; what is not known to carry another trusted signature is not known
 * to be safe.
 *
 * @param states `undefined` when ECR did not say
 */
export function judge(
  states: readonly SigningState[] | undefined,
  { profile, generation, arn, others }: Drilled,
): Judgement {
  if (states === undefined)
    return { verdict: "unknown", why: "ECR does not say what signed it", signers: [[]] };
  const isSigned = (trusted: { readonly arn: string }) => isSignedBy(trusted.arn, states);
  const signers = [
    [{ profile, generation, arn }, ...others]
      .filter(isSigned)
      .map((trusted) => `${trusted.profile}/${String(trusted.generation)}`)
      .sort(),
  ];
  const other = others.find(isSigned);
  if (other) {
    const of = other.profile === profile ? "" : ` of ${other.profile}`;
    return { verdict: "not refused", why: `generation ${String(other.generation)}${of} signed it`, signers };
  }
  if (isSigned({ arn }))
    return { verdict: "refused", why: `only generation ${String(generation)} signed it`, signers };
  return { verdict: "unknown", why: "no trusted generation is known to have signed it", signers };
}

const ORDER: readonly Verdict[] = ["refused", "unknown", "not refused"];

/** Order of verdicts, the worst first. */
export function compareVerdicts(a: Verdict, b: Verdict): number {
  return ORDER.indexOf(a) - ORDER.indexOf(b);
}

/** What is known of the signatures of an image and of every index that lists it. */
export interface Signed {
  readonly own: readonly SigningState[] | undefined;
  readonly indexes: readonly {
    readonly digest: string;
    readonly states: readonly SigningState[] | undefined;
  }[];
}

/**
 * Judges an image with the indexes that list it: a workload names one of them, or the image itself, and nobody knows
 * which, so the worst holds. An image without any signature that an index lists is meant by the index.
 *
 * @param signed `undefined` when ECR did not say which indexes there are
 */
export function judgeWithIndexes(signed: Signed | undefined, drilled: Drilled): Judgement {
  if (!signed) return { verdict: "unknown", why: "ECR does not say which indexes list it", signers: [[]] };
  const own = judge(signed.own, drilled);
  const part = signed.indexes.length > 0 && signed.own !== undefined && own.verdict === "unknown";
  const indexes = signed.indexes.map(({ digest, states }) => {
    const { why, ...rest } = judge(states, drilled);
    return { ...rest, why: `${why} as part of the index ${digest.slice(0, "sha256:".length + 12)}` };
  });
  const named = [...(part ? [] : [own]), ...indexes];
  const [worst = own] = [...named].sort((a, b) => compareVerdicts(a.verdict, b.verdict));
  return { ...worst, signers: named.flatMap(({ signers }) => signers) };
}
