import { type PushedImage, type RegistrySigningRule, signingProfilesOf, unsignable } from "../../aws";
import { judge, type SignatureState, stateOf, type Verdict } from "./judge";
import { type Parents } from "./parents";
import { type ReadSignatures } from "./signatures";
import { type Surroundings } from "./surroundings";

/** What {@link check} works with. */
export interface Checking extends Pick<
  Surroundings,
  "registry" | "signatures" | "clock" | "lateAfterMilliseconds" | "otherProfileArns"
> {
  readonly parents: Parents;
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
  const states = (await registry.states(image.repository, image.digest))?.map(stateOf);
  if (!states) return { kind: "ignored", reason: "is gone" };
  const others = checking.otherProfileArns.get(image.repository) ?? [];
  const times = [image.pushedAt.getTime(), image.activatedAt?.getTime() ?? 0, options.askedAt ?? 0];
  const timing = { since: Math.max(...times), now: clock.now(), lateAfterMilliseconds };
  const verdictOn = (known: readonly SignatureState[]): Verdict =>
    judge(image, { signing: profileArns, others }, known, timing);

  const told = verdictOn(states);
  if (told.kind === "waiting" || (told.kind === "signed" && options.believesEcr === true)) return told;
  const made = states.flatMap(({ profileArn, status }) => (status === "complete" ? (profileArn ?? []) : []));
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
function asRead(
  states: readonly SignatureState[],
  { profileArns, refused }: ReadSignatures,
): SignatureState[] {
  return [
    ...states.map((state) =>
      state.status !== "complete" || profileArns.includes(state.profileArn ?? "")
        ? state
        : { profileArn: state.profileArn, status: "gone" as const, reason: refused },
    ),
    ...profileArns.map((profileArn) => ({ profileArn, status: "complete" as const })),
  ];
}
