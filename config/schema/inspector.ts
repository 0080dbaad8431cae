import { z } from "zod";
import {
  FILTER_VALUES,
  INSPECTOR_SCAN_TYPES,
  PACKAGE_NAME,
  REPOSITORY_NAME_LENGTH,
  SUPPRESSED_REPOSITORY,
  SUPPRESSION_LENGTH,
  VULNERABILITY_ID,
} from "../../aws";
import { answered } from "./answered";
import { accountKey, key, list } from "./common";

/** @see https://docs.aws.amazon.com/inspector/v2/APIReference/API_EcrConfiguration.html */
const pullDuration = z.enum(["180 days", "90 days", "60 days", "30 days", "14 days", "7 days", "3 days"]);
const pushDuration = z.enum(["lifetime", ...pullDuration.options]);

const rescan = z
  .strictObject({
    pushDate: pushDuration.describe("How long an image is scanned again after it was pushed."),
    pullDate: pullDuration
      .optional()
      .describe(
        "How long an image is scanned again after it was last in use or pulled. Default: as it is set, at first 14 days.",
      ),
    pullDateMode: z
      .enum(["last-in-use", "last-pull"])
      .optional()
      .describe(
        "What `pullDate` counts from; Inspector does not know when images for several architectures are in use. Default: as it is set, at first last-in-use.",
      ),
  })
  .describe(
    "How long Inspector goes on scanning images of ECR, in every region and account; set by a function. Default: as it is set, at first 14 days.",
  );

const few = <T extends z.ZodType>(item: T) => list(item, { min: 1, max: FILTER_VALUES }).optional();

const suppression = z
  .strictObject({
    vulnerabilities: few(
      z
        .string()
        .regex(VULNERABILITY_ID, "the id of one vulnerability, without wildcards, such as CVE-2024-3094")
        .max(SUPPRESSION_LENGTH.vulnerability),
    ).describe("Ids of vulnerabilities. Default: every one that is found in `packages`."),
    packages: few(
      z
        .string()
        .regex(PACKAGE_NAME, "the name of a package as Inspector shows it, such as xz-utils")
        .max(SUPPRESSION_LENGTH.package),
    ).describe("Names of packages that the vulnerability must be in. Default: whatever package it is in."),
    repositories: few(
      z
        .string()
        .regex(
          SUPPRESSED_REPOSITORY,
          "the name of a repository, or what several begin with and /*, such as shop/*",
        )
        .max(REPOSITORY_NAME_LENGTH.max),
    ).describe(
      "Repositories whose images are meant; `shop/*` stands for all that begin with `shop/`. Default: every repository. Needed, in full, without `vulnerabilities`.",
    ),
    ...answered("suppression", {
      example: "nothing in these images links it",
      reason: "Why it may be hidden, for whoever finds it in Inspector.",
      holds: "Last day on which it is hidden",
      after: "After it the finding shows again by itself.",
    }),
  })
  .describe("Findings about images that Inspector hides; all that is given must fit.");

export const inspector = z
  .strictObject({
    autoEnable: list(z.enum(INSPECTOR_SCAN_TYPES))
      .default(["ecr"])
      .describe(
        "What Inspector scans in every account of the organization; a scan that is on and not listed is switched off. `lambda-code` and `code-repository` are in some regions only, and are left out in the others.",
      ),
    existingMembers: list(accountKey)
      .default([])
      .describe(
        "Accounts that are members of the delegated administrator's Inspector already, in each of their regions: Terraform imports them instead of adding them.",
      ),
    rescan: rescan.optional(),
    suppressions: z
      .record(key, suppression)
      .default({})
      .describe("Findings that somebody looked at and accepts for a time, by a name of your choice."),
  })
  .prefault({})
  .describe("Amazon Inspector.");
