import { ARCHIVE_AND_RUNNING, UNTAGGED_AND_SIGNATURES } from "../../aws";
import { completeRules, isProtection, type LifecycleRule } from "./lifecycle";

/** Something to know about rules that are accepted; for people, in the summary of a synth. */
export interface LifecycleNote {
  /** Stable, kebab-case identifier. */
  readonly code: "archive-running" | "untagged-signatures";
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
  return [...(archives ? [ARCHIVE_RUNNING] : []), ...(untagged ? [UNTAGGED_SIGNATURES] : [])];
}
