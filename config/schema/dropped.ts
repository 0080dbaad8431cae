import { z } from "zod";
import { ANSWER_LENGTH } from "../../aws";
import { reasonLike } from "./answered";
import { line } from "./common";

/** Why trust may end, the same wherever the file drops it. */
export const dropped = {
  droppedOn: z.iso
    .date({ error: "a day such as 2026-03-31" })
    .describe("Day on which it is dropped; it stays as it is from then on."),
  evidence: z
    .string()
    .max(200)
    .regex(
      /^(?!(?:.*\/)?\.\.?\/)[\w.-]+(?:\/[\w.-]+)*\.json$/,
      "the path of a .json file below the folder of this file, e.g. evidence/release-1.json",
    )
    .optional()
    .describe(
      "What `supply-chain drill --evidence` wrote, at most 7 days before: no image in use needs it. Keep it beside this file. Default: none, and `reason` says why.",
    ),
  reason: reasonLike("the profile never signed anything")
    .optional()
    .describe("Why it is dropped without evidence. Default: the evidence says it."),
  owner: line(ANSWER_LENGTH.owner, "security@example.com")
    .optional()
    .describe("Who answers for the reason: a person or a team. Default: nobody, as there is evidence."),
};
