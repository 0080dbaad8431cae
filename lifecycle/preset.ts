import { ARCHIVE_DAYS } from "../aws";
import { type Problem, ProblemError } from "../problem";
import { type LifecycleRule, NEVER_DAYS } from "./rule";

/** What {@link lifecyclePreset} keeps. */
export interface LifecyclePresetProps {
  /** Number of release images to keep for each tag pattern, newest first. @default - every release is kept */
  readonly releases?: number;
  /** Tag patterns of releases; `*` is any run of characters. @default ["v*"] */
  readonly releaseTags?: readonly string[];
  /**
   * Days after which untagged images expire. Those of an index stay as long as the index.
   *
   * @default - untagged images are kept
   */
  readonly untaggedDays?: number;
  /** Tag patterns of images that are never expired nor archived, whatever else they are tagged. @default - none */
  readonly protectedTags?: readonly string[];
  /**
   * Archives releases and untagged images instead of expiring them; excludes `releases` and `untaggedDays`.
   *
   * @default - nothing is archived
   */
  readonly archive?: {
    /** Days since the last pull, at least 180. A service that just keeps running does not pull. */
    readonly unpulledDays: number;
    /** Days in the archive, at least 90, after which images are deleted. @default - never */
    readonly deleteAfterDays?: number;
  };
}

/**
 * Rules for the common cases: so many releases, untagged images for so many days, an archive for what nobody
 * pulls, and tags that are safe from all of it.
 *
 * Every pattern gets a rule of its own, because ECR selects only images that match all the patterns of one
 * rule. An image is judged by the first rule that selects it: protected tags come first, and an image with
 * tags of several release patterns counts for the first of them.
 *
 * @throws ProblemError `lifecycle-archive-unpulled`: archiving after less than 180 days without a pull;
 * `lifecycle-archive-and-expire`: archiving beside `releases` or `untaggedDays`.
 */
export function lifecyclePreset(props: LifecyclePresetProps): LifecycleRule[] {
  const { releases, releaseTags = ["v*"], untaggedDays, protectedTags = [], archive } = props;
  const problems = archiveProblems(props);
  if (problems.length > 0) throw new ProblemError(problems);
  const tags = [...new Set(releaseTags)];
  return [
    ...protection(protectedTags, "sinceImagePushed"),
    ...(releases === undefined
      ? []
      : tags.map((pattern): LifecycleRule => ({
          description: `Keep the newest ${String(releases)} images tagged ${pattern}`,
          tagStatus: "tagged",
          tagPatternList: [pattern],
          countType: "imageCountMoreThan",
          countNumber: releases,
        }))),
    ...(untaggedDays === undefined
      ? []
      : [
          {
            description: `Expire untagged images ${String(untaggedDays)} days after their push`,
            tagStatus: "untagged",
            countType: "sinceImagePushed",
            countNumber: untaggedDays,
          } as const,
        ]),
    ...(archive ? archiving(archive, tags, protectedTags) : []),
  ];
}

/** A preset with rules of one's own behind it. */
export interface LifecycleRulesProps extends LifecyclePresetProps {
  /** In the order in which ECR shall judge. @default - none */
  readonly rules?: readonly Omit<LifecycleRule, "priority">[];
}

/** The rules of a preset, if any, and those of one's own behind them. */
export function lifecycleRules({ rules = [], ...preset }: LifecycleRulesProps): LifecycleRule[] {
  return [...lifecyclePreset(preset), ...rules];
}

function archiveProblems({ archive, releases, untaggedDays }: LifecyclePresetProps): Problem[] {
  if (!archive) return [];
  const path = "lifecyclePreset";
  const expiry = Object.entries({ releases, untaggedDays }).filter(([, value]) => value !== undefined);
  return [
    ...(archive.unpulledDays >= ARCHIVE_DAYS.unpulled
      ? []
      : [
          {
            code: "lifecycle-archive-unpulled",
            path,
            message: `archive.unpulledDays is ${String(archive.unpulledDays)}`,
            allowed: `${String(ARCHIVE_DAYS.unpulled)} days or more, as a running service does not count as a pull`,
          },
        ]),
    ...expiry.map(([name, value]) => ({
      code: "lifecycle-archive-and-expire",
      path,
      message: `${name} is ${String(value)}, beside archive`,
      allowed: "either archive, or releases and untaggedDays",
    })),
  ];
}

/** Rules that claim images before any other rule, and never act on them. */
function protection(
  patterns: readonly string[],
  countType: "sinceImagePushed" | "sinceImageTransitioned",
): LifecycleRule[] {
  const archived = countType === "sinceImageTransitioned" ? "archived " : "";
  return [...new Set(patterns)].map((pattern) => ({
    description: `Keep every ${archived}image tagged ${pattern}`,
    tagStatus: "tagged",
    tagPatternList: [pattern],
    countType,
    countNumber: NEVER_DAYS,
  }));
}

function archiving(
  { unpulledDays, deleteAfterDays }: NonNullable<LifecyclePresetProps["archive"]>,
  tags: readonly string[],
  protectedTags: readonly string[],
): LifecycleRule[] {
  // The platform images of an index are untagged: without a rule for them only the index would be archived.
  const selections = [
    ...tags.map((pattern) => ({
      images: `images tagged ${pattern}`,
      selection: { tagStatus: "tagged", tagPatternList: [pattern] } as const,
    })),
    { images: "untagged images", selection: { tagStatus: "untagged" } as const },
  ];
  return [
    ...selections.map(({ images, selection }): LifecycleRule => ({
      description: `Archive ${images} ${String(unpulledDays)} days after their last pull`,
      ...selection,
      countType: "sinceImagePulled",
      countNumber: unpulledDays,
      action: "transition",
    })),
    ...(deleteAfterDays === undefined
      ? []
      : [
          ...protection(protectedTags, "sinceImageTransitioned"),
          ...selections.map(({ images, selection }): LifecycleRule => ({
            description: `Delete ${images} after ${String(deleteAfterDays)} days in the archive`,
            ...selection,
            countType: "sinceImageTransitioned",
            countNumber: deleteAfterDays,
          })),
        ]),
  ];
}
