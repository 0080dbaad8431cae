import { z } from "zod";
import {
  CACHE_PREFIX_LENGTH,
  PULL_TIME_EXCLUSIONS,
  REPOSITORY_NAME,
  REPOSITORY_NAME_LENGTH,
  SCAN_FILTER_LENGTH,
  UPSTREAM_NAMES,
  UPSTREAMS,
} from "../../aws";
import { accountKey, arn, email, existingRole, key, list, region } from "./common";
import { creationTemplates } from "./creation-templates";
import { dropped } from "./dropped";
import { encryption, mutableTag } from "./encryption";
import { existing } from "./existing";
import { keep } from "./keep";
import { repositoryEvents } from "./repository-events";
import { repositoryTags } from "./tags";
import { NEEDED_VERSIONS } from "./terraform";

export const repository = z.strictObject({
  signedBy: key
    .optional()
    .describe(
      "Key of `signing.profiles`; every push is signed with it. Default: the only profile, if there is exactly one.",
    ),
  trustedProfiles: list(key, { max: 2 })
    .default([])
    .describe(
      "Keys of `signing.profiles` that are trusted beside the one that signs: the next one before it signs, an earlier one while images in use carry only its signatures: docs/signing-rotation.md.",
    ),
  droppedProfiles: z
    .array(
      z
        .strictObject({
          profile: key.describe("Key of the profile; `signing.profiles` need not have it any more."),
          ...dropped,
        })
        .describe("A profile, with the evidence that nothing needs it here or a reason."),
    )
    .max(20)
    .default([])
    .describe(
      "Profiles that are trusted here no more, each with the evidence that no image in use needs it, or a reason.",
    ),
  push: z
    .array(existingRole)
    .default([])
    .describe(
      "Existing roles that may push beside the pipeline that builds the image, and sign what they push by an inline policy that a stack of their account adds. Those of other accounts than the registry's need the actions of a push in their own policies too, and signer:SignPayload where their account has no stack.",
    ),
  pull: z
    .union([z.literal("organization"), list(accountKey, { min: 1 })])
    .default("organization")
    .describe("Accounts that may pull, or the whole organization."),
  lambdaPull: list(accountKey).default([]).describe("Accounts whose Lambda functions run this image."),
  verify: list(z.union([accountKey, existingRole]))
    .default([])
    .describe(
      "Accounts, or existing roles, that read signatures and how far signing is, and may not pull otherwise: whatever judges images without running them. A role's own policy must allow it too.",
    ),
  downstreams: z
    .union([z.literal("organization"), list(accountKey)])
    .default([])
    .describe(
      "Accounts whose pull-through caches may copy the images into registries of their own, or the whole organization. Caches of this file are let in by themselves.",
    ),
  keep: keep.prefault({ untaggedDays: 14 }),
  encryption: encryption.optional().describe("Default: `registry.encryption`."),
  mutableTags: list(mutableTag, { max: 5 })
    .default([])
    .describe("Tag patterns that may be moved, such as latest; every other tag is immutable."),
  tags: repositoryTags,
  events: repositoryEvents,
});

export const upstream = z.enum(UPSTREAM_NAMES);

/** Upstreams of which everybody has registries of their own. */
const REGISTRY_HOSTS = Object.values(UPSTREAMS).flatMap(({ host }) =>
  typeof host === "string" ? [] : [host],
);

const madeCredential = z
  .strictObject({
    version: z
      .int()
      .min(1)
      .max(1_000_000)
      .describe("Raise it to write the secret anew from the Terraform variable."),
  })
  .describe(
    "Makes the secret, from the ephemeral Terraform variable `upstream_credential_…` of the registry's stack, an object of `username` and `accessToken` that neither plan nor state holds. Needs Terraform 1.11.",
  );

const cacheSettings = z.strictObject({
  upstream: upstream.optional().describe("Upstream registry. Default: the key."),
  credentials: z
    .union([arn("secretsmanager", "a secret named ecr-pullthroughcache/…"), madeCredential])
    .optional()
    .describe(
      "Secret for an upstream that asks for a login, in the registry's account and the first of `regions`. In its other regions the cache logs in with the secret's replica, which you have Secrets Manager make.",
    ),
  regions: list(region, { min: 1 })
    .optional()
    .describe(
      "Regions in which the registry caches it, with and without replicas of the repositories. Default: the home region.",
    ),
  registry: existing(
    z
      .string()
      .regex(
        new RegExp(REGISTRY_HOSTS.map(({ pattern }) => pattern.source).join("|")),
        `${REGISTRY_HOSTS.map(({ example }) => example).join(" or ")}, e.g. example.azurecr.io`,
      ),
  )
    .optional()
    .describe("Registry host, for azure and ecr alone, which have many."),
  encryption: encryption
    .optional()
    .describe(
      "How the repositories that the cache makes are encrypted; a key of yours is used in the home region alone. Default: `registry.encryption`.",
    ),
  import: z
    .union([z.literal("organization"), list(accountKey, { min: 1 })])
    .default("organization")
    .describe(
      "Accounts that may pull what is not cached yet, beside the registry's own, or the whole organization.",
    ),
});

/** As ECR takes them. */
const cachePrefix = z
  .string()
  .regex(REPOSITORY_NAME, "lower-case letters and digits with single . _ - or / between, e.g. quay.io")
  // A check says what to do instead of another length.
  .meta({ minLength: CACHE_PREFIX_LENGTH.min, maxLength: CACHE_PREFIX_LENGTH.max });

export const pullThroughCache = z
  .union([
    list(upstream).transform((list) =>
      Object.fromEntries(
        list.map((name): [string, z.output<typeof cacheSettings>] => [name, cacheSettings.parse({})]),
      ),
    ),
    z.record(
      cachePrefix,
      cacheSettings
        .nullable()
        .transform((value) => value ?? cacheSettings.parse({}))
        .describe(
          "An upstream registry; the key is the prefix of its repositories here, which may have dots and folders. Nothing behind it takes all defaults.",
        ),
    ),
  ])
  .prefault({})
  .describe(
    "Upstream registries cached under a prefix of the same name: a list, or a map of prefix to settings.",
  );

/** @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_ScanningRepositoryFilter.html */
const filter = z
  .string()
  .max(SCAN_FILTER_LENGTH)
  .regex(
    /^[a-z0-9*]+(?:[._/-][a-z0-9*]+)*$/,
    "lower-case letters, digits and * for any run of characters, with single . _ - / between, e.g. shop/*",
  );

export const scanning = z
  .strictObject({
    mode: z.enum(["basic", "enhanced"]).default("enhanced").describe("`enhanced` is Amazon Inspector."),
    continuous: list(filter, { max: 100 })
      .default([])
      .describe("Repository filters scanned again whenever a new CVE appears (enhanced only)."),
    onPush: list(filter, { max: 100 }).default(["*"]).describe("Repository filters scanned at push."),
  })
  .describe("Image scanning of the whole registry.");

/** Roles whose pulls do not count that the file may list: one more is the signing watch's. */
export const LISTED_EXCLUSIONS = PULL_TIME_EXCLUSIONS.count - 1;
const excludedRole = arn("iam", "an IAM role").max(PULL_TIME_EXCLUSIONS.arnLength);

export const registry = z.strictObject({
  encryption: encryption
    .default("aes256")
    .describe(
      "How repositories are encrypted, also those that caches make and replicas that nobody declared, for which a key of yours is used in the home region alone. Those that exist keep theirs: it cannot change after creation.",
    ),
  scanning: scanning.prefault({}),
  replication: list(region, { max: 25 })
    .default([])
    .describe("Regions that hold replicas of every repository."),
  pullThroughCache,
  notify: email
    .optional()
    .describe(
      "Who hears of images that were not replicated or cached, of settings changed or images deleted by somebody who does not deploy, and of the alarms of signing and scanning. Default: nobody; alarms are only shown in CloudWatch.",
    ),
  pullTimeExclusions: list(excludedRole)
    // A check says what to do instead of more.
    .meta({ maxItems: LISTED_EXCLUSIONS })
    .default([])
    .describe(
      "Roles whose pulls do not count as use of an image, such as those of scanners; Amazon Inspector's never do, and the signing watch's role is added by itself. Without them nothing that a scanner pulls is ever archived.",
    ),
  blobMounting: z
    .boolean()
    .optional()
    .describe(
      `Whether a push may take layers from other repositories that the pusher may read. Needs hashicorp/aws ${NEEDED_VERSIONS.blobMounting}. Default: as the account has it; ECR begins with false.`,
    ),
  creationTemplates,
  repositories: z
    .record(
      z
        .string()
        .min(REPOSITORY_NAME_LENGTH.min)
        .max(REPOSITORY_NAME_LENGTH.max)
        .regex(
          REPOSITORY_NAME,
          "lower-case letters and digits with single . _ - or / between, e.g. shop/api",
        ),
      repository
        .nullable()
        .transform((value) => value ?? repository.parse({}))
        .describe("A repository; nothing behind the name takes all its defaults."),
    )
    .prefault({})
    .describe("Repositories by name, e.g. shop/api."),
});
