import { z } from "zod";
import { ANSWER_LENGTH } from "../../aws";
import { reasonLike } from "./answered";
import { line } from "./common";

const droppedOn = z.iso
  .date({ error: "a day such as 2026-03-31" })
  .describe("Day on which trust ends: that of the synth that drops it. It is never changed afterwards.");

const owner = line(ANSWER_LENGTH.owner, "security@example.com");

/** Why trust in a profile may end, the same wherever the file drops it. */
export const dropped = {
  droppedOn,
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
  owner: owner
    .optional()
    .describe("Who answers for the reason: a person or a team. Default: nobody, as there is evidence."),
};

/** Who answers for what no drill can show. */
export const droppedForReason = {
  droppedOn,
  reason: reasonLike("the service was switched off").describe("Why no image in use needs it."),
  owner: owner.describe("Who answers for that: a person or a team."),
};
