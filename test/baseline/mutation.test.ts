import { checkBaseline } from "../../baseline";
import {
  ACCOUNT,
  broken,
  compliantStack,
  denyPlainText,
  policy,
  violationsOf,
  type Mutation,
} from "./support";

const bucket = (argument: string) => ["resource", "aws_s3_bucket_public_access_block", "artifacts", argument];
const repository = (argument: string) => ["resource", "aws_ecr_repository", "api", argument];
const bucketPolicy = ["resource", "aws_s3_bucket_policy", "artifacts", "policy"];
const topicPolicy = ["resource", "aws_sns_topic_policy", "alarms", "policy"];
const queuePolicy = ["resource", "aws_sqs_queue_policy", "work", "policy"];
const repositoryPolicy = ["resource", "aws_ecr_repository_policy", "api", "policy"];
const arn = "${aws_s3_bucket.artifacts.arn}";
const plainText = denyPlainText("s3:*", [arn, `${arn}/*`]);

const MUTATIONS: readonly Mutation[] = [
  ["immutable-tags", "mutable", broken(repository("image_tag_mutability"), "MUTABLE")],
  ["immutable-tags", "unset", broken(repository("image_tag_mutability"), undefined)],
  [
    "immutable-tags",
    "template for pushes too",
    broken(
      ["resource", "aws_ecr_repository_creation_template", "cache", "applied_for"],
      ["PULL_THROUGH_CACHE", "REPLICATION"],
    ),
  ],
  ["encryption-at-rest", "repository", broken(repository("encryption_configuration"), [])],
  [
    "encryption-at-rest",
    "bucket rule",
    broken(["resource", "aws_s3_bucket_server_side_encryption_configuration", "artifacts", "rule"], []),
  ],
  [
    "encryption-at-rest",
    "bucket of another name",
    broken(
      ["resource", "aws_s3_bucket_server_side_encryption_configuration", "artifacts", "bucket"],
      "another-bucket",
    ),
  ],
  ["encryption-at-rest", "topic", broken(["resource", "aws_sns_topic", "alarms", "kms_master_key_id"], "")],
  [
    "encryption-at-rest",
    "queue",
    broken(["resource", "aws_sqs_queue", "work", "sqs_managed_sse_enabled"], false),
  ],
  [
    "encryption-at-rest",
    "build",
    broken(["resource", "aws_codebuild_project", "build", "encryption_key"], null),
  ],
  [
    "encryption-at-rest",
    "pipeline",
    broken(
      ["resource", "aws_codepipeline", "api", "artifact_store"],
      [{ location: "x", encryption_key: { id: "key" } }, { location: "y" }],
    ),
  ],
  ...["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"].map(
    (name) => ["public-access-block", name, broken(bucket(name), false)] as const,
  ),
  ["public-access-block", "none", broken(["resource", "aws_s3_bucket_public_access_block"], undefined)],
  ["tls-only", "no policy", broken(["resource", "aws_s3_bucket_policy"], undefined)],
  ["tls-only", "no objects", broken(bucketPolicy, policy(denyPlainText("s3:*", arn)))],
  ["tls-only", "no bucket", broken(bucketPolicy, policy(denyPlainText("s3:*", `${arn}/*`)))],
  [
    "tls-only",
    "another bucket",
    broken(bucketPolicy, policy(denyPlainText("s3:*", "arn:aws:s3:::another*"))),
  ],
  ["tls-only", "reads only", broken(bucketPolicy, policy(denyPlainText("s3:Get*", [arn, `${arn}/*`])))],
  [
    "tls-only",
    "NotResource",
    broken(bucketPolicy, policy({ ...plainText, Resource: undefined, NotResource: "x" })),
  ],
  ["tls-only", "one account", broken(bucketPolicy, policy({ ...plainText, Principal: { AWS: ACCOUNT } }))],
  [
    "tls-only",
    "true",
    broken(bucketPolicy, policy({ ...plainText, Condition: { Bool: { "aws:SecureTransport": "true" } } })),
  ],
  [
    "tls-only",
    "narrowed",
    broken(
      bucketPolicy,
      policy({
        ...plainText,
        Condition: {
          Bool: { "aws:SecureTransport": "false" },
          StringNotEquals: { "aws:PrincipalAccount": ACCOUNT },
        },
      }),
    ),
  ],
  ["tls-only", "topic", broken(topicPolicy, policy(denyPlainText("sns:Subscribe", "*")))],
  ["tls-only", "queue", broken(queuePolicy, policy(denyPlainText("sqs:SendMessage", "*")))],
  [
    "retention-on-logs",
    "unset",
    broken(["resource", "aws_cloudwatch_log_group", "build", "retention_in_days"], undefined),
  ],
  [
    "retention-on-logs",
    "zero",
    broken(["resource", "aws_cloudwatch_log_group", "build", "retention_in_days"], 0),
  ],
  ["key-rotation", "off", broken(["resource", "aws_kms_key", "images", "enable_key_rotation"], false)],
  [
    "no-plaintext-secret",
    "variable",
    broken(
      ["resource", "aws_codebuild_project", "build", "environment"],
      [{ environment_variable: [{ name: "NPM_TOKEN", value: "hunter2" }] }],
    ),
  ],
  [
    "no-plaintext-secret",
    "key id",
    broken(["resource", "aws_sns_topic", "alarms", "display_name"], "AKIAIOSFODNN7EXAMPLE"),
  ],
  ["no-plaintext-secret", "provider", broken(["provider", "aws", 0, "secret_key"], "hunter2")],
  [
    "wrong-account-guard",
    "another account",
    broken(["provider", "aws", 0, "allowed_account_ids"], ["444444444444"]),
  ],
  [
    "wrong-account-guard",
    "two accounts",
    broken(["provider", "aws", 0, "allowed_account_ids"], [ACCOUNT, "444444444444"]),
  ],
  ["wrong-account-guard", "unset", broken(["provider", "aws", 0, "allowed_account_ids"], undefined)],
  ["wrong-account-guard", "no provider", broken(["provider"], undefined)],
  [
    "singleton-owned-once",
    "detector",
    broken(["resource", "aws_guardduty_detector", "second"], { lifecycle: { prevent_destroy: true } }),
  ],
  [
    "singleton-owned-once",
    "Cloud Control",
    broken(["resource", "aws_cloudcontrolapi_resource", "second"], {
      type_name: "AWS::ECR::SigningConfiguration",
    }),
  ],
  ...[
    "aws_ecr_repository.api",
    "aws_kms_key.images",
    "aws_s3_bucket.artifacts",
    "aws_guardduty_detector.this",
  ].map(
    (address) =>
      [
        "protected-from-destroy",
        address,
        broken(["resource", ...address.split("."), "lifecycle"], [{ prevent_destroy: false }]),
      ] as const,
  ),
  ["readable", "not JSON", broken(repositoryPolicy, "{")],
  ["readable", "module", broken(["module", "vpc"], { source: "terraform-aws-modules/vpc/aws" })],
  [
    "readable",
    "Cloud Control",
    broken(["resource", "aws_cloudcontrolapi_resource", "bucket"], { type_name: "AWS::S3::Bucket" }),
  ],
  [
    "baseline-exception",
    "unneeded",
    broken([...repository("//"), "baselineException", "immutable-tags"], "tags move in the playground"),
  ],
];

test("a stack with something of everything holds the baseline", () => {
  expect(violationsOf(compliantStack())).toEqual([]);
});

test.each(MUTATIONS)("%s alone catches: %s", (rule, _what, stack) => {
  const rules = checkBaseline([stack]).violations.map((violation) => violation.rule);
  expect([...new Set(rules)]).toEqual([rule]);
});
