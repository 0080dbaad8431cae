import { z } from "zod";
import { list, region } from "./common";

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
