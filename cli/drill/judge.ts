/** What ECR says about signing one image with one profile. */
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
  /** Trusted generations that are known to have signed it. */
  readonly signedBy: readonly number[];
}

/** What is revoked or dropped, and what stays trusted. */
export interface Drilled {
  readonly generation: number;
  readonly arn: string;
  /** The other trusted generations. */
  readonly others: readonly { readonly generation: number; readonly arn: string }[];
}

/**
 * Judges an image by the signatures that ECR says it made. What ECR says is no proof, but whoever verifies reads the
 * signatures themselves; what is not known to carry another trusted signature is not known to be safe.
 *
 * @param states `undefined` when ECR did not say
 */
export function judge(
  states: readonly SigningState[] | undefined,
  { generation, arn, others }: Drilled,
): Judgement {
  if (states === undefined)
    return { verdict: "unknown", why: "ECR does not say what signed it", signedBy: [] };
  const signed = new Set(
    states.filter(({ status }) => status === "COMPLETE").map(({ profileArn }) => profileArn),
  );
  const signedBy = [{ generation, arn }, ...others]
    .filter((trusted) => signed.has(trusted.arn))
    .map((trusted) => trusted.generation)
    .sort((a, b) => a - b);
  const other = others.find((trusted) => signed.has(trusted.arn));
  if (other)
    return { verdict: "not refused", why: `generation ${String(other.generation)} signed it`, signedBy };
  if (signed.has(arn))
    return { verdict: "refused", why: `only generation ${String(generation)} signed it`, signedBy };
  return { verdict: "unknown", why: "no trusted generation is known to have signed it", signedBy };
}

const ORDER: readonly Verdict[] = ["refused", "unknown", "not refused"];

/** Order of verdicts, the worst first. */
export function compareVerdicts(a: Verdict, b: Verdict): number {
  return ORDER.indexOf(a) - ORDER.indexOf(b);
}

/** What ECR says of the signatures of an image and of every index that lists it. */
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
  if (!signed) return { verdict: "unknown", why: "ECR does not say which indexes list it", signedBy: [] };
  const own = judge(signed.own, drilled);
  const part = signed.indexes.length > 0 && signed.own !== undefined && own.verdict === "unknown";
  const indexes = signed.indexes.map(({ digest, states }) => {
    const { why, ...rest } = judge(states, drilled);
    return { ...rest, why: `${why} as part of the index ${digest.slice(0, "sha256:".length + 12)}` };
  });
  const [worst = own] = [...(part ? [] : [own]), ...indexes].sort((a, b) =>
    compareVerdicts(a.verdict, b.verdict),
  );
  return worst;
}
