import { isUnresolved } from "../reference";
import { type Rule } from "../rule";
import { blocksOf } from "../stack";

/** Types whose loss cannot be undone: data, keys, signatures' profiles, and what an organization hangs on. */
export const STATEFUL_TYPES = [
  "aws_dynamodb_table",
  "aws_ebs_volume",
  "aws_ecr_repository",
  "aws_efs_file_system",
  "aws_guardduty_detector",
  "aws_kms_key",
  "aws_organizations_account",
  "aws_organizations_organization",
  "aws_organizations_organizational_unit",
  "aws_s3_bucket",
  "aws_securityhub_account",
  "aws_securityhub_finding_aggregator",
  "aws_signer_signing_profile",
] as const;

/** A plan cannot throw away what cannot be made again. */
export const protectedFromDestroy: Rule = {
  id: "protected-from-destroy",
  description: "Resources whose loss cannot be undone have `lifecycle.prevent_destroy`.",
  check: ({ stack }) =>
    STATEFUL_TYPES.flatMap((type) => stack.ofType(type)).flatMap((resource) => {
      const values = blocksOf(resource.body, "lifecycle").map((block) => block["prevent_destroy"]);
      if (values.includes(true)) return [];
      const unresolved = values.find(isUnresolved);
      const message =
        unresolved === undefined
          ? "a plan may destroy it"
          : `whether a plan may destroy it could not be decided: ${unresolved}`;
      return [{ resource, message, change: "set lifecycle.prevent_destroy = true" }];
    }),
};
