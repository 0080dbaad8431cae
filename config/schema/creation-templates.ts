import { z } from "zod";
import { REPOSITORY_NAME, REPOSITORY_NAME_LENGTH } from "../../aws";
import { existingRole, list, region } from "./common";
import { encryption, mutableTag } from "./encryption";
import { keep } from "./keep";

/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/repository-creation-templates.html */
const prefix = z
  .string()
  .min(REPOSITORY_NAME_LENGTH.min)
  .max(REPOSITORY_NAME_LENGTH.max)
  .regex(
    new RegExp(`^ROOT$|${REPOSITORY_NAME.source}`),
    "ROOT, or the beginning of repository names without the closing slash, e.g. sandbox",
  );

const template = z
  .strictObject({
    appliedFor: list(z.enum(["CREATE_ON_PUSH", "REPLICATION", "PULL_THROUGH_CACHE"]), { min: 1 }).describe(
      "What makes ECR create a repository. A push creates at home alone, a replication in the regions of `replication`, a cache in folders below its prefix.",
    ),
    regions: list(region, { min: 1 })
      .optional()
      .describe("Regions of the registry that have the template. Default: the home region."),
    push: z
      .array(existingRole)
      .max(20)
      .default([])
      .describe(
        "Existing roles of the registry's account that may push into what is created, for `CREATE_ON_PUSH`. Their own policies must allow ecr:CreateRepository too.",
      ),
    pull: z
      .literal("organization")
      .optional()
      .describe("Lets the whole organization pull. Default: the registry's account alone may."),
    keep: keep.optional().describe("What the lifecycle policy keeps. Default: every image."),
    encryption: encryption
      .optional()
      .describe("A key of yours is used in the home region alone. Default: `registry.encryption`."),
    mutableTags: z
      .union([z.literal("all"), list(mutableTag, { max: 5 })])
      .default([])
      .describe("Tag patterns that may be moved, or all of them; every other tag is immutable."),
  })
  .describe(
    "What ECR makes of repositories that this file does not declare; the key is the beginning of their names. It works once, when a repository is created.",
  );

export const creationTemplates = z
  .record(prefix, template)
  .prefault({})
  .describe(
    "Settings of repositories that nobody declared, by the beginning of their names; `ROOT` stands for every name without another template. Nobody signs what is in them.",
  );
