import { z } from "zod";
import { madeOf } from "./signs";

/**
 * Letters, blanks and digits of every script. For what reads the JSON Schema without the flag `u`, to which `\p` means
 * nothing, those of ASCII stand in it again.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html
 */
const CHARACTER = "[\\p{L}\\p{Z}\\p{N}\\w .:/=+@-]";

const SIGN = new RegExp(`^${CHARACTER}$`, "u");

export const tags = z
  .record(
    madeOf(
      SIGN,
      z
        .string()
        .regex(
          new RegExp(`^(?![Aa][Ww][Ss]:)${CHARACTER}{1,128}$`, "u"),
          "1 to 128 letters, digits, spaces and _ . : / = + - @, not beginning with aws:, e.g. cost-center",
        ),
    ),
    madeOf(
      SIGN,
      z
        .string()
        .regex(
          new RegExp(`^${CHARACTER}{0,256}$`, "u"),
          "up to 256 letters, digits, spaces and _ . : / = + - @, e.g. platform",
        ),
    ).describe("Value of the tag."),
  )
  .default({})
  .describe("Tags that the provider puts on every resource.");
