import { objections, policy } from "../support";

/** Rule, case, resources, and every objection with its exact text. */
type Case = readonly [
  rule: string,
  what: string,
  resource: Parameters<typeof objections>[1],
  expected: string[],
];

const only = (type: string, body: Record<string, unknown>) => ({ [type]: { x: body } });
const bucket = { aws_s3_bucket: { x: { bucket: "example" } } };
const block = (body: Record<string, unknown>) => ({
  ...bucket,
  aws_s3_bucket_public_access_block: { x: { bucket: "${aws_s3_bucket.x.id}", ...body } },
});
const SWITCHES = {
  block_public_acls: true,
  block_public_policy: true,
  ignore_public_acls: true,
  restrict_public_buckets: true,
};
const sse = (algorithm: string, owner = "${aws_s3_bucket.x.bucket}") => ({
  ...bucket,
  aws_s3_bucket_server_side_encryption_configuration: {
    x: { bucket: owner, rule: [{ apply_server_side_encryption_by_default: [{ sse_algorithm: algorithm }] }] },
  },
});
const TLS_CHANGE = (type: string, action: string, resources: string) =>
  `add an ${type}_policy that denies ${action} to everybody where aws:SecureTransport is false, on ${resources}`;
const ECR_CHANGE = 'set encryption_configuration with encryption_type "AES256" or "KMS"';
const repository = (body: Record<string, unknown>) => only("aws_ecr_repository", body);

const CASES: readonly Case[] = [
  ["immutable-tags", "immutable", repository({ image_tag_mutability: "IMMUTABLE" }), []],
  [
    "immutable-tags",
    "immutable but for some",
    repository({
      image_tag_mutability: "IMMUTABLE_WITH_EXCLUSION",
      image_tag_mutability_exclusion_filter: [{ filter: "latest", filter_type: "WILDCARD" }],
    }),
    [],
  ],
  [
    "immutable-tags",
    "mutable",
    repository({ image_tag_mutability: "MUTABLE_WITH_EXCLUSION" }),
    [
      'aws_ecr_repository.x: tags are MUTABLE_WITH_EXCLUSION: a pushed tag can be moved to another image; set image_tag_mutability to "IMMUTABLE" or "IMMUTABLE_WITH_EXCLUSION"',
    ],
  ],
  [
    "immutable-tags",
    "AWS's default",
    only("aws_ecr_repository_creation_template", { applied_for: ["REPLICATION"] }),
    [
      'aws_ecr_repository_creation_template.x: tags are MUTABLE: a pushed tag can be moved to another image; set image_tag_mutability to "IMMUTABLE" or "IMMUTABLE_WITH_EXCLUSION"',
    ],
  ],
  [
    "immutable-tags",
    "all excluded",
    repository({
      image_tag_mutability: "IMMUTABLE_WITH_EXCLUSION",
      image_tag_mutability_exclusion_filter: { filter: "*", filter_type: "WILDCARD" },
    }),
    [
      'aws_ecr_repository.x: the exclusion filter "*" makes nearly every tag mutable; say how the tags that must move begin or end, in two letters or digits at least',
    ],
  ],
  [
    "immutable-tags",
    "undecided",
    repository({ image_tag_mutability: "${var.mutability}" }),
    [
      'aws_ecr_repository.x: the tag mutability ${var.mutability} could not be decided; write image_tag_mutability = "IMMUTABLE" as a literal',
    ],
  ],
  [
    "immutable-tags",
    "undecided filter",
    repository({
      image_tag_mutability: "IMMUTABLE_WITH_EXCLUSION",
      image_tag_mutability_exclusion_filter: [{ filter: "${var.moving}" }],
    }),
    [
      "aws_ecr_repository.x: the exclusion filter ${var.moving} could not be decided; write the filter as a literal",
    ],
  ],
  ["encryption-at-rest", "bucket", sse("AES256"), []],
  ["encryption-at-rest", "bucket by its name", sse("aws:kms", "example"), []],
  [
    "encryption-at-rest",
    "bucket without",
    bucket,
    [
      'aws_s3_bucket.x: is not encrypted at rest; add an aws_s3_bucket_server_side_encryption_configuration with "aws:kms" or "AES256"',
    ],
  ],
  [
    "encryption-at-rest",
    "undecided bucket",
    sse("${var.algorithm}"),
    [
      'aws_s3_bucket.x: the encryption setting ${var.algorithm} could not be decided; write it as a literal: add an aws_s3_bucket_server_side_encryption_configuration with "aws:kms" or "AES256"',
    ],
  ],
  [
    "encryption-at-rest",
    "unknown kind",
    repository({ encryption_configuration: [{ encryption_type: "NONE" }] }),
    [`aws_ecr_repository.x: is not encrypted at rest with "NONE"; ${ECR_CHANGE}`],
  ],
  ["encryption-at-rest", "topic", only("aws_sns_topic", { kms_master_key_id: "alias/aws/sns" }), []],
  [
    "encryption-at-rest",
    "undecided topic",
    only("aws_sns_topic", { kms_master_key_id: "${var.key}" }),
    [
      "aws_sns_topic.x: the encryption setting ${var.key} could not be decided; write it as a literal: set kms_master_key_id",
    ],
  ],
  [
    "encryption-at-rest",
    "queue",
    only("aws_sqs_queue", { kms_master_key_id: "${data.aws_kms_key.k.arn}" }),
    [],
  ],
  [
    "encryption-at-rest",
    "queue without",
    only("aws_sqs_queue", {}),
    ["aws_sqs_queue.x: is not encrypted at rest; set kms_master_key_id or sqs_managed_sse_enabled = true"],
  ],
  ["encryption-at-rest", "log group", only("aws_cloudwatch_log_group", { kms_key_id: "key" }), []],
  [
    "encryption-at-rest",
    "pipeline without store",
    only("aws_codepipeline", {}),
    ["aws_codepipeline.x: is not encrypted at rest; set encryption_key in every artifact_store"],
  ],
  [
    "encryption-at-rest",
    "table",
    only("aws_dynamodb_table", { server_side_encryption: [{ enabled: false }] }),
    [
      "aws_dynamodb_table.x: is not encrypted at rest with false; set server_side_encryption with enabled = true",
    ],
  ],
  [
    "tls-only",
    "bucket without policy",
    bucket,
    [
      `aws_s3_bucket.x: requests without TLS are not denied; ${TLS_CHANGE("aws_s3_bucket", "s3:*", "ARN and ARN/*")}`,
    ],
  ],
  [
    "tls-only",
    "undecided",
    { ...bucket, aws_s3_bucket_policy: { x: { bucket: "example", policy: "${var.policy}" } } },
    [
      "aws_s3_bucket.x: whether requests without TLS are denied could not be decided; write the policy as JSON with literal statements",
    ],
  ],
  [
    "tls-only",
    "inline policy in letters",
    only("aws_sqs_queue", {
      name: "work",
      policy: policy({
        Effect: "Deny",
        Principal: { AWS: "*" },
        Action: "*",
        Resource: "arn:aws:sqs:eu-central-1:333333333333:wo*",
        Condition: { BoolIfExists: { "aws:SecureTransport": false } },
      }),
    }),
    [],
  ],
  [
    "tls-only",
    "topic",
    only("aws_sns_topic", { name: "alarms" }),
    [
      `aws_sns_topic.x: requests without TLS are not denied; ${TLS_CHANGE("aws_sns_topic", "sns:Publish", "ARN")}`,
    ],
  ],
  ["public-access-block", "all on", block(SWITCHES), []],
  [
    "public-access-block",
    "none",
    bucket,
    [
      "aws_s3_bucket.x: has no public access block; add an aws_s3_bucket_public_access_block with block_public_acls, block_public_policy, ignore_public_acls, restrict_public_buckets = true",
    ],
  ],
  [
    "public-access-block",
    "one off, one missing, one undecided",
    block({
      ...SWITCHES,
      block_public_acls: false,
      ignore_public_acls: undefined,
      restrict_public_buckets: "${var.r}",
    }),
    [
      "aws_s3_bucket.x: block_public_acls of its public access block is false; set block_public_acls = true in aws_s3_bucket_public_access_block.x",
      "aws_s3_bucket.x: ignore_public_acls of its public access block is not set; set ignore_public_acls = true in aws_s3_bucket_public_access_block.x",
      "aws_s3_bucket.x: restrict_public_buckets = ${var.r} could not be decided; set restrict_public_buckets = true in aws_s3_bucket_public_access_block.x",
    ],
  ],
  ...[{ count: 0 }, { for_each: "${var.buckets}" }].map((maybe): Case => [
    "public-access-block",
    `one that may not be made: ${Object.keys(maybe).join("")}`,
    block({ ...SWITCHES, ...maybe }),
    [
      "aws_s3_bucket.x: whether there is aws_s3_bucket_public_access_block.x could not be decided; write it without count and for_each",
    ],
  ]),
  ["retention-on-logs", "a year", only("aws_cloudwatch_log_group", { retention_in_days: 365 }), []],
  [
    "retention-on-logs",
    "for ever",
    only("aws_cloudwatch_log_group", { retention_in_days: 0 }),
    ["aws_cloudwatch_log_group.x: keeps logs for ever; set retention_in_days, for example to 365"],
  ],
  [
    "retention-on-logs",
    "undecided",
    only("aws_cloudwatch_log_group", { retention_in_days: "${var.days}" }),
    [
      "aws_cloudwatch_log_group.x: the retention ${var.days} could not be decided; write retention_in_days as a literal",
    ],
  ],
  ["key-rotation", "on", only("aws_kms_key", { enable_key_rotation: true }), []],
  [
    "key-rotation",
    "off",
    only("aws_kms_key", {}),
    ["aws_kms_key.x: the key does not rotate; set enable_key_rotation = true"],
  ],
  [
    "key-rotation",
    "undecided",
    only("aws_kms_key", { enable_key_rotation: "${var.rotate}" }),
    [
      "aws_kms_key.x: whether the key rotates could not be decided: ${var.rotate}; set enable_key_rotation = true",
    ],
  ],
  ["protected-from-destroy", "on", repository({ lifecycle: { prevent_destroy: true } }), []],
  [
    "protected-from-destroy",
    "off",
    only("aws_kms_key", {}),
    ["aws_kms_key.x: a plan may destroy it; set lifecycle.prevent_destroy = true"],
  ],
  [
    "protected-from-destroy",
    "undecided",
    only("aws_s3_bucket", { lifecycle: [{ prevent_destroy: "${var.keep}" }] }),
    [
      "aws_s3_bucket.x: whether a plan may destroy it could not be decided: ${var.keep}; set lifecycle.prevent_destroy = true",
    ],
  ],
];

test.each(CASES)("%s: %s", (rule, _what, resource, expected) => {
  expect(objections(rule, resource)).toEqual(expected);
});
