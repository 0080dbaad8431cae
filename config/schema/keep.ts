import { z } from "zod";
import { ARCHIVE_DAYS } from "../../aws";
import { days, line, list } from "./common";

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
const tagPattern = z
  .string()
  .regex(
    /^(?![.-])(?!(?:[^*]*\*){5})[A-Za-z0-9._*-]{1,128}$/,
    "a tag pattern of letters, digits, . _ - (not . or - first) in which * is any run of characters, at most 4 times, e.g. v*",
  );

const archive = z
  .strictObject({
    unpulledDays: z
      .int()
      .min(ARCHIVE_DAYS.unpulled)
      .max(3650)
      .describe(
        "Archive images this many days after their last pull. A service that just runs does not pull.",
      ),
    deleteAfterDays: z
      .int()
      .min(ARCHIVE_DAYS.kept)
      .max(3650)
      .optional()
      .describe("Delete images after this many days in the archive. Default: never."),
  })
  .describe(
    "Archives releases and untagged images instead of expiring them; without `releases` and `untaggedDays`. What is archived cannot be pulled until somebody restores it.",
  );

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/lifecycle_policy_parameters.html */
const rule = z
  .strictObject({
    description: line(256, "Builds of branches go")
      .optional()
      .describe("Shown in the console of ECR. Default: none."),
    tagStatus: z
      .enum(["tagged", "untagged", "any"])
      .describe("Which images; a rule for `any` comes last, after one that protects `sha256-*`."),
    tagPatternList: list(tagPattern, { min: 1, max: 100 })
      .optional()
      .describe("Images with tags that match all of these, for `tagged`. Default: `tagPrefixList`."),
    tagPrefixList: list(
      z
        .string()
        .regex(
          /^\w[\w.-]{0,127}$/,
          "the beginning of a tag, of letters, digits, . _ - (not . or - first), e.g. pr-",
        ),
      { min: 1, max: 100 },
    )
      .optional()
      .describe("Images with tags that begin with all of these, for `tagged`. Default: `tagPatternList`."),
    storageClass: z
      .enum(["standard", "archive"])
      .optional()
      .describe("Default: `archive` for `sinceImageTransitioned`, else `standard`."),
    countType: z
      .enum(["imageCountMoreThan", "sinceImagePushed", "sinceImagePulled", "sinceImageTransitioned"])
      .describe("What is counted: images, newest first, or days."),
    countNumber: z
      .int()
      .min(1)
      .max(100_000)
      .describe(
        "Images that stay, or days after which it acts: to archive at least 180, in the archive at least 90; after 36500 days it never acts and so protects.",
      ),
    action: z
      .enum(["expire", "transition"])
      .default("expire")
      .describe("`transition` archives images, which then cannot be pulled until somebody restores them."),
  })
  .describe("A rule in the words of ECR; an image is judged by the first that selects it.");

export const keep = z
  .strictObject({
    releases: z
      .int()
      .min(1)
      .max(1000)
      .optional()
      .describe("Keep this many images with a release tag (newest first)."),
    releaseTags: list(tagPattern, { min: 1, max: 10 })
      .default(["v*"])
      .describe("Tag patterns of releases; * is any run of characters."),
    protectedTags: list(tagPattern, { min: 1, max: 10 })
      .optional()
      .describe(
        "Tag patterns of images that never expire and are never archived, whatever else they are tagged.",
      ),
    untaggedDays: days.optional().describe("Expire untagged images after this many days."),
    archive: archive.optional(),
    rules: list(rule, { min: 1, max: 50 })
      .optional()
      .describe(
        "Rules of your own, in the order in which ECR judges, behind those that the other keys make. Default: none.",
      ),
  })
  .describe(
    "What the lifecycle policy keeps. Default: untagged images for 14 days, everything tagged for ever.",
  );
