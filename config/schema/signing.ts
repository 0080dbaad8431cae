import { z } from "zod";
import { RANKS, SIGNING_LATE_AFTER_MINUTES } from "../../aws";
import { existingRole, key } from "./common";
import { dropped } from "./dropped";

const validity = z
  .string()
  .regex(/^[1-9]\d{0,3} (days|months|years)$/, "a number and days, months or years, e.g. 135 months");

const generation = z.int().min(1).max(99);

const trustedGeneration = z
  .union([
    generation,
    z.strictObject({
      generation: generation.describe("Which generation."),
      validity: validity
        .optional()
        .describe("How long its signatures are valid. Default: the profile's `validity`."),
    }),
  ])
  .transform((value) => (typeof value === "number" ? { generation: value } : value))
  .describe("A generation, or one with another validity.");

const droppedGeneration = z
  .strictObject({ generation: generation.describe("Which generation."), ...dropped })
  .describe("A generation, with the evidence that nothing needs it or a reason.");

const profile = z.strictObject({
  validity: validity
    .default("135 months")
    .describe(
      "How long a signature is valid. A change makes a new profile, so it comes with a new `generation`.",
    ),
  generation: generation
    .default(1)
    .describe(
      "The generation that signs. To replace a profile, trust the next generation first: docs/signing-rotation.md.",
    ),
  trustedGenerations: z
    .array(trustedGeneration)
    .prefault([])
    .describe(
      "Generations that exist and are trusted beside the one that signs, at most two: the next one before it signs, earlier ones while images in use carry only their signatures.",
    ),
  droppedGenerations: z
    .array(droppedGeneration)
    .max(99)
    .prefault([])
    .describe(
      "Generations that are trusted no more, each with the evidence that no image in use needs it, or a reason. Terraform forgets them, and they stay in AWS. Every earlier generation is either trusted or dropped.",
    ),
  readers: z
    .array(existingRole)
    .default([])
    .describe(
      "Existing roles that may read the profile, such as those of auditors. Default: nobody beside the registry's account, as its own policies say.",
    ),
  revokers: z
    .array(existingRole)
    .default([])
    .describe(
      "Existing roles that may revoke signatures, for good: for whoever answers incidents. Those of the registry's account may revoke the profile too. Default: nobody.",
    ),
});

const backfill = z
  .strictObject({
    assumedBy: z
      .array(existingRole)
      .min(1)
      .max(10)
      .describe("Existing roles that may assume the role that signs."),
    refuseFrom: z
      .enum(RANKS)
      .default("high")
      .describe(
        "Lowest rank of findings with which an image is not signed; `other` is any finding. An image that is not scanned never is.",
      ),
  })
  .describe(
    "Makes a role that signs images after the fact, and a log group that keeps a record for each: docs/signing-backfill.md. Default: neither.",
  );

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
    backfill: backfill.optional(),
  })
  .prefault({})
  .describe("Signing profiles of AWS Signer, the watch over what they sign, and signing after the fact.");
