import { z } from "zod";
import { cluster } from "./clusters";
import { accountId, arn, key, list, region } from "./common";
import { network } from "./networks";

export const role = z.enum(["management", "security", "registry", "pipeline", "workload"]);

export const account = z
  .strictObject({
    id: accountId,
    role: z
      .union([role, list(role, { min: 1 })])
      .transform((value): z.output<typeof role>[] => (Array.isArray(value) ? value : [value]))
      .describe("What the account is for; one account may play several roles."),
    organizationalUnit: z
      .string()
      .optional()
      .describe(
        "Key of `organization.organizationalUnits`, or an id such as ou-ex4m-prod0001. Default: the root.",
      ),
    regions: list(region, { min: 1 })
      .optional()
      .describe("Regions the account is used in. Default: all of the organization."),
    deploymentRole: arn("iam", "an IAM role")
      .optional()
      .describe("Role Terraform assumes in this account. Default: `deployment.role` in this account."),
    networks: z.array(network).default([]).describe("Existing VPCs that need private endpoints."),
    clusters: z.record(key, cluster).default({}).describe("Existing clusters of a workload account."),
  })
  .describe("An account of the organization.");
