import { z } from "zod";
import { ANSWER_LENGTH, ANSWERED_DAYS, type AnsweredKind } from "../../aws";
import { line } from "./common";

/** Why, in words that tell it to somebody else. */
export const reasonLike = (example: string) =>
  line(ANSWER_LENGTH.reason, example).min(ANSWER_LENGTH.leastReason);

/** What somebody answers for until a day, the same wherever the file has it. */
export const answered = (
  kind: AnsweredKind,
  { example, reason, holds, after }: Readonly<Record<"example" | "reason" | "holds" | "after", string>>,
) => ({
  reason: reasonLike(example).describe(reason),
  owner: line(ANSWER_LENGTH.owner, "security@example.com").describe(
    "Who answers for that: a person or a team.",
  ),
  expires: z.iso
    .date({ error: "a day such as 2026-03-31" })
    .describe(`${holds}, at most ${String(ANSWERED_DAYS[kind].longest)} days from now. ${after}`),
});
