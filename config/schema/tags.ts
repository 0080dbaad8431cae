import { z } from "zod";

export const tags = z
  .record(
    z
      .string()
      .regex(
        /^(?![Aa][Ww][Ss]:)[\w .:/=+@\u00aa-\uffff-]{1,128}$/,
        "1 to 128 letters, digits, spaces and _ . : / = + - @, not beginning with aws:, e.g. cost-center",
      ),
    z
      .string()
      .regex(
        /^[\w .:/=+@\u00aa-\uffff-]{0,256}$/,
        "up to 256 letters, digits, spaces and _ . : / = + - @, e.g. platform",
      )
      .describe("Value of the tag."),
  )
  .default({})
  .describe("Tags that the provider puts on every resource.");
