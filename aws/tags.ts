/**
 * Letters, blanks and digits of every script. For what reads the JSON Schema without the flag `u`, to which `\p` means
 * nothing, those of ASCII stand in it again.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_Tag.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-using-tags.html
 */
const CHARACTER = "[\\p{L}\\p{Z}\\p{N}\\w .:/=+@-]";

/** What tags of a resource are made of, and how many there are. */
export const TAGS = {
  /** @see https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html */
  count: 50,
  character: new RegExp(`^${CHARACTER}$`, "u"),
  key: {
    pattern: new RegExp(`^(?![Aa][Ww][Ss]:)${CHARACTER}{1,128}$`, "u"),
    allowed: "1 to 128 letters, digits, spaces and _ . : / = + - @, not beginning with aws:",
  },
  value: {
    pattern: new RegExp(`^${CHARACTER}{0,256}$`, "u"),
    allowed: "up to 256 letters, digits, spaces and _ . : / = + - @",
  },
} as const;
