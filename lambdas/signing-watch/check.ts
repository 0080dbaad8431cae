import {
  type PushedImage,
  type RegistrySigningRule,
  signingProfilesOf,
  type SigningState,
  unsignable,
} from "../../aws";
import { type Clock } from "../shared/clock";
import { GONE, judge, type Verdict } from "./judge";
import { type Parents } from "./parents";
import { type Registry } from "./registry";

/** What was read out of the signatures of an image. */
export interface ReadSignatures {
  /** ARNs of the profiles, of those asked for, whose signature of the image holds. */
  readonly profileArns: readonly string[];
  /** Why others do not count. */
  readonly refused?: string | undefined;
  /** Whether there are more than are read, so that one of the profiles may be among them. */
  readonly isCut: boolean;
}

/** Reads what signed an image out of the signatures themselves. */
export interface Signatures {
  /** @throws what the registry throws: what cannot be read is not called missing */
  of(image: PushedImage, profileArns: readonly string[]): Promise<ReadSignatures>;
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

/** How an image is looked at. */
export interface CheckOptions {
  /** When an event said that the image was pushed, in milliseconds since 1970. @default - no event did */
  readonly askedAt?: number;
  /** Whether an image is signed where ECR says that it signed it. @default false: its signatures are read */
  readonly believesEcr?: boolean;
}

/**
 * Asks ECR how an image stands, reads its signatures and judges it. ECR knows the signatures alone that it made itself,
 * so before an image is called unsigned, those that it carries are read; and it does not know what became of them, so
 * before it is called signed, one of each profile must be there and hold.
 *
 * What an index lists goes with the index, unless it has a tag of its own, by which it can be deployed alone.
 */
export async function check(
  image: PushedImage,
  checking: Checking,
  options: CheckOptions = {},
): Promise<Verdict> {
  const { registry, signatures, parents, clock, rules, lateAfterMilliseconds } = checking;
  const profileArns = signingProfilesOf(image.repository, rules);
  if (profileArns.length === 0) return { kind: "ignored", reason: "no signing rule matches its repository" };
  const reason = unsignable(image);
  if (reason !== undefined) return { kind: "ignored", reason };
  const states = await registry.states(image.repository, image.digest);
  if (!states) return { kind: "ignored", reason: "is gone" };
  const others = checking.otherProfileArns.get(image.repository) ?? [];
  const times = [image.pushedAt.getTime(), image.activatedAt?.getTime() ?? 0, options.askedAt ?? 0];
  const timing = { since: Math.max(...times), now: clock.now(), lateAfterMilliseconds };
  const verdictOn = (known: readonly SigningState[]): Verdict =>
    judge(image, { signing: profileArns, others }, known, timing);

  const told = verdictOn(states);
  if (told.kind === "waiting" || (told.kind === "signed" && options.believesEcr === true)) return told;
  const made = states.flatMap(({ profileArn, status }) => (status === "COMPLETE" ? (profileArn ?? []) : []));
  // Where one of each is said to be there, nothing else is looked for.
  const wanted = profileArns.every((arn) => made.includes(arn)) ? profileArns : [...profileArns, ...others];
  const read = await signatures.of(image, wanted);
  const verdict = verdictOn(asRead(states, read));
  if (verdict.kind !== "unsigned") return verdict;
  const parent = image.tags.length > 0 ? undefined : await parents.of(image);
  if (parent !== undefined) return { kind: "ignored", reason: `is part of the index ${parent}` };
  // It may have been deleted since, and its signatures with it.
  if (!(await registry.image(image.repository, image.digest))) return { kind: "ignored", reason: "is gone" };
  return read.isCut ? { kind: "undecided", shortcomings: verdict.shortcomings } : verdict;
}

/** What ECR says, set right by the signatures that are there. */
function asRead(states: readonly SigningState[], { profileArns, refused }: ReadSignatures): SigningState[] {
  return [
    ...states.map((state) =>
      state.status !== "COMPLETE" || profileArns.includes(state.profileArn ?? "")
        ? state
        : { profileArn: state.profileArn, status: GONE, failureReason: refused },
    ),
    ...profileArns.map((profileArn) => ({ profileArn, status: "COMPLETE" })),
  ];
}
