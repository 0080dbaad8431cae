import { resourceOf, resourcesOf } from "../../support/synth";
import { statementsOf, synthPipeline } from "./fixture";

const stack = synthPipeline();

describe("artifacts", () => {
  test("are encrypted with a key of the pipeline that rotates", () => {
    expect(resourceOf(stack, "aws_kms_key")).toMatchObject({
      enable_key_rotation: true,
      deletion_window_in_days: 30,
      lifecycle: { prevent_destroy: true },
    });
    expect(resourceOf(stack, "aws_s3_bucket_server_side_encryption_configuration")["rule"]).toEqual([
      {
        apply_server_side_encryption_by_default: {
          sse_algorithm: "aws:kms",
          kms_master_key_id: expect.stringMatching(/^\$\{aws_kms_key\./),
        },
        bucket_key_enabled: true,
      },
    ]);
  });

  test("lie in a protected, versioned bucket without public access", () => {
    expect(resourceOf(stack, "aws_s3_bucket")).toEqual({
      bucket: "supply-chain-777777777777-eu-central-1-shop-api",
      force_destroy: false,
      lifecycle: { prevent_destroy: true },
    });
    expect(resourceOf(stack, "aws_s3_bucket_versioning")["versioning_configuration"]).toEqual({
      status: "Enabled",
    });
    expect(resourceOf(stack, "aws_s3_bucket_public_access_block")).toMatchObject({
      block_public_acls: true,
      block_public_policy: true,
      ignore_public_acls: true,
      restrict_public_buckets: true,
    });
  });

  test("expire after a month", () => {
    expect(resourceOf(stack, "aws_s3_bucket_lifecycle_configuration")["rule"]).toEqual([
      {
        id: "expire-artifacts",
        status: "Enabled",
        filter: [{ prefix: "" }],
        expiration: [{ days: 30 }],
        noncurrent_version_expiration: [{ noncurrent_days: 30 }],
        abort_incomplete_multipart_upload: [{ days_after_initiation: 1 }],
      },
    ]);
  });

  test("are refused to whoever comes without TLS", () => {
    const bucket = "arn:aws:s3:::supply-chain-777777777777-eu-central-1-shop-api";
    expect(statementsOf(stack, resourceOf(stack, "aws_s3_bucket_policy")["policy"])).toEqual([
      {
        Sid: "DenyUnlessTls",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [bucket, `${bucket}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });
});

describe("notifications", () => {
  test("failed executions of this pipeline are told", () => {
    expect(JSON.parse(String(resourceOf(stack, "aws_cloudwatch_event_rule")["event_pattern"]))).toEqual({
      source: ["aws.codepipeline"],
      "detail-type": ["CodePipeline Pipeline Execution State Change"],
      detail: { pipeline: ["supply-chain-shop-api"], state: ["FAILED"] },
    });
  });

  test("EventBridge publishes, without a condition that it would not meet, over TLS", () => {
    const topic = "<aws_sns_topic supply-chain-shop-api-failed>";
    const policies = resourcesOf(stack, "aws_sns_topic_policy").map(({ policy }) =>
      statementsOf(stack, policy),
    );
    expect(policies.find(([first]) => first?.["Sid"] === "PublishByEventBridge")).toEqual([
      {
        Sid: "PublishByEventBridge",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sns:Publish",
        Resource: topic,
      },
      {
        Sid: "DenyUnlessTls",
        Effect: "Deny",
        Principal: "*",
        Action: "sns:Publish",
        Resource: topic,
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  test("every topic is encrypted with the pipeline's key", () => {
    const keys = resourcesOf(stack, "aws_sns_topic").map((topic) => topic["kms_master_key_id"]);
    expect(keys).toEqual([
      expect.stringMatching(/^\$\{aws_kms_key\./),
      expect.stringMatching(/^\$\{aws_kms_key\./),
    ]);
  });

  test("EventBridge uses the key for the topic of failures alone, the account for whatever its roles may do", () => {
    const [, use, , publish] = statementsOf(stack, resourceOf(stack, "aws_kms_key")["policy"]);
    expect(use).toEqual({
      Sid: "UseByAccount",
      Effect: "Allow",
      Principal: { AWS: "arn:aws:iam::777777777777:root" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "*",
    });
    expect(publish).toEqual({
      Sid: "PublishByEventBridge",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "*",
      Condition: {
        ArnLike: {
          "kms:EncryptionContext:aws:sns:topicArn":
            "arn:aws:sns:eu-central-1:777777777777:supply-chain-shop-api-failed",
        },
      },
    });
  });

  test("approvers and those on call are subscribed", () => {
    expect(resourcesOf(stack, "aws_sns_topic_subscription").map(({ endpoint }) => endpoint)).toEqual([
      "release-managers@example.com",
      "on-call@example.com",
    ]);
  });

  test("nobody is subscribed unless an address is given", () => {
    const quiet = synthPipeline({ failureEmail: undefined, approval: undefined });
    expect(resourcesOf(quiet, "aws_sns_topic_subscription")).toEqual([]);
    expect(resourcesOf(quiet, "aws_sns_topic")).toHaveLength(1);
  });
});
