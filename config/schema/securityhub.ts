import { z } from "zod";
import { SECURITY_STANDARDS } from "../../aws";
import { email, list } from "./common";

export const securityHub = z
  .strictObject({
    standards: list(z.enum(SECURITY_STANDARDS))
      .default(["aws-foundational"])
      .describe("Standards that the central configuration turns on in every account."),
    notify: z
      .strictObject({ critical: email.optional(), high: email.optional() })
      .prefault({})
      .describe(
        "Who hears of new findings of the container chain, by severity. Whoever hears of the worst hears of the security account's alarms too, in every region.",
      ),
  })
  .prefault({})
  .describe("AWS Security Hub.");
