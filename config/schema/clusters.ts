import { z } from "zod";
import { ADMISSION_ENGINES, REPOSITORY_ADDRESS_LENGTH } from "../../aws";
import { list, region } from "./common";
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
      'What happens to an image without a trusted signature: `block` keeps it out, `alert` tells of it, `"off"` attaches nothing. For EKS this version makes the place where a verifier attaches and verifies nothing yet.',
    ),
  runtimeMonitoring: z
    .boolean()
    .optional()
    .describe(
      "Whether GuardDuty watches the cluster. Default: yes where `guardDuty` says all, no where it says selected.",
    ),
};

/** A repository of the file by its name, or one of another registry by its address. */
const runnable = z
  .string()
  .max(REPOSITORY_ADDRESS_LENGTH)
  .regex(
    /^[a-z0-9][a-z0-9._/:-]*[a-z0-9]$/,
    "the name of a repository of `registry.repositories`, or the address of one of `verification.publishers`, e.g. shop/api",
  );

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html */
const serviceName = existing(
  z.string().regex(/^[A-Za-z0-9_-]{1,255}$/, "1 to 255 letters, digits, - and _, e.g. api"),
);

/** What the verifier of an ECS cluster is told beside the mode. */
const verified = {
  tags: z
    .enum(["refuse", "detect"])
    .default("refuse")
    .describe(
      "What an image without a digest is: `refuse` takes digests only; `detect` verifies what the tag names and compares once tasks run, so code may run before it is found to be another.",
    ),
  enforcedSince: z.iso
    .date({ error: "a day such as 2026-03-31" })
    .optional()
    .describe(
      "With `block`: first day, in UTC, whose tasks are stopped when their image is definitely not trusted, however they were started. Default: no task is stopped; deployments are kept out and other tasks are told of.",
    ),
  repositories: list(runnable, { min: 1 })
    .optional()
    .describe(
      "Repositories whose images the cluster may run. Default: all that its account may pull, and those of `verification.publishers` for it.",
    ),
  services: z
    .record(
      serviceName,
      list(runnable, { min: 1 }).describe("Repositories whose images the service may run."),
    )
    .default({})
    .describe("The same for single services, by name, of the cluster's repositories."),
};

export const cluster = z
  .discriminatedUnion("type", [
    z.strictObject({
      type: z.literal("ecs").describe("Kind of the cluster."),
      name: nameOf("ecs"),
      ...clusterCommon,
      ...verified,
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
