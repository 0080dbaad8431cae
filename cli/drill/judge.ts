import { generationId } from "../../names";
/** What the signatures of one manifest come to, by reading and verifying them. */
export interface Signed {
  /** ARNs of the trusted profiles whose signature of it holds now. */
  readonly profileArns: readonly string[];
  /** Why those beside it count for nothing. */
  readonly refused: readonly string[];
  /** Whether all of its signatures were read. */
  readonly complete: boolean;
}

/** Signatures that could not be read. */
export const UNREAD: Signed = { profileArns: [], refused: [], complete: false };

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

/** What two places hold of one manifest. */
export function together(a: Signed, b: Signed): Signed {
  return {
    profileArns: [...new Set([...a.profileArns, ...b.profileArns])],
    refused: [...a.refused, ...b.refused],
    complete: a.complete && b.complete,
  };
}

/** Judges a manifest by its signatures: what is not known to carry another trusted one is not known to be safe. */
export function judge({ profileArns, refused, complete }: Signed, drilled: Drilled): Judgement {
  const { profile, generation, arn, others } = drilled;
  const isSigned = (trusted: { readonly arn: string }) => profileArns.includes(trusted.arn);
  const signers = [
    [{ profile, generation, arn }, ...others]
      .filter(isSigned)
      .map((trusted) => generationId(trusted.profile, trusted.generation))
      .sort(),
  ];
  const other = others.find(isSigned);
  if (other) {
    const of = other.profile === profile ? "" : ` of ${other.profile}`;
    return { verdict: "not refused", why: `generation ${String(other.generation)}${of} signed it`, signers };
  }
  if (!complete) return { verdict: "unknown", why: "not all of its signatures could be read", signers };
  if (isSigned({ arn }))
    return { verdict: "refused", why: `only generation ${String(generation)} signed it`, signers };
  const [first] = refused;
  const why = `no trusted signature, with or without generation ${String(generation)}`;
  return { verdict: "refused", why: first === undefined ? why : `${why}: ${first}`, signers };
}

const ORDER: readonly Verdict[] = ["refused", "unknown", "not refused"];

/** Order of verdicts, the worst first. */
export function compareVerdicts(a: Verdict, b: Verdict): number {
  return ORDER.indexOf(a) - ORDER.indexOf(b);
}

/** A judgement that is one of several that may hold. */
export interface Possible {
  /** In which case it holds, as `on ECS`. */
  readonly when: string;
  readonly judgement: Judgement;
}

/** What judgements agree on of which nobody knows which one holds; that it is unknown where they differ. */
export function agreed([first, ...others]: readonly [Possible, ...Possible[]]): Judgement {
  const all = [first, ...others];
  const isWorse = (a: Possible, b: Possible) => compareVerdicts(a.judgement.verdict, b.judgement.verdict) < 0;
  const { verdict, why } = others.reduce(
    (worst, one) => (isWorse(one, worst) ? one : worst),
    first,
  ).judgement;
  const signers = all.flatMap(({ judgement }) => judgement.signers);
  if (all.every(({ judgement }) => judgement.verdict === verdict)) return { verdict, why, signers };
  const told = all.map(({ when, judgement }) => `${when} ${judgement.verdict}`).join(", ");
  return { verdict: "unknown", why: `${told}: ${why}`, signers };
}

/** What is known of the signatures of an image and of every index that lists it. */
export interface SignedWithIndexes {
  readonly own: Signed;
  readonly indexes: readonly { readonly digest: string; readonly signed: Signed }[];
}

/**
 * Judges an image with the indexes that list it: a workload names one of them, or the image itself, and nobody knows
 * which, so the worst holds. An image without any signature that an index lists is meant by the index.
 *
 * @param signed `undefined` when ECR did not say which indexes there are
 */
export function judgeWithIndexes(signed: SignedWithIndexes | undefined, drilled: Drilled): Judgement {
  if (!signed) return { verdict: "unknown", why: "ECR does not say which indexes list it", signers: [[]] };
  const own = judge(signed.own, drilled);
  const part = signed.indexes.length > 0 && signed.own.complete && signed.own.profileArns.length === 0;
  const indexes = signed.indexes.map(({ digest, signed: of }) => {
    const { why, ...rest } = judge(of, drilled);
    return { ...rest, why: `${why} as part of the index ${digest.slice(0, "sha256:".length + 12)}` };
  });
  const named = [...(part ? [] : [own]), ...indexes];
  const [worst = own] = [...named].sort((a, b) => compareVerdicts(a.verdict, b.verdict));
  return { ...worst, signers: named.flatMap(({ signers }) => signers) };
}
