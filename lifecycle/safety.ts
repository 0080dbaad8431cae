import { couldSelectSignatureTag, selectsEverySignatureTag } from "../aws";
import { type CompleteRule, isProtection, tagPatternsOf } from "./rule";

/** A mistake without its place: code, message, and what would be right. */
export type Finding = readonly [code: string, message: string, allowed: string];

/** What a message calls a rule. */
export type Named = (rule: CompleteRule) => string;

/**
 * What ECR accepts although images would lose what belongs to them.
 *
 * ECR keeps the platform images of an index only until the index is expired or archived, keeps nothing for
 * signatures under fallback tags, and judges an image by the first rule that selects it.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html
 */
export function safetyFindings(rule: CompleteRule, rules: readonly CompleteRule[], named: Named): Finding[] {
  const earlier = rules.slice(0, rules.indexOf(rule)).filter((other) => sameClass(other, rule));
  return [
    ...(isProtection(rule)
      ? protectionFindings(rule, earlier, rules, named)
      : signatureFindings(rule, earlier)),
    ...(isProtection(rule) ? [] : archiveFindings(rule, rules, named)),
  ];
}

function sameClass(one: CompleteRule, other: CompleteRule): boolean {
  return one.storageClass === other.storageClass;
}

function sameTags(one: CompleteRule, other: CompleteRule): boolean {
  const [tags, others] = [one, other].map((rule) => JSON.stringify([...new Set(tagPatternsOf(rule))].sort()));
  return one.tagStatus === other.tagStatus && tags === others;
}

const acts = (rule: CompleteRule): boolean => !isProtection(rule);
const isTransition = (rule: CompleteRule): boolean => acts(rule) && rule.action === "transition";

function signatureFindings(rule: CompleteRule, earlier: readonly CompleteRule[]): Finding[] {
  const patterns = tagPatternsOf(rule);
  const selects =
    rule.storageClass === "standard" &&
    (rule.tagStatus === "any" ||
      (rule.tagStatus === "tagged" && patterns.length > 0 && couldSelectSignatureTag(patterns)));
  const covered = earlier.some(
    (other) =>
      isProtection(other) && other.tagStatus === "tagged" && selectsEverySignatureTag(tagPatternsOf(other)),
  );
  if (!selects || covered) return [];
  const by =
    rule.tagStatus === "any" ? 'tagStatus "any"' : patterns.map((pattern) => `"${pattern}"`).join(", ");
  return [
    [
      "lifecycle-signature-tags",
      `selects the tags that hold signatures (sha256-…) by ${by}`,
      'tags of images only, or before it a rule that protects "sha256-*"',
    ],
  ];
}

function protectionFindings(
  rule: CompleteRule,
  earlier: readonly CompleteRule[],
  rules: readonly CompleteRule[],
  named: Named,
): Finding[] {
  const findings: Finding[] = [];
  const sooner = earlier.find((other) => acts(other) && other.tagStatus === "tagged");
  if (rule.tagStatus === "tagged" && sooner) {
    findings.push([
      "lifecycle-protection-late",
      `protects images that ${named(sooner)} may have taken before`,
      "rules that protect tags before every other rule for tags",
    ]);
  }
  const unprotected =
    rule.storageClass === "archive" &&
    rules.some(isTransition) &&
    !rules.some((other) => isProtection(other) && !sameClass(other, rule) && sameTags(other, rule));
  if (unprotected) {
    findings.push([
      "lifecycle-archive-uneven",
      "protects archived images that nothing protects from the archive",
      "the same tags protected in both storage classes",
    ]);
  }
  return findings;
}

/** An index in the archive no longer keeps its platform images, so they must leave after it. */
function archiveFindings(rule: CompleteRule, rules: readonly CompleteRule[], named: Named): Finding[] {
  const transition = rules.find(isTransition);
  if (!transition) return [];
  if (rule.storageClass === "standard" && rule.action === "expire") {
    return [
      [
        "lifecycle-archive-and-expire",
        `expires images while ${named(transition)} archives images: platform images would go before an archived index`,
        "one action for all rules of storage class standard",
      ],
    ];
  }
  const deletions = rules.filter((other) => acts(other) && other.storageClass === "archive");
  if (isTransition(rule)) {
    const matched = deletions.some((other) => other.tagStatus === "any" || sameTags(other, rule));
    if (deletions.length === 0 || matched) return [];
    return [
      [
        "lifecycle-archive-uneven",
        "archives images that no rule deletes from the archive, while others are deleted",
        "a rule for the same images in storage class archive, or none there",
      ],
    ];
  }
  const days = deletions[0]?.countNumber;
  if (days === undefined || rule.countNumber === days) return [];
  return [
    [
      "lifecycle-archive-uneven",
      `deletes archived images after ${String(rule.countNumber)} days, others after ${String(days)}`,
      "one number of days for all rules of storage class archive",
    ],
  ];
}
