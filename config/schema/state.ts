import { z } from "zod";
import { BUCKET_NAME } from "../../aws";
import { arn, region } from "./common";
import { existing } from "./existing";

export const state = z
  .discriminatedUnion("backend", [
    z.strictObject({
      backend: z
        .literal("local")
        .describe(
          "Where the state is: files on this machine, an existing S3 bucket with lock files, or HCP Terraform.",
        ),
      directory: z
        .string()
        .max(255)
        .regex(
          /^(?![/ ])(?!(?:.*\/)?\.\.(?:\/|$))(?:[\w .@+/-]|\{organization\})+$/,
          "a folder below the working folder, e.g. state/{organization}",
        )
        .default("state/{organization}")
        .describe(
          "Folder of the state files, relative to the working folder; {organization} stands for the organization's id, which keeps the states of several organizations apart.",
        ),
    }),
    z.strictObject({
      backend: z
        .literal("s3")
        .describe(
          "Where the state is: files on this machine, an existing S3 bucket with lock files, or HCP Terraform.",
        ),
      bucket: existing(
        z.string().regex(BUCKET_NAME, "a bucket name such as example-terraform-state"),
      ).describe("Existing bucket of the state."),
      region: region.optional().describe("Region of the bucket. Default: the home region."),
      prefix: z
        .string()
        .max(512)
        .regex(
          /^(?!(?:.*\/)?\.\.?(?:\/|$))(?:[\w./-]|\{organization\})*$/,
          "a key prefix such as supply-chain/{organization}",
        )
        .default("supply-chain/{organization}")
        .describe(
          "Folder of the state files in the bucket; {organization} stands for the organization's id.",
        ),
      kmsKey: arn("kms", "a KMS key")
        .optional()
        .describe("Key that encrypts the state. Default: the bucket's own encryption."),
      role: arn("iam", "an IAM role")
        .optional()
        .describe(
          "Role Terraform assumes to reach the state. Default: it uses the credentials of whoever runs it.",
        ),
    }),
    z.strictObject({
      backend: z
        .literal("hcp-terraform")
        .describe(
          "Where the state is: files on this machine, an existing S3 bucket with lock files, or HCP Terraform.",
        ),
      hostname: existing(
        z
          .string()
          .max(253)
          .regex(
            /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/,
            "a host name such as app.terraform.io",
          ),
      )
        .default("app.terraform.io")
        .describe("Host of HCP Terraform or Terraform Enterprise."),
      organization: existing(
        z.string().regex(/^[A-Za-z0-9_-]+$/, "letters, digits, - and _, e.g. example"),
      ).describe("Organization in HCP Terraform."),
      project: existing(
        z
          .string()
          .regex(/^[\w-][\w -]{1,38}[\w-]$/, "3 to 40 letters, digits, spaces, - and _, e.g. supply-chain"),
      )
        .optional()
        .describe("Project of the workspaces. Default: the organization's default project."),
      workspace: z
        .string()
        .regex(
          /^(?:[\w-]|\{organization\})*\{stack\}(?:[\w-]|\{organization\})*$/,
          "letters, digits, - and _ around {stack}, e.g. supply-chain-{organization}-{stack}",
        )
        .default("supply-chain-{organization}-{stack}")
        .describe(
          "Workspace name; {stack} stands for the stack's name, {organization} for the organization's id.",
        ),
    }),
  ])
  .prefault({ backend: "local" })
  .describe("Where Terraform keeps its state. Default: local files.");
