/**
 * One rule of a lifecycle policy, in the words of ECR.
 *
 * A rule that waits {@link NEVER_DAYS} never acts: it protects the images it selects, because an image is
 * judged only by the first rule that selects it.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html
 */
export interface LifecycleRule {
  /** Order of evaluation, lowest first; an image is judged by the first rule that selects it. @default - the rule's position in the list, from 1 */
  readonly priority?: number;
  /** Shown in the console. @default - no description */
  readonly description?: string;
  /** Which images the rule selects; a rule for `any` comes last, after one that protects `sha256-*`. */
  readonly tagStatus: "tagged" | "untagged" | "any";
  /** Selects images with tags that match all of these patterns, at most four `*` in each. @default - `tagPrefixList` is given instead */
  readonly tagPatternList?: readonly string[];
  /** Selects images with tags that begin with all of these. @default - `tagPatternList` is given instead */
  readonly tagPrefixList?: readonly string[];
  /** @default "archive" for `sinceImageTransitioned`, otherwise "standard" */
  readonly storageClass?: "standard" | "archive";
  readonly countType:
    "imageCountMoreThan" | "sinceImagePushed" | "sinceImagePulled" | "sinceImageTransitioned";
  /** Images to keep for `imageCountMoreThan`, days for the others: 180 or more to archive, 90 or more in the archive. */
  readonly countNumber: number;
  /** `transition` moves images to the archive, where they cannot be pulled. @default "expire" */
  readonly action?: "expire" | "transition";
}

/** A rule with its defaults filled in. */
export type CompleteRule = LifecycleRule &
  Required<Pick<LifecycleRule, "priority" | "storageClass" | "action">> & {
    /** Index in the list in which it was given. */
    readonly position: number;
  };

/** Days that no image will ever see: a hundred years. */
export const NEVER_DAYS = 36_500;

/** Whether a rule protects what it selects: it claims the images and never acts on them. */
export function isProtection({ countType, countNumber }: LifecycleRule): boolean {
  return countType !== "imageCountMoreThan" && countNumber >= NEVER_DAYS;
}

/** The tags of a rule as patterns; empty for untagged and any images. */
export function tagPatternsOf({ tagPatternList, tagPrefixList }: LifecycleRule): readonly string[] {
  return tagPatternList ?? (tagPrefixList ?? []).map((prefix) => `${prefix}*`);
}

/** Fills in what the rules leave out, and puts them in the order in which ECR evaluates them. */
export function completeRules(rules: readonly LifecycleRule[]): CompleteRule[] {
  return rules
    .map((rule, index) => ({
      ...rule,
      position: index,
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
      // Of a caller without types it may be null.
      ...((rule.description ?? undefined) === undefined ? {} : { description: rule.description }),
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
