import { type RegistrySigningRule, signingProfilesOf } from "../../aws";
import { type Clock } from "../shared/clock";
import { type PushedImage, unsignable } from "./image";
import { judge, type Verdict } from "./judge";
import { type Parents } from "./parents";
import { type Registry } from "./registry";

/** What {@link check} works with. */
export interface Checking {
  readonly registry: Registry;
  readonly parents: Parents;
  readonly clock: Clock;
  readonly lateAfterMilliseconds: number;
  /** Profiles before and after those that sign. */
  readonly otherProfileArns: readonly string[];
  readonly rules: readonly RegistrySigningRule[];
}

/**
 * Asks ECR how an image stands and judges it. What an index lists goes with the index, unless it has a tag of its own,
 * by which it can be deployed alone.
 *
 * @param askedAt when an event said that the image was pushed, in milliseconds since 1970
 */
export async function check(image: PushedImage, checking: Checking, askedAt = 0): Promise<Verdict> {
  const { registry, parents, clock, rules, lateAfterMilliseconds, otherProfileArns } = checking;
  const profileArns = signingProfilesOf(image.repository, rules);
  if (profileArns.length === 0) return { kind: "ignored", reason: "no signing rule matches its repository" };
  const reason = unsignable(image);
  if (reason !== undefined) return { kind: "ignored", reason };
  const states = await registry.states(image.repository, image.digest);
  if (!states) return { kind: "ignored", reason: "is gone" };
  const profiles = { signing: profileArns, others: otherProfileArns };
  const since = Math.max(image.pushedAt.getTime(), askedAt);
  const verdict = judge(image, profiles, states, { since, now: clock.now(), lateAfterMilliseconds });
  if (verdict.kind !== "unsigned" || image.tags.length > 0) return verdict;
  const parent = await parents.of(image);
  return parent === undefined ? verdict : { kind: "ignored", reason: `is part of the index ${parent}` };
}
