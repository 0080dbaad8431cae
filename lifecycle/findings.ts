import { ARCHIVE_DAYS } from "../aws";
import {
  type CompleteRule,
  completeRules,
  type LifecycleRule,
  renderLifecyclePolicy,
  tagPatternsOf,
} from "./rule";
import { type Finding, type Named, safetyFindings } from "./safety";

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html */
const MAXIMUM_RULES = 50;
/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutLifecyclePolicy.html */
const POLICY_LENGTH = 30_720;
/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
const WILDCARDS_PER_PATTERN = 4;
/** What a tag is made of. @see https://github.com/opencontainers/distribution-spec/blob/main/spec.md#pulling-manifests */
const TAG_PATTERN = /^[\w*][\w.*-]*$/;
const TAG_PREFIX = /^\w[\w.-]*$/;

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
function selectionFindings(rule: CompleteRule): Finding[] {
  const { tagStatus, tagPatternList, tagPrefixList } = rule;
  const lists = [tagPatternList, tagPrefixList].filter((list) => list !== undefined);
  if (tagStatus !== "tagged") {
    if (lists.length === 0) return [];
    return [
      ["lifecycle-tag-selection", `names tags for ${tagStatus} images`, 'tags only with tagStatus "tagged"'],
    ];
  }
  if (lists.length !== 1 || lists[0]?.length === 0 || lists[0]?.includes("")) {
    const found = lists.length === 2 ? "both lists" : "no tag";
    return [
      [
        "lifecycle-tag-selection",
        `selects tagged images by ${found}`,
        "either tagPatternList or tagPrefixList",
      ],
    ];
  }
  return [
    ...(tagPatternList ?? [])
      .filter((pattern) => pattern.split("*").length - 1 > WILDCARDS_PER_PATTERN)
      .map((pattern): Finding => [
        "lifecycle-wildcards",
        `has more than ${String(WILDCARDS_PER_PATTERN)} wildcards in the pattern "${pattern}"`,
        `${String(WILDCARDS_PER_PATTERN)} wildcards in a pattern`,
      ]),
    ...impossible(tagPatternList ?? [], TAG_PATTERN, "pattern", "letters, digits, _ . - and *"),
    ...impossible(tagPrefixList ?? [], TAG_PREFIX, "prefix", "letters, digits, _ . -"),
  ];
}

/** Texts that no tag can have; a rule with one would neither protect nor clean up anything. */
function impossible(texts: readonly string[], possible: RegExp, kind: string, allowed: string): Finding[] {
  return texts
    .filter((text) => !possible.test(text))
    .map((text) => [
      "lifecycle-tag-characters",
      `has the ${kind} "${text}", which no tag can have`,
      `${allowed}, not . or - first`,
    ]);
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_examples.html */
function countFindings(rule: CompleteRule): Finding[] {
  const { countType, countNumber, action, storageClass } = rule;
  const findings: Finding[] = [];
  if (!Number.isSafeInteger(countNumber) || countNumber < 1) {
    findings.push(["lifecycle-count", `has the count ${String(countNumber)}`, "a whole number from 1"]);
  }
  if (countType === "sinceImagePulled" && action !== "transition") {
    findings.push([
      "lifecycle-action",
      "expires images by their last pull",
      'action "transition" for sinceImagePulled; expire what was archived with sinceImageTransitioned',
    ]);
  }
  const archives = action === "transition" && storageClass === "standard";
  if (archives && countType !== "imageCountMoreThan" && countNumber < ARCHIVE_DAYS.unpulled) {
    findings.push([
      "lifecycle-archive-unpulled",
      `archives images after ${String(countNumber)} days`,
      `${String(ARCHIVE_DAYS.unpulled)} days or more, as a running service does not count as a pull`,
    ]);
  }
  if (storageClass === "archive" && action === "transition") {
    findings.push(["lifecycle-action", "archives images of the archive", 'action "expire" for the archive']);
  }
  if ((storageClass === "archive") !== (countType === "sinceImageTransitioned")) {
    findings.push([
      "lifecycle-storage-class",
      `counts ${countType} in storage class ${storageClass}`,
      "sinceImageTransitioned for archive, every other count for standard",
    ]);
  }
  if (countType === "sinceImageTransitioned" && countNumber < ARCHIVE_DAYS.kept) {
    findings.push([
      "lifecycle-archive-days",
      `expires archived images after ${String(countNumber)} days`,
      `${String(ARCHIVE_DAYS.kept)} days or more, the shortest time in the archive`,
    ]);
  }
  return findings;
}

/** The images a rule selects; ECR takes a selection once. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html */
function selectionOf(rule: CompleteRule): string {
  const tags = rule.tagStatus === "tagged" ? [...new Set(tagPatternsOf(rule))].sort() : [];
  return JSON.stringify([rule.tagStatus, rule.storageClass, tags]);
}

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html */
function orderFindings(rule: CompleteRule, index: number, rules: readonly CompleteRule[]): Finding[] {
  const earlier = rules.slice(0, index);
  const findings: Finding[] = [];
  if (!Number.isSafeInteger(rule.priority) || rule.priority < 1) {
    findings.push(["lifecycle-priority", "has no possible priority", "a whole number from 1"]);
  }
  if (earlier.some(({ priority }) => priority === rule.priority)) {
    findings.push([
      "lifecycle-duplicate-priority",
      "shares its priority with another rule",
      "one rule for a priority",
    ]);
  }
  if (rule.tagStatus !== "any" && earlier.some(({ tagStatus }) => tagStatus === "any")) {
    findings.push(["lifecycle-any-not-last", "comes after a rule for any image", 'tagStatus "any" last']);
  }
  if (earlier.some((other) => selectionOf(other) === selectionOf(rule))) {
    const images = rule.tagStatus === "tagged" ? "these tags" : `${rule.tagStatus} images`;
    findings.push([
      "lifecycle-repeated-selection",
      `is the second for ${images} of storage class ${rule.storageClass}`,
      `one rule for ${images} of a storage class`,
    ]);
  }
  return findings;
}

/** A mistake in one lifecycle rule, or in all of them. */
export interface LifecycleFinding {
  readonly code: string;
  /** The rule that the message is about. @default - the whole policy */
  readonly rule?: CompleteRule;
  /** What is wrong; of one rule, what follows its name. */
  readonly message: string;
  readonly allowed: string;
  readonly change?: string;
}

const byPriority: Named = ({ priority }) => `rule ${String(priority)}`;

/**
 * What ECR would refuse in lifecycle rules; and rules that would take the signatures of images that stay, the
 * platform images of an index that stays, or images that another rule protects.
 *
 * @param named what a message calls another rule. @default - by its priority
 */
export function lifecycleFindings(
  rules: readonly LifecycleRule[],
  named: Named = byPriority,
): LifecycleFinding[] {
  const complete = completeRules(rules);
  const findings: LifecycleFinding[] = complete.flatMap((rule, index) =>
    [
      ...orderFindings(rule, index, complete),
      ...selectionFindings(rule),
      ...countFindings(rule),
      ...safetyFindings(rule, complete, named),
    ].map(([code, message, allowed]) => ({ code, rule, message, allowed })),
  );
  if (rules.length > MAXIMUM_RULES) {
    findings.push({
      code: "lifecycle-too-many-rules",
      message: `the lifecycle policy has ${String(rules.length)} rules`,
      allowed: `${String(MAXIMUM_RULES)} rules`,
      change: "give rules that end alike one list of patterns, or use lifecyclePreset",
    });
  }
  const { length } = renderLifecyclePolicy(rules);
  if (length > POLICY_LENGTH) {
    findings.push({
      code: "lifecycle-too-long",
      message: `the lifecycle policy has ${String(length)} characters`,
      allowed: `${String(POLICY_LENGTH)} characters`,
      change: "name fewer tags: one pattern with * for many, and short descriptions",
    });
  }
  return findings;
}
