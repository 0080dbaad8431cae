import { type PushedImage, type SigningState } from "../../aws";

/** How the signature of one profile stands. */
export interface SignatureState {
  readonly profileArn?: string | undefined;
  /** Where it is gone, it was made and the registry has none that holds. */
  readonly status: "complete" | "running" | "failed" | "gone";
  /** What ECR says about a failure; why the signatures that are there do not count. */
  readonly reason?: string | undefined;
}

/** How a signature stands by what ECR says; what it does not say in known words is not believed. */
export function stateOf(state: SigningState): SignatureState {
  const { profileArn, status, failureCode, failureReason } = state;
  const ended = status === "FAILED" ? "failed" : "running";
  const reason = [failureCode, failureReason].filter(Boolean).join(": ");
  return { profileArn, status: status === "COMPLETE" ? "complete" : ended, reason };
}

/** A signature that an image should have. */
export interface Shortcoming {
  readonly profileArn: string;
  /** Signing failed, it was never asked for, it has not ended in time, or it did and no signature holds. */
  readonly kind: "failed" | "missing" | "late" | "gone";
  /** What ECR says about a failure; why the signatures that are there do not count. */
  readonly reason?: string;
}

/** How an image stands. */
export type Verdict =
  | { readonly kind: "ignored"; readonly reason: string }
  | { readonly kind: "signed" }
  | { readonly kind: "waiting" }
  | { readonly kind: "unsigned"; readonly shortcomings: readonly Shortcoming[] }
  /** There are more signatures than are read, so these may be among them. */
  | { readonly kind: "undecided"; readonly shortcomings: readonly Shortcoming[] };

/** ARNs of the profiles whose signatures count. */
export interface Profiles {
  /** Each of them should sign the image. */
  readonly signing: readonly string[];
  /** Those before and after them while they are replaced. */
  readonly others: readonly string[];
}

/** When an image is judged, and how long signing may take. */
export interface Timing {
  /** Since when it should be signed, milliseconds since 1970. */
  readonly since: number;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly lateAfterMilliseconds: number;
}

const REASON_LENGTH = 300;

/**
 * Judges an image by how its signatures stand.
 *
 * An image fails at once when its signing failed, otherwise when its time is over. One without a tag has its whole
 * time: it may be part of an index that is still to be pushed. Where one profile signs and it was never asked to, a
 * signature of another generation will do: the image was pushed before the rules changed. Where that one is gone, it is
 * the one that is missed.
 */
export function judge(
  image: Pick<PushedImage, "tags">,
  { signing, others }: Profiles,
  states: readonly SignatureState[],
  { since, now, lateAfterMilliseconds }: Timing,
): Verdict {
  const own = signing.flatMap((profileArn) => shortcomingOf(profileArn, states));
  if (own.length === 0) return { kind: "signed" };
  const never = signing.length === 1 && own.every(({ kind }) => kind === "missing");
  const ofOthers = never ? others.map((profileArn) => shortcomingOf(profileArn, states)) : [];
  if (ofOthers.some(({ length }) => length === 0)) return { kind: "signed" };
  const gone = ofOthers.flat().filter(({ kind }) => kind === "gone");
  const shortcomings = gone.length > 0 ? gone : own;
  const late = now - since >= lateAfterMilliseconds;
  const failed = image.tags.length > 0 && shortcomings.some(({ kind }) => kind === "failed");
  return late || failed ? { kind: "unsigned", shortcomings } : { kind: "waiting" };
}

function shortcomingOf(profileArn: string, states: readonly SignatureState[]): Shortcoming[] {
  const own = states.filter((state) => state.profileArn === profileArn);
  // One signature is enough.
  if (own.some(({ status }) => status === "complete")) return [];
  const gone = own.find(({ status }) => status === "gone");
  if (gone) return [{ profileArn, kind: "gone", ...reasonIn(gone) }];
  if (own.some(({ status }) => status === "running")) return [{ profileArn, kind: "late" }];
  const [failure] = own;
  if (!failure) return [{ profileArn, kind: "missing" }];
  return [{ profileArn, kind: "failed", reason: "ECR gives no reason", ...reasonIn(failure) }];
}

function reasonIn({ reason = "" }: SignatureState): { readonly reason?: string } {
  return reason === "" ? {} : { reason: reason.slice(0, REASON_LENGTH) };
}
