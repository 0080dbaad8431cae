import { z } from "zod";
import { SIGNING_LATE_AFTER_MINUTES } from "../../aws";
import { key } from "./common";

const profile = z.strictObject({
  validity: z
    .string()
    .regex(/^[1-9]\d{0,3} (days|months|years)$/, "a number and days, months or years, e.g. 135 months")
    .default("135 months")
    .describe("How long a signature is valid. A change makes a new profile."),
  generation: z
    .int()
    .min(1)
    .max(9999)
    .default(1)
    .describe("Raise by one to replace the profile: the name of a cancelled profile cannot be used again."),
});

export const signing = z
  .strictObject({
    profiles: z
      .record(
        key,
        profile
          .nullable()
          .transform((value) => value ?? profile.parse({}))
          .describe("A signing profile; nothing behind the key takes all its defaults."),
      )
      .prefault({})
      .describe("Profiles by key; a key becomes part of the profile's name."),
    watch: z
      .strictObject({
        lateAfterMinutes: z
          .int()
          .min(SIGNING_LATE_AFTER_MINUTES.min)
          .max(SIGNING_LATE_AFTER_MINUTES.max)
          .default(SIGNING_LATE_AFTER_MINUTES.default)
          .describe("How long signing a pushed image may take before it counts as unsigned."),
      })
      .prefault({})
      .describe(
        "The watch over every push to a signed repository: what is not signed becomes a finding of Security Hub and an alarm.",
      ),
  })
  .prefault({})
  .describe("Signing profiles of AWS Signer, and the watch over what they sign.");
