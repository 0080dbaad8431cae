import { z } from "zod";
import { SIGNING_LATE_AFTER_MINUTES } from "../../aws";
import { key, list } from "./common";

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
  droppedGenerations: list(generation, { max: 99 })
    .default([])
    .describe(
      "Generations that are trusted no more. Terraform forgets them, and they stay in AWS. Every earlier generation is either trusted or dropped.",
    ),
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
