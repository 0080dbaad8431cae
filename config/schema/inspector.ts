import { z } from "zod";
import { INSPECTOR_SCAN_TYPES } from "../../aws";
import { accountKey, list } from "./common";

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

export const inspector = z
  .strictObject({
    autoEnable: list(z.enum(INSPECTOR_SCAN_TYPES))
      .default(["ecr"])
      .describe(
        "What Inspector scans in every account of the organization; a scan that is on and not listed is switched off.",
      ),
    existingMembers: list(accountKey)
      .default([])
      .describe(
        "Accounts that are members of the delegated administrator's Inspector already, in each of their regions: Terraform imports them instead of adding them.",
      ),
    rescan: rescan.optional(),
  })
  .prefault({})
  .describe("Amazon Inspector.");
