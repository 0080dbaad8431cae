import { z } from "zod";
import { ARCHITECTURES, STAGE_ACTION_COUNT } from "../../aws";
import { accountKey, arn, email, key, list, rolePathAndName } from "./common";
import { existing } from "./existing";

const clusterRef = z
  .string()
  .regex(
    /^[a-z][a-z0-9_-]*\/[a-z][a-z0-9_-]*$/,
    "ACCOUNT/CLUSTER, both keys of this file, e.g. shop-prod/shop",
  )
  .describe("ACCOUNT/CLUSTER, e.g. shop-prod/shop.");

/** A path inside the source: it neither begins at the root nor climbs out, nor reads as an option of a command. */
const relativePath = existing(
  z
    .string()
    .max(1024)
    .regex(/^(?![/-])(?!(?:.*\/)?\.\.(?:\/|$))[\w./-]+$/, "a path inside the source, e.g. build/Dockerfile"),
);

const source = z
  .strictObject({
    github: existing(
      z
        .string()
        .regex(
          /^[A-Za-z0-9][A-Za-z0-9_-]{0,99}\/(?!\.{1,2}$)[A-Za-z0-9_.-]{1,100}$/,
          "OWNER/REPOSITORY, e.g. example/api",
        ),
    ).describe("Repository on github.com, reached through an AWS CodeConnections connection."),
    branch: existing(
      z
        .string()
        .regex(/^(?![-/])(?!.*(?:\.\.|\/\/|[./]$|\.lock$))[\w./-]{1,255}$/, "a branch name such as main"),
    )
      .default("main")
      .describe("Branch whose commits are built."),
    connection: arn("(codeconnections|codestar-connections)", "an existing connection")
      .optional()
      .describe("Default: a connection is created and waits to be authorized once in the console."),
  })
  .describe("Where the source is.");

const build = z
  .strictObject({
    dockerfile: relativePath.default("Dockerfile").describe("Dockerfile in the source."),
    context: relativePath.default(".").describe("Build context in the source."),
    architecture: z
      .enum(ARCHITECTURES)
      .default("amd64")
      .describe("Architecture of the build machine and the image."),
    timeoutMinutes: z.int().min(5).max(480).default(30).describe("Longest run of the build, in minutes."),
  })
  .describe("The CodeBuild image build.");

const deployTarget = z.strictObject({
  cluster: clusterRef,
  service: existing(z.string().regex(/^[A-Za-z0-9_-]{1,255}$/, "an ECS service name such as api"))
    .optional()
    .describe("Service of an ECS cluster."),
  container: existing(z.string().regex(/^[A-Za-z0-9_-]{1,255}$/, "a container name such as api"))
    .optional()
    .describe("Container of the task definition. Default: the service's name."),
  taskRoles: list(rolePathAndName, { min: 1, max: 20 })
    .optional()
    .describe(
      "Path and name of every task and execution role, in the cluster's account, that task definitions of the ECS service name; the pipeline passes no other. Default: SERVICE-task and SERVICE-execution.",
    ),
  manifests: list(relativePath, { min: 1 })
    .optional()
    .describe("Kubernetes manifests of an EKS cluster, in the source."),
  namespace: existing(z.string().regex(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/, "a namespace such as shop"))
    .default("default")
    .describe("Namespace of an EKS cluster."),
});

export const pipeline = z
  .strictObject({
    account: accountKey
      .optional()
      .describe("Account that runs the pipeline. Default: the only account with role pipeline."),
    source,
    image: z.string().describe("Repository of `registry.repositories` that the pipeline pushes to."),
    build: build.prefault({}),
    approval: z
      .strictObject({ notify: email })
      .optional()
      .describe("A person approves before deployment. Default: no approval."),
    deploy: z
      .array(deployTarget)
      .max(STAGE_ACTION_COUNT)
      .default([])
      .describe("Where the image is deployed, by digest, in this order."),
  })
  .describe("From a commit to the deployed image.");

export const pipelines = z.record(key, pipeline).default({}).describe("Pipelines by key.");
