import { uncertainCompanion } from "../companion";
import { presenceOf } from "../presence";
import { isUnresolved } from "../reference";
import { type Context, excused, type Finding, type Rule } from "../rule";
import { blocksOf, type Body, type Link, type Resource, type StackView } from "../stack";

/** What a type must say to be encrypted: the values found there, and the ones that encrypt. */
interface Requirement {
  readonly values: (resource: Resource, stack: StackView) => readonly unknown[];
  /** @default - any value */
  readonly allowed?: readonly unknown[];
  /** Where the setting is a resource of its own. @default - it is part of the resource */
  readonly companion?: Link;
  readonly change: string;
}

/** The values at a path of nested blocks and an argument; one that is not set where a block is missing. */
function valuesAt(body: Body, [name = "", ...rest]: readonly string[]): unknown[] {
  if (rest.length === 0) return [body[name] ?? undefined];
  const blocks = blocksOf(body, name);
  return blocks.length === 0 ? [undefined] : blocks.flatMap((block) => valuesAt(block, rest));
}

const at =
  (...path: readonly string[]) =>
  ({ body }: Resource) =>
    valuesAt(body, path);

const BUCKET_ENCRYPTION = ["aws_s3_bucket_server_side_encryption_configuration", "bucket", "bucket"] as const;

const ecr: Requirement = {
  values: at("encryption_configuration", "encryption_type"),
  allowed: ["AES256", "KMS", "KMS_DSSE"],
  change: 'set encryption_configuration with encryption_type "AES256" or "KMS"',
};

const REQUIREMENTS: readonly (readonly [type: string, requirement: Requirement])[] = [
  [
    "aws_s3_bucket",
    {
      values: (bucket, stack) =>
        stack
          .belongingTo(bucket, ...BUCKET_ENCRYPTION)
          .flatMap(at("rule", "apply_server_side_encryption_by_default", "sse_algorithm")),
      allowed: ["aws:kms", "aws:kms:dsse", "AES256"],
      companion: BUCKET_ENCRYPTION,
      change: 'add an aws_s3_bucket_server_side_encryption_configuration with "aws:kms" or "AES256"',
    },
  ],
  // Only the table of AWS's exceptions says why it needs none.
  ["aws_s3_directory_bucket", { values: () => [], change: "use an aws_s3_bucket" }],
  ["aws_ecr_repository", ecr],
  ["aws_ecr_repository_creation_template", ecr],
  ["aws_sns_topic", { values: at("kms_master_key_id"), change: "set kms_master_key_id" }],
  [
    "aws_sqs_queue",
    {
      values: ({ body }) => {
        const { kms_master_key_id: key, sqs_managed_sse_enabled: managed } = body;
        if (managed === true) return ["SSE-SQS"];
        return [isUnresolved(managed) && presenceOf(key) === "unset" ? managed : key];
      },
      change: "set kms_master_key_id or sqs_managed_sse_enabled = true",
    },
  ],
  ["aws_cloudwatch_log_group", { values: at("kms_key_id"), change: "set kms_key_id" }],
  ["aws_codebuild_project", { values: at("encryption_key"), change: "set encryption_key" }],
  [
    "aws_codebuild_project",
    {
      values: ({ body }) =>
        [["artifacts"], ["secondary_artifacts"], ["logs_config", "s3_logs"]].flatMap((path) =>
          valuesAt(body, [...path, "encryption_disabled"]),
        ),
      allowed: [undefined, false],
      change: "leave out encryption_disabled",
    },
  ],
  [
    "aws_codepipeline",
    {
      values: at("artifact_store", "encryption_key", "id"),
      change: "set encryption_key in every artifact_store",
    },
  ],
  [
    "aws_dynamodb_table",
    {
      values: at("server_side_encryption", "enabled"),
      allowed: [true],
      change: "set server_side_encryption with enabled = true",
    },
  ],
  ["aws_ebs_volume", { values: at("encrypted"), allowed: [true], change: "set encrypted = true" }],
  ["aws_efs_file_system", { values: at("encrypted"), allowed: [true], change: "set encrypted = true" }],
  [
    "aws_kinesis_stream",
    { values: at("encryption_type"), allowed: ["KMS"], change: 'set encryption_type = "KMS" and kms_key_id' },
  ],
];

function judge(context: Context, resource: Resource, requirement: Requirement): Finding[] {
  const { allowed, change, companion, values } = requirement;
  const uncertain = companion ? uncertainCompanion(context.stack, resource, companion) : [];
  if (uncertain.length > 0) return uncertain;
  const found = values(resource, context.stack);
  const [wrong] = (found.length === 0 ? [undefined] : found)
    .map((value) => ({ value, presence: presenceOf(value) }))
    .filter(({ presence, value }) => !(allowed ? allowed.includes(value) : presence === "set"));
  if (!wrong || excused(context, "encryption-at-rest", { resource })) return [];
  const { presence, value } = wrong;
  if (isUnresolved(value)) {
    const message = `the encryption setting ${value} could not be decided`;
    return [{ resource, message, change: `write it as a literal: ${change}` }];
  }
  const setting = presence === "unset" ? "" : ` with ${JSON.stringify(value)}`;
  return [{ resource, message: `is not encrypted at rest${setting}`, change }];
}

/**
 * States in S3 that are not to be encrypted. What is not said leaves it to the bucket, which always encrypts.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/s3
 */
function judgeStates({ stack }: Context): Finding[] {
  return stack.settings.flatMap((resource) =>
    blocksOf(resource.body, "backend")
      .flatMap((backend) => blocksOf(backend, "s3"))
      .map(({ encrypt }) => encrypt ?? true)
      .filter((encrypt) => encrypt !== true && encrypt !== "true")
      .map((encrypt) => ({
        resource,
        message: `asks for no encryption of the state: encrypt is ${String(encrypt)}`,
        change: "set encrypt = true in the s3 backend, or leave it to the bucket",
      })),
  );
}

/** Whatever keeps data says that it is encrypted. */
export const encryptionAtRest: Rule = {
  id: "encryption-at-rest",
  description:
    "Buckets, repositories, topics, queues, build and pipeline artifacts, tables, volumes, file systems, streams and the state in S3 are encrypted.",
  check: (context) => [
    ...REQUIREMENTS.flatMap(([type, requirement]) =>
      context.stack.ofType(type).flatMap((resource) => judge(context, resource, requirement)),
    ),
    ...judgeStates(context),
  ],
};
