import { z } from "zod";
import { COVERAGES } from "../../aws";

const coverage = z.enum(COVERAGES);
export const guardDuty = z
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
