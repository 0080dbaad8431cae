import { presenceOf } from "../presence";
import { isUnresolved } from "../reference";
import { type Context, excused, type Finding, type Rule } from "../rule";
import { blocksOf, type Resource, type StackView } from "../stack";

/** What a type must say to be encrypted: the values found there, and the ones that encrypt. */
interface Requirement {
  readonly values: (resource: Resource, stack: StackView) => readonly unknown[];
  /** @default - any value */
  readonly allowed?: readonly unknown[];
  readonly change: string;
}

const argument = (name: string) => (resource: Resource) => [resource.body[name]];
const nested =
  (...path: readonly string[]) =>
  ({ body }: Resource): unknown[] => {
    const names = path.slice(0, -1);
    const blocks = names.reduce((bodies, name) => bodies.flatMap((inner) => blocksOf(inner, name)), [body]);
    return blocks.map((inner) => inner[path.at(-1) ?? ""]);
  };

const ecr: Requirement = {
  values: nested("encryption_configuration", "encryption_type"),
  allowed: ["AES256", "KMS", "KMS_DSSE"],
  change: 'set encryption_configuration with encryption_type "AES256" or "KMS"',
};

const REQUIREMENTS: Readonly<Record<string, Requirement>> = {
  aws_s3_bucket: {
    values: (bucket, stack) =>
      stack
        .belongingTo(bucket, "aws_s3_bucket_server_side_encryption_configuration", "bucket", "bucket")
        .flatMap(nested("rule", "apply_server_side_encryption_by_default", "sse_algorithm")),
    allowed: ["aws:kms", "aws:kms:dsse", "AES256"],
    change: 'add an aws_s3_bucket_server_side_encryption_configuration with "aws:kms" or "AES256"',
  },
  aws_ecr_repository: ecr,
  aws_ecr_repository_creation_template: ecr,
  aws_sns_topic: { values: argument("kms_master_key_id"), change: "set kms_master_key_id" },
  aws_sqs_queue: {
    values: ({ body }) => (body["sqs_managed_sse_enabled"] === true ? [true] : [body["kms_master_key_id"]]),
    change: "set kms_master_key_id or sqs_managed_sse_enabled = true",
  },
  aws_cloudwatch_log_group: { values: argument("kms_key_id"), change: "set kms_key_id" },
  aws_codebuild_project: { values: argument("encryption_key"), change: "set encryption_key" },
  aws_codepipeline: {
    values: ({ body }) =>
      blocksOf(body, "artifact_store").map((store) => blocksOf(store, "encryption_key")[0]?.["id"]),
    change: "set encryption_key in every artifact_store",
  },
  aws_dynamodb_table: {
    values: nested("server_side_encryption", "enabled"),
    allowed: [true],
    change: "set server_side_encryption with enabled = true",
  },
  aws_ebs_volume: { values: argument("encrypted"), allowed: [true], change: "set encrypted = true" },
  aws_efs_file_system: { values: argument("encrypted"), allowed: [true], change: "set encrypted = true" },
  aws_kinesis_stream: {
    values: argument("encryption_type"),
    allowed: ["KMS"],
    change: 'set encryption_type = "KMS" and kms_key_id',
  },
};

function judge(context: Context, resource: Resource, requirement: Requirement): Finding[] {
  const { allowed, change, values: valuesOf } = requirement;
  const values = valuesOf(resource, context.stack);
  const judged = values.length === 0 ? [undefined] : values;
  for (const value of judged) {
    const presence = presenceOf(value);
    if (presence === "set" && (allowed ? allowed.includes(value) : true)) continue;
    if (excused(context, "encryption-at-rest", { resource })) return [];
    if (presence === "undecided" || isUnresolved(value)) {
      const message = `the encryption setting ${String(value)} could not be decided`;
      return [{ resource, message, change: `write it as a literal: ${change}` }];
    }
    const found =
      value === undefined || value === null || value === "" ? "" : ` with ${JSON.stringify(value)}`;
    return [{ resource, message: `is not encrypted at rest${found}`, change }];
  }
  return [];
}

/** Whatever keeps data says that it is encrypted. */
export const encryptionAtRest: Rule = {
  id: "encryption-at-rest",
  description:
    "Buckets, repositories, topics, queues, build and pipeline artifacts, tables, volumes, file systems and streams are encrypted.",
  check: (context) =>
    Object.entries(REQUIREMENTS).flatMap(([type, requirement]) =>
      context.stack.ofType(type).flatMap((resource) => judge(context, resource, requirement)),
    ),
};
