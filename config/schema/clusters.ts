import { z } from "zod";
import { ADMISSION_ENGINES } from "../../aws";
import { region } from "./common";
import { existing } from "./existing";

/**
 * Names of clusters as the service that made them takes them.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateCluster.html
 * @see https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html
 */
const NAMES = {
  ecs: z.string().regex(/^[A-Za-z0-9_-]{1,255}$/, "1 to 255 letters, digits, - and _ for ECS, e.g. shop"),
  eks: z
    .string()
    .regex(
      /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$/,
      "1 to 100 letters, digits, - and _, beginning with a letter or digit, for EKS, e.g. shop",
    ),
};

const nameOf = (type: keyof typeof NAMES) =>
  existing(NAMES[type]).optional().describe("Name of the existing cluster in AWS. Default: the key.");

const clusterCommon = {
  region: region
    .optional()
    .describe(
      "Region of the cluster. Default: the home region if the account is used there, else the account's first region.",
    ),
  signatures: z
    .enum(["block", "alert", "off"])
    .default("alert")
    .describe(
      'What happens to an image without a trusted signature. `"off"` attaches nothing. This version makes the place where a verifier attaches and verifies nothing yet.',
    ),
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
      name: nameOf("ecs"),
      ...clusterCommon,
    }),
    z.strictObject({
      type: z.literal("eks").describe("Kind of the cluster."),
      name: nameOf("eks"),
      ...clusterCommon,
      engine: z
        .enum(ADMISSION_ENGINES)
        .default("kyverno")
        .describe("Admission controller that enforces signatures."),
    }),
  ])
  .describe("An existing ECS or EKS cluster.");
