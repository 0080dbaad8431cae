import { z } from "zod";
import { ADMISSION_ENGINES } from "../../aws";
import { region } from "./common";
import { existing } from "./existing";

const clusterCommon = {
  name: existing(
    z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/, "1 to 100 letters, digits, - and _, e.g. shop"),
  )
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
    .describe('What happens to an image without a trusted signature. `"off"` attaches nothing.'),
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
