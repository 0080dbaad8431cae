import { objections, type Resources } from "../support";

type Body = Record<string, unknown>;

const only = (type: string, body: Body): Resources => ({ [type]: { x: body } });

/** Case, what the setting says, and the objection; none where it holds. */
type Case = readonly [what: string, resource: Resources, expected: readonly string[]];

const encrypted = (type: string, change: string, settings: readonly (readonly [Body, string?])[]): Case[] =>
  settings.map(([body, message]) => [
    `${type} ${JSON.stringify(body)}`,
    only(type, body),
    message === undefined ? [] : [`${type}.x: ${message}; ${change}`],
  ]);
const UNDECIDED = (value: string) => `the encryption setting ${value} could not be decided`;
const NOT = "is not encrypted at rest";
const literal = (change: string) => `write it as a literal: ${change}`;

const VOLUMES = ["aws_ebs_volume", "aws_efs_file_system"].flatMap((type) => [
  ...encrypted(type, "set encrypted = true", [
    [{ encrypted: true }],
    [{}, NOT],
    [{ encrypted: null }, NOT],
    [{ encrypted: "" }, NOT],
    [{ encrypted: false }, `${NOT} with false`],
    [{ encrypted: "true" }, `${NOT} with "true"`],
  ]),
  ...encrypted(type, literal("set encrypted = true"), [[{ encrypted: "${var.x}" }, UNDECIDED("${var.x}")]]),
]);

const STREAM = 'set encryption_type = "KMS" and kms_key_id';
const STREAMS = [
  ...encrypted("aws_kinesis_stream", STREAM, [
    [{ encryption_type: "KMS" }],
    [{}, NOT],
    [{ encryption_type: "NONE" }, `${NOT} with "NONE"`],
    [{ encryption_type: "kms" }, `${NOT} with "kms"`],
  ]),
  ...encrypted("aws_kinesis_stream", literal(STREAM), [
    [{ encryption_type: "${var.x}" }, UNDECIDED("${var.x}")],
  ]),
];

const TABLE = "set server_side_encryption with enabled = true";
const TABLES = [
  ...encrypted("aws_dynamodb_table", TABLE, [
    [{ server_side_encryption: { enabled: true } }],
    [{ server_side_encryption: [[{ enabled: true }]] }],
    [{}, NOT],
    [{ server_side_encryption: [] }, NOT],
    [{ server_side_encryption: [{}] }, NOT],
    [{ server_side_encryption: [{ enabled: true }, { enabled: false }] }, `${NOT} with false`],
  ]),
  ...encrypted("aws_dynamodb_table", literal(TABLE), [
    [{ server_side_encryption: "${var.x}" }, UNDECIDED("${var.x}")],
  ]),
];

const QUEUE = "set kms_master_key_id or sqs_managed_sse_enabled = true";
const TOPIC = "set kms_master_key_id";
const KEYS = [
  ...encrypted("aws_sqs_queue", QUEUE, [
    [{ sqs_managed_sse_enabled: true }],
    [{ sqs_managed_sse_enabled: "${var.x}", kms_master_key_id: "alias/work" }],
    [{ sqs_managed_sse_enabled: false, kms_master_key_id: "alias/work" }],
    [{ sqs_managed_sse_enabled: false }, NOT],
    [{ sqs_managed_sse_enabled: "true" }, NOT],
  ]),
  ...encrypted("aws_sqs_queue", literal(QUEUE), [
    [{ sqs_managed_sse_enabled: "${var.x}" }, UNDECIDED("${var.x}")],
    [{ kms_master_key_id: "${var.key}" }, UNDECIDED("${var.key}")],
  ]),
  ...encrypted("aws_sns_topic", TOPIC, [
    [{ kms_master_key_id: "${aws_kms_key.images.arn}" }],
    [{ kms_master_key_id: "${aws_kms_key.images.key_id}" }],
    [{ kms_master_key_id: "${aws_kms_alias.images.name}" }],
    [{ kms_master_key_id: "${data.aws_kms_alias.images.target_key_arn}" }],
    [{ kms_master_key_id: "arn:aws:kms:eu-central-1:${var.account}:key/x" }],
    [{ kms_master_key_id: null }, NOT],
    [{ kms_master_key_id: "  " }, NOT],
    [{ kms_master_key_id: true }, `${NOT} with true`],
    [{ kms_master_key_id: ["alias/x"] }, `${NOT} with ["alias/x"]`],
  ]),
  ...encrypted(
    "aws_sns_topic",
    literal(TOPIC),
    [
      "${aws_sns_topic.other.kms_master_key_id}",
      "${aws_kms_key.images.custom_key_store_id}",
      "${data.aws_ssm_parameter.key.value}",
      " ${var.key}",
      "%{ if var.x }alias/x%{ endif }",
    ].map((value) => [{ kms_master_key_id: value }, UNDECIDED(value)] as const),
  ),
];

const key = { encryption_key: "${aws_kms_key.images.arn}" };
const ARTIFACTS = "leave out encryption_disabled";
const BUILDS = [
  ...encrypted("aws_codebuild_project", ARTIFACTS, [
    [{ ...key, artifacts: { type: "S3", encryption_disabled: false } }],
    [{ ...key, logs_config: { s3_logs: [{ encryption_disabled: null }] } }],
    [{ ...key, artifacts: { encryption_disabled: true } }, `${NOT} with true`],
    [{ ...key, secondary_artifacts: [{}, { encryption_disabled: "true" }] }, `${NOT} with "true"`],
    [{ ...key, logs_config: [{ s3_logs: { encryption_disabled: true } }] }, `${NOT} with true`],
  ]),
  ...encrypted("aws_codebuild_project", literal(ARTIFACTS), [
    [{ ...key, artifacts: { encryption_disabled: "${var.x}" } }, UNDECIDED("${var.x}")],
  ]),
  ...encrypted("aws_codebuild_project", "set encryption_key", [[{}, NOT]]),
  ...encrypted("aws_codepipeline", "set encryption_key in every artifact_store", [
    [{ artifact_store: [{ encryption_key: { id: "alias/x" } }] }],
    [{ artifact_store: [{ encryption_key: { id: "alias/x" } }, {}] }, NOT],
  ]),
];

const ECR = 'set encryption_configuration with encryption_type "AES256" or "KMS"';
const IMAGES = ["aws_ecr_repository", "aws_ecr_repository_creation_template"].flatMap((type) => [
  ...encrypted(type, ECR, [
    [{ encryption_configuration: { encryption_type: "AES256" } }],
    [{ encryption_configuration: [{ encryption_type: "KMS" }] }],
    [{ encryption_configuration: { encryption_type: "KMS_DSSE" } }],
    [{}, NOT],
    [{ encryption_configuration: { encryption_type: "aes256" } }, `${NOT} with "aes256"`],
  ]),
  ...encrypted(type, literal(ECR), [
    [{ encryption_configuration: { encryption_type: "${var.x}" } }, UNDECIDED("${var.x}")],
  ]),
]);
const LOGS = encrypted("aws_cloudwatch_log_group", literal("set kms_key_id"), [
  [{ kms_key_id: "${var.key}" }, UNDECIDED("${var.key}")],
]);

const sse = (...rule: Body[]): Resources => ({
  aws_s3_bucket: { x: { bucket: "example" } },
  aws_s3_bucket_server_side_encryption_configuration: { x: { bucket: "${aws_s3_bucket.x.id}", rule } },
});
const aes = { apply_server_side_encryption_by_default: { sse_algorithm: "AES256" } };
const BUCKET = 'add an aws_s3_bucket_server_side_encryption_configuration with "aws:kms" or "AES256"';
const BUCKETS: readonly Case[] = [
  ...["AES256", "aws:kms", "aws:kms:dsse"].map((sse_algorithm): Case => [
    `bucket with ${sse_algorithm}`,
    sse({ apply_server_side_encryption_by_default: { sse_algorithm } }),
    [],
  ]),
  ["bucket with one rule", sse(aes), []],
  [
    "bucket with one rule of two",
    sse(aes, { bucket_key_enabled: true }),
    [`aws_s3_bucket.x: ${NOT}; ${BUCKET}`],
  ],
  ["bucket with no rule", sse(), [`aws_s3_bucket.x: ${NOT}; ${BUCKET}`]],
];

test.each([...VOLUMES, ...STREAMS, ...TABLES, ...KEYS, ...BUILDS, ...IMAGES, ...LOGS, ...BUCKETS])(
  "encryption-at-rest: %s",
  (_what, resource, expected) => {
    expect(objections("encryption-at-rest", resource)).toEqual(expected);
  },
);

const state = (s3: unknown) => objections("encryption-at-rest", {}, { terraform: { backend: { s3 } } });

test.each([[{}], [{ encrypt: true }], [[{ encrypt: "true", kms_key_id: "x" }]], [{ encrypt: null }]])(
  "encryption-at-rest: the state in S3 with %j",
  (s3) => {
    expect(state(s3)).toEqual([]);
  },
);

test.each([false, "false", "", "${var.x}"])(
  "encryption-at-rest: the state in S3 with encrypt = %j",
  (encrypt) => {
    expect(state([{ bucket: "state", encrypt }])).toEqual([
      `terraform: asks for no encryption of the state: encrypt is ${String(encrypt)}; set encrypt = true in the s3 backend, or leave it to the bucket`,
    ]);
  },
);
