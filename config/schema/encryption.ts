import { z } from "zod";
import { MUTABLE_TAG } from "../../aws";
import { arn } from "./common";

/** How the images of a repository are encrypted, for good. */
export const encryption = z
  .union([
    z.enum(["aes256", "kms", "kms-dsse"]),
    z.strictObject({
      kmsKey: arn("kms", "a KMS key in the registry's account and home region"),
      type: z
        .enum(["kms", "kms-dsse"])
        .default("kms")
        .describe("`kms-dsse` encrypts twice, in AWS GovCloud (US) alone."),
    }),
  ])
  .describe(
    "`aes256`: keys owned by ECR. `kms`: a key made and rotated by us; `kms-dsse`: the same, encrypted twice, in AWS GovCloud (US) alone. A map: a key of yours. Cannot change after creation.",
  );

/** Tags of a repository that may be moved. */
export const mutableTag = z
  .string()
  .regex(
    MUTABLE_TAG,
    "a tag pattern in which * is any run of characters, at most twice, not at both ends and beside two letters or digits, e.g. edge-*",
  );
