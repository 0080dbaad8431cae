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
  if (states === undefined) return { verdict: "unknown", why: "ECR does not say what signed it" };
  const signed = new Set(
    states.filter(({ status }) => status === "COMPLETE").map(({ profileArn }) => profileArn),
  );
  const other = others.find((trusted) => signed.has(trusted.arn));
  if (other) return { verdict: "not refused", why: `generation ${String(other.generation)} signed it` };
  if (signed.has(arn)) return { verdict: "refused", why: `only generation ${String(generation)} signed it` };
  return { verdict: "unknown", why: "no trusted generation is known to have signed it" };
}
