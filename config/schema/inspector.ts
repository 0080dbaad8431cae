import { z } from "zod";
import { INSPECTOR_SCAN_TYPES } from "../../aws";
import { list } from "./common";

export const inspector = z
  .strictObject({
    autoEnable: list(z.enum(INSPECTOR_SCAN_TYPES))
      .default(["ecr"])
      .describe(
        "What Inspector scans in every account of the organization; a scan that is on and not listed is switched off.",
      ),
  })
  .prefault({})
  .describe("Amazon Inspector.");
