import { z } from "zod";
import {
  IMAGE_DIGEST,
  PINNED_IMAGE,
  PUBLISHER_IDENTITY,
  REPOSITORY_ADDRESS,
  REPOSITORY_ADDRESS_LENGTH,
  REPOSITORY_NAME,
  STOP_LIMIT,
} from "../../aws";
import { answered } from "./answered";
import { accountKey, email, key, list, region } from "./common";
import { droppedForReason } from "./dropped";
import { existing } from "./existing";

const DIGEST = `sha256:${"0a".repeat(32)}`;

const LET_IN = {
  example: "the vendor signs from version 8 on",
  reason: "Why, for whoever finds it in a decision.",
  holds: "Last day, in UTC, on which it holds",
  after: "The verifier counts the days itself and ignores an entry whose last day is further away or over.",
} as const;

const accounts = list(accountKey, { min: 1 }).describe("Accounts whose ECS clusters it is for.");

const exception = z
  .strictObject({
    image: existing(
      z
        .string()
        .max(REPOSITORY_ADDRESS_LENGTH + 72)
        .regex(
          PINNED_IMAGE,
          `registry/repository@sha256: and 64 digits of 0-9a-f, without tag and wildcard, with library/ before a single name of docker.io, e.g. public.ecr.aws/datadog/agent@${DIGEST}`,
        ),
    ).describe(
      "The one image, in ECR or elsewhere: `registry/repository@sha256:…`. The task definition has to name the digest; a tag has it in clusters with `tags: detect` alone, and in a repository that the cluster may run.",
    ),
    accounts,
    ...answered("exception", LET_IN),
  })
  .describe("An image that may run without a trusted signature.");

const breakGlass = z
  .strictObject({
    cluster: z
      .string()
      .regex(/^[a-z0-9_-]+\/[a-z0-9_-]+$/, "ACCOUNT/CLUSTER by their keys, e.g. shop-prod/shop")
      .describe("An ECS cluster with `signatures: block`, as `ACCOUNT/CLUSTER`."),
    service: existing(
      z.string().regex(/^[A-Za-z0-9_-]{1,255}$/, "1 to 255 letters, digits, - and _, e.g. api"),
    )
      .optional()
      .describe("Name of the service that may run any image. Default: `digest` says what may run."),
    digest: existing(z.string().regex(IMAGE_DIGEST, `sha256: and 64 digits of 0-9a-f, e.g. ${DIGEST}`))
      .optional()
      .describe("Digest of the image that may run in every service. Default: `service` says what may run."),
    ...answered("breakGlass", LET_IN),
  })
  .describe(
    "A service, or an image, that may run in an emergency whatever verification says. An alarm is on meanwhile.",
  );

/** A certificate in PEM; a check reads it. */
const certificate = z.string().max(16_384);

const publisher = z
  .strictObject({
    repositories: list(
      existing(
        z
          .string()
          .max(REPOSITORY_ADDRESS_LENGTH)
          .regex(
            REPOSITORY_ADDRESS,
            "the address of a repository of ECR without tag, digest and wildcard, e.g. 666666666666.dkr.ecr.eu-west-1.amazonaws.com/partner/agent",
          ),
      ),
      { min: 1, max: 100 },
    ).describe(
      "Addresses of the repositories of ECR whose images it signs, `registry/repository`; the accounts must be let in there. Signatures in other registries are not read: only `exceptions` lets an image of theirs in, each by its digest.",
    ),
    accounts,
    identities: list(
      z
        .string()
        .max(1_024)
        .regex(
          PUBLISHER_IDENTITY,
          "x509.subject: and the distinguished name of its certificate, at least its C, ST and O, e.g. x509.subject: C=US, ST=WA, O=Partner",
        ),
      { min: 1, max: 10 },
    ).describe("Whose certificates are trusted, as trust policies of the Notary Project say it."),
    certificates: z
      .array(certificate)
      .min(1)
      .max(10)
      .describe("Root certificates of the signatures, in PEM: a trust store of its own."),
    timestampAuthorities: z
      .array(certificate)
      .max(10)
      .default([])
      .describe(
        "Root certificates of the authorities that say when it signed, in PEM. Without them a signature ends with its certificate.",
      ),
  })
  .describe(
    "Somebody outside whose signatures are trusted for repositories of ECR outside the organization's registry.",
  );

/** An account that may have left the file. */
const anyAccount = z
  .string()
  .max(40)
  .regex(
    /^(?:\d{12}|[a-z][a-z0-9]*(?:[-_][a-z0-9]+)*)$/,
    "the key of an account, or its id in quotes, e.g. shop-prod",
  )
  .describe("Key of an account, or the 12 digits of its id in quotes.");

const droppedReach = z
  .strictObject({
    repositories: list(
      existing(
        z
          .string()
          .max(REPOSITORY_ADDRESS_LENGTH)
          .regex(
            REPOSITORY_NAME,
            "the name of a repository, or the address of one of a publisher, e.g. shop/api",
          ),
      ),
      { min: 1 },
    )
      .optional()
      .describe(
        "Names of repositories, or addresses of a publisher's, that are taken out or that some accounts may not run any more. Default: whatever they are.",
      ),
    regions: list(region, { min: 1 })
      .optional()
      .describe("Regions that are taken out of `registry.replication`. Default: wherever they are."),
    accounts: list(anyAccount, { min: 1 })
      .optional()
      .describe(
        "Accounts that may not run them any more, by key, or by id where the file does not have them any more. Default: whoever runs them.",
      ),
    ...droppedForReason,
  })
  .describe("Images that are trusted no more: those that fit all that is named.");

const counted = ({ least, usual, most }: (typeof STOP_LIMIT)[keyof typeof STOP_LIMIT]) =>
  z.int().min(least).max(most).default(usual);

const stopLimit = z
  .strictObject({
    stops: counted(STOP_LIMIT.stops).describe("Stops of one service, or family of tasks without a service."),
    minutes: counted(STOP_LIMIT.minutes).describe("Minutes in which they are counted."),
  })
  .prefault({})
  .describe(
    "What keeps a mistake in a policy from becoming an outage, in ECS clusters with `enforcedSince`: above so many stops tasks go on whose image was trusted in that service before, with an alarm, those of a service and one revision of its task definition for a day. An image that was never trusted is always stopped.",
  );

export const verification = z
  .strictObject({
    exceptions: z
      .record(key, exception)
      .default({})
      .describe("Images that may run without a trusted signature, by a name of your choice."),
    breakGlass: z
      .record(key, breakGlass)
      .default({})
      .describe("What may run in an emergency, by a name of your choice."),
    publishers: z
      .record(key, publisher)
      .default({})
      .describe("Who signs images of other registries, by a name of your choice."),
    dropped: z
      .array(droppedReach)
      .max(1000)
      .default([])
      .describe(
        "Trust that ends because a repository, a replica, an account that pulls or a publisher is taken out, each with a reason: docs/signing-rotation.md. Profiles are dropped where they are trusted.",
      ),
    stopLimit,
    notify: email
      .optional()
      .describe(
        "Who hears of the alarms of verification in every account and region with ECS clusters, each after one confirmation. Default: nobody; alarms are only shown in CloudWatch.",
      ),
  })
  .prefault({})
  .describe(
    "Verification of images on ECS: what is let in beside the images that this organization signs. The mode stands with each cluster.",
  );
