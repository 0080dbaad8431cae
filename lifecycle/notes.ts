import { ARCHIVE_AND_RUNNING, coversTagPattern, UNTAGGED_AND_SIGNATURES } from "../aws";
import { type CompleteRule, completeRules, isProtection, type LifecycleRule, tagPatternsOf } from "./rule";

/** Something to know about rules that are accepted; for people, in the summary of a synth. */
export interface LifecycleNote {
  /** Stable, kebab-case identifier. */
  readonly code: "archive-running" | "untagged-signatures" | "release-tags-idle";
  /** One sentence without a closing full stop. */
  readonly message: string;
}

const ARCHIVE_RUNNING: LifecycleNote = {
  code: "archive-running",
  message: `the lifecycle policy archives images: ${ARCHIVE_AND_RUNNING}`,
};

const UNTAGGED_SIGNATURES: LifecycleNote = {
  code: "untagged-signatures",
  message: `the lifecycle policy selects untagged images: ${UNTAGGED_AND_SIGNATURES}`,
};

/**
 * What people must know of these rules before they apply them.
 *
 * - `archive-running`: a rule archives images, which then cannot be pulled.
 * - `untagged-signatures`: a rule selects untagged images. AWS says that a signature goes with its image, but
 *   not that such a rule spares it before.
 * - `release-tags-idle`: a rule for tags never acts, because an image is judged by the first rule that selects it.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/archive-image.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export function lifecycleNotes(rules: readonly LifecycleRule[]): LifecycleNote[] {
  const complete = completeRules(rules);
  const acting = complete.filter((rule) => !isProtection(rule));
  const archives = acting.some(({ action }) => action === "transition");
  const untaggedAreClaimed = complete.some(
    (rule) => isProtection(rule) && rule.tagStatus === "untagged" && rule.storageClass === "standard",
  );
  const untagged =
    !untaggedAreClaimed &&
    acting.some(({ tagStatus, storageClass }) => tagStatus !== "tagged" && storageClass === "standard");
  return [
    ...(archives ? [ARCHIVE_RUNNING] : []),
    ...(untagged ? [UNTAGGED_SIGNATURES] : []),
    ...idleRules(complete),
  ];
}

/** Rules for tags that come too late, once for each storage class alike. */
function idleRules(rules: readonly CompleteRule[]): LifecycleNote[] {
  const messages = rules.flatMap((rule, index) => {
    if (isProtection(rule) || rule.tagStatus !== "tagged") return [];
    const before = rules.slice(0, index).find((other) => selectsAllOf(other, rule));
    if (!before) return [];
    const [late, early] = [rule, before].map((one) => tagPatternsOf(one).join(" and "));
    return [`${String(late)} never acts: ${String(early)} before it selects every image that it would`];
  });
  return [...new Set(messages)].map((message) => ({ code: "release-tags-idle", message }));
}

/** ECR wants every pattern of a rule matched, each by some tag of the image. */
function selectsAllOf(rule: CompleteRule, other: CompleteRule): boolean {
  return (
    rule.tagStatus === "tagged" &&
    rule.storageClass === other.storageClass &&
    tagPatternsOf(rule).every((pattern) =>
      tagPatternsOf(other).some((narrower) => coversTagPattern(pattern, narrower)),
    )
  );
}
