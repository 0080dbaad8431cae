import { z } from "zod";
import { BUCKET_ARN } from "../../aws";
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
    foreignBuckets: list(
      z.string().regex(BUCKET_ARN, "the ARN of a bucket such as arn:aws:s3:::amzn-s3-demo-bucket"),
      { max: 100 },
    )
      .default([])
      .describe(
        "Buckets outside the organization whose objects anybody in the VPC may read through the S3 endpoint, and " +
          "nobody may write. Buckets of AWS that instances and agents download from need no naming.",
      ),
  })
  .describe(
    "An existing VPC that reaches ECR and GuardDuty through endpoints. We attach to it and never own it.",
  );
