import { type RegistrySigningRule, signingProfilesOf } from "../../aws";
import { type Clock } from "../shared/clock";
import { type PushedImage, unsignable } from "./image";
import { GONE, judge, type SigningState, type Verdict } from "./judge";
import { type Parents } from "./parents";
import { type Registry } from "./registry";

/** Reads what signed an image out of the signatures themselves. */
export interface Signatures {
  /** Whether the registry lists any signature of the image, whoever made it. */
  listed(image: PushedImage): Promise<boolean>;
  /** ARNs of the profiles, of those asked for, whose signature of the image holds. */
  of(image: PushedImage, profileArns: readonly string[]): Promise<readonly string[]>;
}

/** What {@link check} works with. */
export interface Checking {
  readonly registry: Registry;
  readonly signatures: Signatures;
  readonly parents: Parents;
  readonly clock: Clock;
  readonly lateAfterMilliseconds: number;
  /** Profiles before and after those that sign, by the repository whose images may carry their signatures. */
  readonly otherProfileArns: ReadonlyMap<string, readonly string[]>;
  readonly rules: readonly RegistrySigningRule[];
}

/**
 * Asks ECR how an image stands and judges it. What an index lists goes with the index, unless it has a tag of its own,
 * by which it can be deployed alone. ECR knows the signatures alone that it made itself, so before an image is called
 * unsigned, those that it carries are read; and it does not know what became of them, so before an image is called
 * signed, the registry must list one.
 *
 * @param askedAt when an event said that the image was pushed, in milliseconds since 1970
 */
export async function check(image: PushedImage, checking: Checking, askedAt = 0): Promise<Verdict> {
  const { registry, signatures, parents, clock, rules, lateAfterMilliseconds } = checking;
  const profileArns = signingProfilesOf(image.repository, rules);
  if (profileArns.length === 0) return { kind: "ignored", reason: "no signing rule matches its repository" };
  const reason = unsignable(image);
  if (reason !== undefined) return { kind: "ignored", reason };
  const states = await registry.states(image.repository, image.digest);
  if (!states) return { kind: "ignored", reason: "is gone" };
  const others = checking.otherProfileArns.get(image.repository) ?? [];
  const profiles = { signing: profileArns, others };
  const since = Math.max(image.pushedAt.getTime(), askedAt);
  const timing = { since, now: clock.now(), lateAfterMilliseconds };
  const told = judge(image, profiles, states, timing);
  const gone = told.kind === "signed" && !(await signatures.listed(image));
  const known = gone ? states.map(withoutSignature) : states;
  const verdict = gone ? judge(image, profiles, known, timing) : told;
  if (verdict.kind !== "unsigned") return verdict;
  const parent = image.tags.length > 0 ? undefined : await parents.of(image);
  if (parent !== undefined) return { kind: "ignored", reason: `is part of the index ${parent}` };
  const carried = await signatures.of(image, [...profileArns, ...others]);
  const complete = carried.map((profileArn) => ({ profileArn, status: "COMPLETE" }));
  return judge(image, profiles, [...known, ...complete], timing);
}

function withoutSignature(state: SigningState): SigningState {
  return state.status === "COMPLETE" ? { ...state, status: GONE } : state;
}
