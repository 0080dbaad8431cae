import { TerraformOutput } from "cdktf";
import { FindingNotifications, type FindingNotificationsProps } from "../../../modules/organization";
import { hubPattern, imagePatterns } from "../../../modules/organization/finding-pattern";
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

  it("tells nobody of a rank without an address", () => {
    const stack = notifications({ ...at, high: "platform@example.com" });
    expect(resourcesOf(stack, "aws_cloudwatch_event_rule").map(({ name }) => name)).toEqual([
      "supply-chain-findings-high-images",
      "supply-chain-findings-high",
      "supply-chain-findings-high-support",
    ]);
  });

  it("has a rule for each source of findings, which all tell the topic of the rank", () => {
    const stack = notifications({ ...at, critical: "security@example.com" });
    const topic = reference(stack, "aws_sns_topic", "critical", "arn");
    expect(resourcesOf(stack, "aws_cloudwatch_event_rule")).toEqual([
      {
        name: "supply-chain-findings-critical-images",
        description: "Vulnerabilities in images, rank critical",
        event_pattern: imagePatterns("critical").vulnerabilities,
      },
      {
        name: "supply-chain-findings-critical",
        description: "Findings of Security Hub on containers, critical",
        event_pattern: hubPattern("critical"),
      },
    ]);
    expect(resourcesOf(stack, "aws_cloudwatch_event_target").map(({ arn }) => arn)).toEqual([topic, topic]);
  });

  it("lets EventBridge publish, without a condition that it would not meet, and its own alarms, and only with TLS", () => {
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
          Sid: "PublishByAlarms",
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: "sns:Publish",
          Resource: topic,
          Condition: {
            ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-central-1:222222222222:alarm:supply-chain-*" },
          },
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

  it("keeps what could not be delivered, from every rule, for fourteen days", () => {
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
                ...[
                  "critical_Rule",
                  "critical_ImageRule",
                  "high_Rule",
                  "high_ImageRule",
                  "high_SupportRule",
                ].map((part) => reference(stack, "aws_cloudwatch_event_rule", part, "arn")),
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

  it("says of what Security Hub gathered what it is, where, and what to do", () => {
    const [, target] = resourcesOf(
      notifications({ ...at, critical: "security@example.com" }),
      "aws_cloudwatch_event_target",
    );
    expect(target?.["input_transformer"]).toEqual({
      input_paths: {
        account: "$.detail.findings[0].AwsAccountId",
        product: "$.detail.findings[0].ProductName",
        region: "$.detail.findings[0].Region",
        remedy: "$.detail.findings[0].Remediation.Recommendation.Text",
        resource: "$.detail.findings[0].Resources[0].Id",
        severity: "$.detail.findings[0].Severity.Label",
        source: "$.detail.findings[0].SourceUrl",
        title: "$.detail.findings[0].Title",
        type: "$.detail.findings[0].Types[0]",
      },
      input_template: [
        '"<severity> finding of <product>: <title>"',
        '"Type: <type>"',
        '"Where: <resource>, account <account>, region <region>"',
        '"What to do (nothing said: see its page): <remedy>"',
        '"Its page, where it has one: <source>"',
        '"Look it up by its resource: https://console.aws.amazon.com/securityhub/home#/findings"',
      ].join("\n"),
    });
  });

  it("says of a vulnerability in an image what mends it and how to see where it runs", () => {
    const [target] = resourcesOf(
      notifications({ ...at, critical: "security@example.com" }),
      "aws_cloudwatch_event_target",
    );
    const { input_paths: paths, input_template: template } = target?.["input_transformer"] as {
      input_paths: Record<string, string>;
      input_template: string;
    };
    expect(template).toBe(
      [
        '"Rank critical: <title>"',
        '"Severity <severity>; exploit known: <exploit>; fix available: <fix>; tasks and pods that run it: <running> (no number: unknown, take it for running)"',
        '"Where: <repository>@<digest>, account <account>, region <region>"',
        '"Package: <package> <version>, fixed in: <fixed>"',
        '"What to do: build the image again with the fixed version and deploy it. <remedy>"',
        '"Where it runs: npx supply-chain where <id>"',
        '"Links: <source> and https://console.aws.amazon.com/inspector/v2/home?region=<region>#/findings"',
      ].join("\n"),
    );
    const used = [...template.matchAll(/<(\w+)>/g)].map(([, name]) => name);
    expect([...new Set(used)].sort()).toEqual(Object.keys(paths).sort());
  });

  it("says of an operating system without support what to build on, and names the image that has it", () => {
    const [support] = resourcesOf(
      notifications({ ...at, high: "platform@example.com" }),
      "aws_cloudwatch_event_target",
    ).filter(({ rule }) => String(rule).includes("Support"));
    const { input_paths: paths, input_template: template } = support?.["input_transformer"] as {
      input_paths: Record<string, string>;
      input_template: string;
    };
    expect(template).toBe(
      [
        '"Rank high: <title>"',
        '"Operating system: <platform>, which gets no more updates; tasks and pods that run it: <running> (no number: unknown, take it for running)"',
        '"Where: <repository>@<digest>, account <account>, region <region>"',
        '"What to do: build the image on a release of the operating system that has support and deploy it. <remedy>"',
        '"Where it runs: npx supply-chain where <repository>@<digest>"',
        '"Link: https://console.aws.amazon.com/inspector/v2/home?region=<region>#/findings"',
      ].join("\n"),
    );
    const used = [...template.matchAll(/<(\w+)>/g)].map(([, name]) => name);
    expect([...new Set(used)].sort()).toEqual(Object.keys(paths).sort());
  });

  it.each([
    ["aws-cn", "cn-north-1", "console.amazonaws.cn"],
    ["aws-us-gov", "us-gov-west-1", "console.amazonaws-us-gov.com"],
  ] as const)("links to the console of the partition %s", (partition, region, host) => {
    const templates = resourcesOf(
      notifications({ ...at, partition, region, critical: "security@example.com" }),
      "aws_cloudwatch_event_target",
    ).map((target) => JSON.stringify(target["input_transformer"]));
    expect(templates.filter((text) => text.includes(`https://${host}/`))).toHaveLength(2);
  });

  it("has a rotated, protected key that EventBridge uses for these topics alone", () => {
    const key = resourceOf(notifications(), "aws_kms_key");
    expect(key["enable_key_rotation"]).toBe(true);
    expect(key["lifecycle"]).toEqual({ prevent_destroy: true });
    const { Statement } = JSON.parse(String(key["policy"])) as { Statement: Record<string, unknown>[] };
    expect(Statement.map(({ Sid }) => Sid)).toEqual([
      "AdministerByAccount",
      "PublishByEventBridge",
      "PublishByAlarms",
    ]);
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

  it.each([
    [{ critical: "a@example.com", high: "b@example.com" }, "critical"],
    [{ high: "b@example.com" }, "high"],
  ])("tells of alarms whoever hears of the worst: %j", (recipients, rank) => {
    const stack = synthStack((scope) => {
      const { alarmTopicArn } = new FindingNotifications(scope, "notifications", { ...at, ...recipients });
      new TerraformOutput(scope, "topic", { value: alarmTopicArn, staticId: true });
    });
    const { value } = (stack["output"] as { topic: { value: string } }).topic;
    expect(value).toBe(reference(stack, "aws_sns_topic", rank, "arn"));
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
