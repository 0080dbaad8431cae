import { z } from "zod";
import { rolePathAndName } from "./common";
import { existing } from "./existing";

export const deployment = z
  .strictObject({
    role: rolePathAndName
      .default("supply-chain-deployment")
      .describe("Role Terraform assumes in every account."),
    externalId: existing(
      z
        .string()
        .regex(
          /^[\w+=,.@:/-]{2,1224}$/,
          "2 to 1224 letters, digits and + = , . @ : / - _, e.g. supply-chain-4711",
        ),
    )
      .optional()
      .describe("External id that the role's trust policy asks for. Default: none."),
  })
  .prefault({})
  .describe("How Terraform reaches the accounts.");
