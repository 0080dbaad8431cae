import { z } from "zod";
import { INSPECTOR_SCAN_TYPES } from "../../aws";
import { accountKey, list } from "./common";

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
  })
  .prefault({})
  .describe("Amazon Inspector.");
