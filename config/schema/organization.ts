import { z } from "zod";
import {
  ARN_RESOURCES,
  BUCKET_NAME,
  COVERAGES,
  INSPECTOR_SCAN_TYPES,
  ORGANIZATION_ID,
  ORGANIZATIONAL_UNIT_ID,
  ROOT_ID,
  SECURITY_STANDARDS,
} from "../../aws";
import { account } from "./accounts";
import { arn, email, key, list, region, rolePathAndName } from "./common";
import { pipelines } from "./pipelines";
import { registry } from "./registry";

const organization = z
  .strictObject({
    id: z
      .string()
      .regex(ORGANIZATION_ID, "the id of an organization such as o-exampleorg1")
      .describe("Id of the organization."),
    root: z
      .string()
      .regex(ROOT_ID, "the id of a root such as r-ex4m")
      .describe("Id of the organization's root."),
    partition: z
      .enum(["aws", "aws-us-gov", "aws-cn"])
      .default("aws")
      .describe("AWS partition that every account and region is in."),
    homeRegion: region.describe("Region of the registry, the pipelines and the Security Hub aggregator."),
    regions: list(region, { min: 1 }).describe("Every region in use, the home region included."),
    organizationalUnits: z
      .record(
        key,
        z
          .string()
          .regex(ORGANIZATIONAL_UNIT_ID, "the id of an organizational unit such as ou-ex4m-prod0001")
          .describe("Id of the organizational unit."),
      )
      .default({})
      .describe("Names for organizational units, for use elsewhere in this file."),
  })
  .describe("The AWS Organization.");

const state = z
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
          /^(?![/ ])(?!(?:.*\/)?\.\.(?:\/|$))[\w .@+/-]+$/,
          "a folder below the working folder, e.g. state",
        )
        .default("state")
        .describe("Folder of the state files, relative to the working folder."),
    }),
    z.strictObject({
      backend: z
        .literal("s3")
        .describe(
          "Where the state is: files on this machine, an existing S3 bucket with lock files, or HCP Terraform.",
        ),
      bucket: z
        .string()
        .regex(BUCKET_NAME, "a bucket name such as example-terraform-state")
        .describe("Existing bucket of the state."),
      region: region.optional().describe("Region of the bucket. Default: the home region."),
      prefix: z
        .string()
        .max(512)
        .regex(/^(?!(?:.*\/)?\.\.?(?:\/|$))[\w./-]*$/, "a key prefix such as supply-chain")
        .default("supply-chain")
        .describe("Folder of the state files in the bucket."),
      kmsKey: arn("kms", "a KMS key")
        .optional()
        .describe("Key that encrypts the state. Default: the bucket's own encryption."),
    }),
    z.strictObject({
      backend: z
        .literal("hcp-terraform")
        .describe(
          "Where the state is: files on this machine, an existing S3 bucket with lock files, or HCP Terraform.",
        ),
      hostname: z
        .string()
        .max(253)
        .regex(
          /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/,
          "a host name such as app.terraform.io",
        )
        .default("app.terraform.io")
        .describe("Host of HCP Terraform or Terraform Enterprise."),
      organization: z
        .string()
        .regex(/^[A-Za-z0-9_-]+$/, "letters, digits, - and _, e.g. example")
        .describe("Organization in HCP Terraform."),
      project: z
        .string()
        .regex(/^[\w-][\w -]{1,38}[\w-]$/, "3 to 40 letters, digits, spaces, - and _, e.g. supply-chain")
        .optional()
        .describe("Project of the workspaces. Default: the organization's default project."),
      workspace: z
        .string()
        .regex(
          /^[\w-]*\{stack\}[\w-]*$/,
          "letters, digits, - and _ around {stack}, e.g. supply-chain-{stack}",
        )
        .default("supply-chain-{stack}")
        .describe("Workspace name; {stack} stands for the stack's name."),
    }),
  ])
  .prefault({ backend: "local" })
  .describe("Where Terraform keeps its state. Default: local files.");

const deployment = z
  .strictObject({
    role: rolePathAndName
      .default("supply-chain-deployment")
      .describe("Role Terraform assumes in every account."),
    externalId: z
      .string()
      .regex(
        /^[\w+=,.@:/-]{2,1224}$/,
        "2 to 1224 letters, digits and + = , . @ : / - _, e.g. supply-chain-4711",
      )
      .optional()
      .describe("External id that the role's trust policy asks for. Default: none."),
  })
  .prefault({})
  .describe("How Terraform reaches the accounts.");

const COMPARISON = "(?:(?:=|!=|[<>]=?|~>) ?)?\\d+(?:\\.\\d+){0,2}";
/** Comparisons with commas between. @see https://developer.hashicorp.com/terraform/language/expressions/version-constraints */
const VERSION_CONSTRAINT = new RegExp(`^${COMPARISON}(?:, ?${COMPARISON})*$`);

const terraform = z
  .strictObject({
    awsProvider: z
      .string()
      .regex(VERSION_CONSTRAINT, "a version constraint such as ~> 6.25")
      .default("~> 6.25")
      .describe("Version constraint of hashicorp/aws."),
    terraform: z
      .string()
      .regex(VERSION_CONSTRAINT, "a version constraint such as >= 1.10")
      .default(">= 1.10")
      .describe("Version constraint of Terraform."),
  })
  .prefault({})
  .describe("Versions that the stacks require.");

const profile = z.strictObject({
  validity: z
    .string()
    .regex(/^[1-9]\d{0,3} (days|months|years)$/, "a number and days, months or years, e.g. 135 months")
    .default("135 months")
    .describe("How long a signature is valid. A change makes a new profile."),
  generation: z
    .int()
    .min(1)
    .max(9999)
    .default(1)
    .describe("Raise by one to replace the profile: the name of a cancelled profile cannot be used again."),
});

const signing = z
  .strictObject({
    profiles: z
      .record(
        key,
        profile
          .nullable()
          .transform((value) => value ?? profile.parse({}))
          .describe("A signing profile; nothing behind the key takes all its defaults."),
      )
      .prefault({})
      .describe("Profiles by key; a key becomes part of the profile's name."),
  })
  .prefault({})
  .describe("Signing profiles of AWS Signer.");

const inspector = z
  .strictObject({
    autoEnable: list(z.enum(INSPECTOR_SCAN_TYPES))
      .default(["ecr"])
      .describe(
        "What Inspector scans in every account of the organization; a scan that is on and not listed is switched off.",
      ),
  })
  .prefault({})
  .describe("Amazon Inspector.");

const coverage = z.enum(COVERAGES);
const guardDuty = z
  .strictObject({
    ecs: coverage.default("all").describe("Runtime Monitoring of ECS clusters on Fargate."),
    eks: coverage.default("all").describe("Runtime Monitoring of EKS clusters."),
    ec2: z
      .boolean()
      .default(false)
      .describe("Runtime Monitoring of EC2 instances, also those of ECS clusters."),
  })
  .prefault({})
  .describe("GuardDuty Runtime Monitoring.");

const securityHub = z
  .strictObject({
    standards: list(z.enum(SECURITY_STANDARDS))
      .default(["aws-foundational"])
      .describe("Standards that the central configuration turns on in every account."),
    notify: z
      .strictObject({ critical: email.optional(), high: email.optional() })
      .prefault({})
      .describe("Who hears of new findings of the container chain, by severity."),
  })
  .prefault({})
  .describe("AWS Security Hub.");

const guardrails = z
  .strictObject({
    attachTo: z
      .array(z.string().max(128))
      .max(100)
      .default([])
      .describe("`root`, keys of organizational units or accounts, or ids; empty attaches none."),
    exemptRoles: list(
      z
        .string()
        .regex(
          new RegExp(`^arn:aws(-us-gov|-cn)?:iam::\\d{12}:${ARN_RESOURCES.role.source.slice(1)}`),
          "the exact ARN of an IAM role, e.g. arn:aws:iam::111111111111:role/break-glass",
        ),
      { max: 20 },
    )
      .default([])
      .describe("Further roles that the guardrails do not bind; deployment roles never are."),
  })
  .prefault({})
  .describe("Service control and resource control policies that keep the chain's controls on.");

/** The one schema of `organization.yaml`; types, defaults, JSON Schema and key reference come from it. */
export const organizationSchema = z.strictObject({
  organization,
  accounts: z.record(key, account).describe("The accounts that take part, by key."),
  deployment,
  terraform,
  state,
  tags: z
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
    .describe("Tags that the provider puts on every resource."),
  signing,
  registry: registry.prefault({}).describe("The registry of the registry account, in the home region."),
  pipelines,
  inspector,
  guardDuty,
  securityHub,
  guardrails,
});

/** A validated `organization.yaml` with every default filled in. */
export type Organization = z.output<typeof organizationSchema>;
export type Account = Organization["accounts"][string];
export type Cluster = Account["clusters"][string];
export type Network = Account["networks"][number];
export type Repository = Organization["registry"]["repositories"][string];
export type Pipeline = Organization["pipelines"][string];
export type State = Organization["state"];
