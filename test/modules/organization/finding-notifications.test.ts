import { FindingNotifications, type FindingNotificationsProps } from "../../../modules/organization";
import { resourceOf, resourcesOf, synthStack, type SynthesizedStack } from "../../support/synth";

const at = { accountId: "222222222222", region: "eu-central-1", partition: "aws" as const };
const both = { ...at, critical: "security@example.com", high: "platform@example.com" };
const notifications = (props: FindingNotificationsProps = both) =>
  synthStack((scope) => new FindingNotifications(scope, "notifications", props));
const reference = (stack: SynthesizedStack, type: string, part: string, attribute: string) => {
  const name = Object.keys(stack.resource?.[type] ?? {}).find((candidate) => candidate.includes(part));
  return `\${${type}.${String(name)}.${attribute}}`;
};

describe("FindingNotifications", () => {
  it("makes one encrypted topic and one subscription per address", () => {
    const stack = notifications();
    const key = reference(stack, "aws_kms_key", "Key", "arn");
    expect(resourcesOf(stack, "aws_sns_topic")).toEqual([
      { name: "supply-chain-findings-critical", kms_master_key_id: key },
      { name: "supply-chain-findings-high", kms_master_key_id: key },
    ]);
    expect(resourcesOf(stack, "aws_sns_topic_subscription")).toEqual([
      {
        topic_arn: reference(stack, "aws_sns_topic", "critical", "arn"),
        protocol: "email",
        endpoint: "security@example.com",
      },
      {
        topic_arn: reference(stack, "aws_sns_topic", "high", "arn"),
        protocol: "email",
        endpoint: "platform@example.com",
      },
    ]);
  });

  it("tells nobody of a severity without an address", () => {
    const stack = notifications({ ...at, high: "platform@example.com" });
    expect(resourceOf(stack, "aws_cloudwatch_event_rule")["name"]).toBe("supply-chain-findings-high");
  });

  it("matches new, active findings about containers of one severity", () => {
    const stack = notifications({ ...at, critical: "security@example.com" });
    const { event_pattern: pattern } = resourceOf(stack, "aws_cloudwatch_event_rule");
    expect(JSON.parse(String(pattern))).toEqual({
      source: ["aws.securityhub"],
      "detail-type": ["Security Hub Findings - Imported"],
      detail: {
        findings: {
          RecordState: ["ACTIVE"],
          Workflow: { Status: ["NEW"] },
          Severity: { Label: ["CRITICAL"] },
          $or: [
            { ProductName: ["Inspector"], Resources: { Type: ["AwsEcrContainerImage"] } },
            {
              ProductName: ["GuardDuty"],
              Types: [{ wildcard: "*:Runtime-*" }, { wildcard: "*:Runtime/*" }],
            },
            { GeneratorId: [{ prefix: "supply-chain/" }] },
          ],
        },
      },
    });
  });

  it("lets EventBridge publish, without a condition that it would not meet, and only with TLS", () => {
    const stack = notifications({ ...at, critical: "security@example.com" });
    const topic = reference(stack, "aws_sns_topic", "critical", "arn");
    expect(JSON.parse(String(resourceOf(stack, "aws_sns_topic_policy")["policy"]))).toEqual({
      Version: "2012-10-17",
      Statement: [
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
      ],
    });
  });

  it("keeps what could not be delivered, from both rules, for fourteen days", () => {
    const stack = notifications();
    expect(resourceOf(stack, "aws_sqs_queue")).toEqual({
      name: "supply-chain-findings-undelivered",
      message_retention_seconds: 1209600,
      sqs_managed_sse_enabled: true,
    });
    const queue = reference(stack, "aws_sqs_queue", "DeadLetters", "arn");
    expect(JSON.parse(String(resourceOf(stack, "aws_sqs_queue_policy")["policy"]))).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "KeepUndelivered",
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sqs:SendMessage",
          Resource: queue,
          Condition: {
            ArnEquals: {
              "aws:SourceArn": [
                reference(stack, "aws_cloudwatch_event_rule", "critical", "arn"),
                reference(stack, "aws_cloudwatch_event_rule", "high", "arn"),
              ],
            },
          },
        },
        {
          Sid: "DenyUnlessTls",
          Effect: "Deny",
          Principal: "*",
          Action: "sqs:*",
          Resource: queue,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
  });

  it("sends a short message", () => {
    const stack = notifications({ ...at, critical: "security@example.com" });
    expect(resourceOf(stack, "aws_cloudwatch_event_target")).toEqual({
      rule: reference(stack, "aws_cloudwatch_event_rule", "critical", "name"),
      arn: reference(stack, "aws_sns_topic", "critical", "arn"),
      dead_letter_config: { arn: reference(stack, "aws_sqs_queue", "DeadLetters", "arn") },
      input_transformer: {
        input_paths: {
          account: "$.detail.findings[0].AwsAccountId",
          product: "$.detail.findings[0].ProductName",
          region: "$.detail.findings[0].Region",
          resource: "$.detail.findings[0].Resources[0].Id",
          severity: "$.detail.findings[0].Severity.Label",
          title: "$.detail.findings[0].Title",
        },
        input_template: [
          '"<severity> finding of <product>: <title>"',
          '"Account <account>, region <region>"',
          '"Resource: <resource>"',
          '"Look it up in Security Hub by its resource."',
        ].join("\n"),
      },
    });
  });

  it("has a rotated, protected key that EventBridge uses for these topics alone", () => {
    const key = resourceOf(notifications(), "aws_kms_key");
    expect(key["enable_key_rotation"]).toBe(true);
    expect(key["lifecycle"]).toEqual({ prevent_destroy: true });
    const { Statement } = JSON.parse(String(key["policy"])) as { Statement: Record<string, unknown>[] };
    expect(Statement.map(({ Sid }) => Sid)).toEqual(["AdministerByAccount", "PublishByEventBridge"]);
    expect(Statement[1]).toEqual({
      Sid: "PublishByEventBridge",
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: "*",
      Condition: {
        ArnLike: {
          "kms:EncryptionContext:aws:sns:topicArn":
            "arn:aws:sns:eu-central-1:222222222222:supply-chain-findings-*",
        },
      },
    });
  });

  it("refuses to tell nobody", () => {
    expect(() => notifications(at)).toThrow(
      "test/notifications: notifications without an address tell nobody; give an address for critical or high findings, or leave the construct out [no-recipient]",
    );
  });

  it("refuses what is no address, all at once", () => {
    expect(() => notifications({ ...at, critical: "security", high: "@example.com" })).toThrow(
      [
        'test/notifications: the address "security" for critical findings is not an e-mail address; allowed: name@domain [invalid-email]',
        'test/notifications: the address "@example.com" for high findings is not an e-mail address; allowed: name@domain [invalid-email]',
      ].join("\n"),
    );
  });

  it("refuses a second owner", () => {
    expect(() =>
      synthStack((scope) => {
        new FindingNotifications(scope, "one", both);
        new FindingNotifications(scope, "two", both);
      }),
    ).toThrow(
      "test/two: the set of finding notifications of an account and region has one owner, and test/one owns it already; keep one of the two constructs and pass it the settings of both [singleton-owned-twice]",
    );
  });
});
