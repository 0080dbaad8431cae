import { z } from "zod";
import { ADMISSION_ENGINES } from "../../aws";
import { accountId, arn, key, list, region } from "./common";

export const role = z.enum(["management", "security", "registry", "pipeline", "workload"]);

export const network = z
  .strictObject({
    region: region.optional().describe("Region of the VPC. Default: as for a cluster."),
    vpc: z
      .string()
      .regex(/^vpc-[0-9a-f]{8,17}$/, "the id of a VPC such as vpc-0a1b2c3d4e5f60718")
      .describe("Id of the VPC."),
    subnets: list(
      z.string().regex(/^subnet-[0-9a-f]{8,17}$/, "the id of a subnet such as subnet-0a1b2c3d4e5f60718"),
      {
        min: 1,
      },
    ).describe("Subnets that get the interface endpoints' network interfaces, one per availability zone."),
    routeTables: list(
      z.string().regex(/^rtb-[0-9a-f]{8,17}$/, "the id of a route table such as rtb-0a1b2c3d4e5f60718"),
      {
        min: 1,
      },
    ).describe("Route tables of the private subnets, for the S3 gateway endpoint."),
    cidr: z.cidrv4().describe("Address range whose workloads may reach the endpoints, usually the VPC's."),
  })
  .describe(
    "An existing VPC that reaches ECR and GuardDuty through endpoints. We attach to it and never own it.",
  );

const clusterCommon = {
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/, "1 to 100 letters, digits, - and _, e.g. shop")
    .optional()
    .describe("Name of the existing cluster in AWS. Default: the key."),
  region: region
    .optional()
    .describe(
      "Region of the cluster. Default: the home region if the account is used there, else the account's first region.",
    ),
  signatures: z
    .enum(["block", "alert", "off"])
    .default("alert")
    .describe("What happens to an image without a trusted signature. `off` attaches nothing."),
  runtimeMonitoring: z
    .boolean()
    .optional()
    .describe(
      "Whether GuardDuty watches the cluster. Default: yes where `guardDuty` says all, no where it says selected.",
    ),
};

export const cluster = z
  .discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("ecs").describe("Kind of the cluster."),
      ...clusterCommon,
    }),
    z.strictObject({
      type: z.literal("eks").describe("Kind of the cluster."),
      ...clusterCommon,
      engine: z
        .enum(ADMISSION_ENGINES)
        .default("kyverno")
        .describe("Admission controller that enforces signatures."),
    }),
  ])
  .describe("An existing ECS or EKS cluster.");

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
