/**
 * One rule of a lifecycle policy, in the words of ECR.
 *
 * Signatures, SBOMs and other referrers are no concern of these rules: they follow the image they belong to,
 * within 24 hours.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 */
export interface LifecycleRule {
  /** Order of evaluation, lowest first; an image is judged by the first rule that selects it. @default - the rule's position in the list, from 1 */
  readonly priority?: number;
  /** Shown in the console. @default - no description */
  readonly description?: string;
  /** Which images the rule selects; a rule for `any` comes last. */
  readonly tagStatus: "tagged" | "untagged" | "any";
  /** Selects images with tags that match all of these patterns, at most four `*` in each. @default - `tagPrefixList` is given instead */
  readonly tagPatternList?: readonly string[];
  /** Selects images with tags that begin with all of these. @default - `tagPatternList` is given instead */
  readonly tagPrefixList?: readonly string[];
  /** @default "archive" for `sinceImageTransitioned`, otherwise "standard" */
  readonly storageClass?: "standard" | "archive";
  readonly countType:
    "imageCountMoreThan" | "sinceImagePushed" | "sinceImagePulled" | "sinceImageTransitioned";
  /** Images to keep for `imageCountMoreThan`, days for the others. */
  readonly countNumber: number;
  /** `transition` moves images to the archive, where they cannot be pulled. @default "expire" */
  readonly action?: "expire" | "transition";
}

/** What {@link lifecyclePreset} keeps. */
export interface LifecyclePresetProps {
  /** Number of release images to keep for each tag pattern, newest first. @default - every release is kept */
  readonly releases?: number;
  /** Tag patterns of releases; `*` is any run of characters. @default ["v*"] */
  readonly releaseTags?: readonly string[];
  /** Days after which untagged images expire. @default - untagged images are kept */
  readonly untaggedDays?: number;
}

/**
 * Rules for the common case: so many releases, and untagged images for so many days.
 *
 * Every release pattern gets a rule of its own, because ECR selects only images that match all the patterns
 * of one rule.
 */
export function lifecyclePreset(props: LifecyclePresetProps): LifecycleRule[] {
  const { releases, releaseTags = ["v*"], untaggedDays } = props;
  const rules: LifecycleRule[] = [];
  if (releases !== undefined) {
    for (const pattern of new Set(releaseTags)) {
      rules.push({
        description: `Keep the newest ${String(releases)} images tagged ${pattern}`,
        tagStatus: "tagged",
        tagPatternList: [pattern],
        countType: "imageCountMoreThan",
        countNumber: releases,
      });
    }
  }
  if (untaggedDays !== undefined) {
    rules.push({
      description: `Expire untagged images ${String(untaggedDays)} days after their push`,
      tagStatus: "untagged",
      countType: "sinceImagePushed",
      countNumber: untaggedDays,
    });
  }
  return rules;
}

/** A rule with its defaults filled in. */
export type CompleteRule = LifecycleRule &
  Required<Pick<LifecycleRule, "priority" | "storageClass" | "action">>;

/** Fills in what the rules leave out, and puts them in the order in which ECR evaluates them. */
export function completeRules(rules: readonly LifecycleRule[]): CompleteRule[] {
  return rules
    .map((rule, index) => ({
      ...rule,
      priority: rule.priority ?? index + 1,
      storageClass:
        rule.storageClass ?? (rule.countType === "sinceImageTransitioned" ? "archive" : "standard"),
      action: rule.action ?? "expire",
    }))
    .sort((one, other) => one.priority - other.priority);
}

/**
 * Renders rules as the JSON that ECR takes. Nothing is ever `null`: ECR refuses it, and the provider's policy
 * document data source knows neither storage classes nor transitions.
 */
export function renderLifecyclePolicy(rules: readonly LifecycleRule[]): string {
  return JSON.stringify({
    rules: completeRules(rules).map((rule) => ({
      rulePriority: rule.priority,
      ...(rule.description === undefined ? {} : { description: rule.description }),
      selection: {
        tagStatus: rule.tagStatus,
        ...(rule.tagPatternList ? { tagPatternList: rule.tagPatternList } : {}),
        ...(rule.tagPrefixList ? { tagPrefixList: rule.tagPrefixList } : {}),
        ...(rule.storageClass === "archive" ? { storageClass: "archive" } : {}),
        countType: rule.countType,
        ...(rule.countType === "imageCountMoreThan" ? {} : { countUnit: "days" }),
        countNumber: rule.countNumber,
      },
      action: {
        type: rule.action,
        ...(rule.action === "transition" ? { targetStorageClass: "archive" } : {}),
      },
    })),
  });
}
