import { type Problem } from "../../problem";
import { type CompleteRule, completeRules, type LifecycleRule, renderLifecyclePolicy } from "./lifecycle";
import { couldSelectSignatureTag } from "./signature-tags";

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/service-quotas.html */
const MAXIMUM_RULES = 50;
/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_PutLifecyclePolicy.html */
const POLICY_LENGTH = 30_720;
/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
const WILDCARDS_PER_PATTERN = 4;
/** Images stay in the archive at least this long. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/archive-image.html */
const ARCHIVE_DAYS = 90;

/** A mistake without its place: code, message, and what would be right. */
type Finding = readonly [code: string, message: string, allowed: string];

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
    ...signatureFindings(tagPatternList ?? (tagPrefixList ?? []).map((prefix) => `${prefix}*`)),
  ];
}

function signatureFindings(patterns: readonly string[]): Finding[] {
  if (!couldSelectSignatureTag(patterns)) return [];
  const named = patterns.map((pattern) => `"${pattern}"`).join(", ");
  return [
    [
      "lifecycle-signature-tags",
      `selects the tags that hold signatures (sha256-…) by ${named}`,
      "tags of images only; signatures go with the image they belong to",
    ],
  ];
}

function countFindings(rule: CompleteRule): Finding[] {
  const { countType, countNumber, action, storageClass } = rule;
  const findings: Finding[] = [];
  if (!Number.isInteger(countNumber) || countNumber < 1) {
    findings.push(["lifecycle-count", `has the count ${String(countNumber)}`, "a whole number from 1"]);
  }
  if (countType === "sinceImagePulled" && action !== "transition") {
    findings.push([
      "lifecycle-action",
      "expires images by their last pull",
      'action "transition" for sinceImagePulled; expire what was archived with sinceImageTransitioned',
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
  if (countType === "sinceImageTransitioned" && countNumber < ARCHIVE_DAYS) {
    findings.push([
      "lifecycle-archive-days",
      `expires archived images after ${String(countNumber)} days`,
      `${String(ARCHIVE_DAYS)} days or more, the shortest time in the archive`,
    ]);
  }
  return findings;
}

/** The images a rule selects; ECR takes a selection once. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html */
function selectionOf({ tagStatus, storageClass, tagPatternList, tagPrefixList }: CompleteRule): string {
  const tags = [tagPatternList ?? [], tagPrefixList ?? []].map((list) => [...new Set(list)].sort());
  return JSON.stringify([tagStatus, storageClass, ...(tagStatus === "tagged" ? tags : [])]);
}

function orderFindings(rule: CompleteRule, index: number, rules: readonly CompleteRule[]): Finding[] {
  const earlier = rules.slice(0, index);
  const findings: Finding[] = [];
  if (!Number.isInteger(rule.priority) || rule.priority < 1) {
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

/** What ECR would refuse in lifecycle rules, and rules that would take signatures from living images. */
export function lifecycleProblems(path: string, rules: readonly LifecycleRule[]): Problem[] {
  const complete = completeRules(rules);
  const problems = complete.flatMap((rule, index) =>
    [...orderFindings(rule, index, complete), ...selectionFindings(rule), ...countFindings(rule)].map(
      ([code, message, allowed]) => ({
        code,
        path,
        message: `lifecycle rule ${String(rule.priority)} ${message}`,
        allowed,
      }),
    ),
  );
  if (rules.length > MAXIMUM_RULES) {
    problems.push({
      code: "lifecycle-too-many-rules",
      path,
      message: `the lifecycle policy has ${String(rules.length)} rules`,
      allowed: `${String(MAXIMUM_RULES)} rules`,
    });
  }
  const { length } = renderLifecyclePolicy(rules);
  if (length > POLICY_LENGTH) {
    problems.push({
      code: "lifecycle-too-long",
      path,
      message: `the lifecycle policy has ${String(length)} characters`,
      allowed: `${String(POLICY_LENGTH)} characters`,
    });
  }
  return problems;
}
