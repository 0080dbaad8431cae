import { checkBaseline } from "../../baseline";
import { broken, compliantStack } from "./support";

type Body = Record<string, unknown>;

/** What a rule needs of the compliant stack, just as it is. */
const SETTINGS = [
  "aws_cloudcontrolapi_resource.signing.type_name",
  "aws_cloudwatch_log_group.build.retention_in_days",
  "aws_codepipeline.api.artifact_store",
  "aws_codepipeline.api.artifact_store.0.encryption_key",
  "aws_ecr_repository.api.encryption_configuration",
  "aws_ecr_repository.api.encryption_configuration.0.encryption_type",
  "aws_ecr_repository.api.image_tag_mutability",
  "aws_ecr_repository.api.lifecycle",
  "aws_ecr_repository_creation_template.cache.applied_for",
  "aws_ecr_repository_creation_template.cache.encryption_configuration",
  "aws_guardduty_detector.this.lifecycle",
  "aws_kms_key.images.enable_key_rotation",
  "aws_kms_key.images.lifecycle",
  "aws_s3_bucket.artifacts.lifecycle",
  "aws_s3_bucket_policy.artifacts.bucket",
  "aws_s3_bucket_policy.artifacts.policy",
  "aws_s3_bucket_public_access_block.artifacts.block_public_acls",
  "aws_s3_bucket_public_access_block.artifacts.block_public_policy",
  "aws_s3_bucket_public_access_block.artifacts.bucket",
  "aws_s3_bucket_public_access_block.artifacts.ignore_public_acls",
  "aws_s3_bucket_public_access_block.artifacts.restrict_public_buckets",
  "aws_s3_bucket_server_side_encryption_configuration.artifacts.bucket",
  "aws_s3_bucket_server_side_encryption_configuration.artifacts.rule",
  "aws_s3_bucket_server_side_encryption_configuration.artifacts.rule.0.apply_server_side_encryption_by_default",
  "aws_signer_signing_profile.release.lifecycle",
  "aws_sns_topic_policy.alarms.arn",
  "aws_sns_topic_policy.alarms.policy",
  "aws_sqs_queue.work.sqs_managed_sse_enabled",
  "aws_sqs_queue_policy.work.policy",
  "aws_sqs_queue_policy.work.queue_url",
  "aws_vpc_endpoint.s3.policy",
];
/** Names of keys: any text names one. */
const KEYS = [
  "aws_codebuild_project.build.encryption_key",
  "aws_codepipeline.api.artifact_store.0.encryption_key.id",
  "aws_sns_topic.alarms.kms_master_key_id",
];
const steps = (address: string) => address.split(".");

const UNKNOWN: readonly unknown[] = [undefined, null, "", "${var.x}", ["${var.x}"], [], {}, [[]], -1, false];
const WORDS: readonly unknown[] = ["yes", "immutable", "NONE", " AES256"];

/** Values with which the compliant stack holds all the same. */
const survivors = (address: string, values: readonly unknown[]) =>
  values.filter(
    (value) => checkBaseline([broken(["resource", ...steps(address)], value)]).violations.length === 0,
  );

test.each(SETTINGS)("%s is needed as it is", (address) => {
  expect(survivors(address, [...UNKNOWN, ...WORDS])).toEqual([]);
});

test.each(KEYS)("%s names a key", (address) => {
  expect(survivors(address, UNKNOWN)).toEqual([]);
});

/** The compliant stack with one resource changed. */
function changed(address: string, change: (body: Body, argument: string) => Body) {
  const stack = compliantStack();
  const { resource } = stack.terraform as { resource: Record<string, Record<string, Body>> };
  const [type = "", name = "", argument = ""] = steps(address);
  const body = resource[type]?.[name];
  if (!body) throw new Error(`no ${address}`);
  return broken(["resource", type, name], change(body, argument));
}

const ARGUMENTS = [...SETTINGS, ...KEYS].filter((address) => steps(address).length === 3);

test.each(ARGUMENTS.filter((address) => !address.endsWith(".lifecycle")))(
  "changes of %s are corrected",
  (address) => {
    const stack = changed(address, (body, argument) => ({
      ...body,
      lifecycle: { prevent_destroy: true, ignore_changes: [argument] },
    }));
    expect(checkBaseline([stack]).violations).not.toEqual([]);
  },
);

test.each(ARGUMENTS)("%s is not made by a dynamic block", (address) => {
  const stack = changed(address, (body, argument) => ({
    ...body,
    [argument]: undefined,
    dynamic: { [argument]: { for_each: [1], content: body[argument] } },
  }));
  const rules = checkBaseline([stack]).violations.map(({ rule }) => rule);
  expect(rules).toContain("readable");
});

test.each(ARGUMENTS)("the resource of %s is made by the provider that the rules know", (address) => {
  const stack = changed(address, (body) => ({ ...body, provider: "other" }));
  expect(checkBaseline([stack]).violations.map(({ rule }) => rule)).toContain("readable");
});
