import { z } from "zod";
import { ARN_RESOURCES } from "../../aws";
import { list } from "./common";
import { existing } from "./existing";

export const guardrails = z
  .strictObject({
    attachTo: z
      .array(z.string().max(128))
      .max(100)
      .default([])
      .describe("`root`, keys of organizational units or accounts, or ids; empty attaches none."),
    exemptRoles: list(
      existing(
        z
          .string()
          .regex(
            new RegExp(`^arn:aws(-us-gov|-cn)?:iam::\\d{12}:${ARN_RESOURCES.role.source.slice(1)}`),
            "the exact ARN of an IAM role, e.g. arn:aws:iam::111111111111:role/break-glass",
          ),
      ),
      { max: 20 },
    )
      .default([])
      .describe("Further roles that the guardrails do not bind. The deployment roles are always exempt."),
  })
  .prefault({})
  .describe("Service control and resource control policies that keep the chain's controls on.");
