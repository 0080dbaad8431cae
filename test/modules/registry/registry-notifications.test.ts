import * as ecr from "@aws-sdk/client-ecr";
import { RegistryNotifications, type RegistryNotificationsProps } from "../../../modules/registry";
import { PUSH_CALLS, WATCHED_CALLS } from "../../../modules/registry/registry-events";
import { matchesPattern } from "../../support/event-pattern";
import { stackRejectionOf } from "../../support/rejection";
import { statementsOf } from "../../support/statements";
import { resourceOf, resourcesOf, synthStack } from "../../support/synth";
import { REGISTRY } from "./support";

const DEPLOYER = "arn:aws:iam::333333333333:role/supply-chain-deployment";

function synthNotifications(props: Partial<RegistryNotificationsProps> = {}) {
  return synthStack((stack) => {
    new RegistryNotifications(stack, "notifications", {
      ...REGISTRY,
      email: "registry@example.com",
      deployers: [DEPLOYER],
      ...props,
    });
  });
}

/** Ends of the names of the rules that match an event. */
function toldOf(event: unknown, props: Partial<RegistryNotificationsProps> = {}): string[] {
  return resourcesOf(synthNotifications(props), "aws_cloudwatch_event_rule")
    .filter((rule) => matchesPattern(String(rule["event_pattern"]), event))
    .map((rule) => String(rule["name"]).replace("supply-chain-registry-", ""));
}

/** Events as AWS documents them. @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html */
const ofEcr = (type: string, detail: unknown) => ({
  version: "0",
  source: "aws.ecr",
  "detail-type": type,
  account: "333333333333",
  region: "eu-west-1",
  detail,
});
const replicated = (result: string) =>
  ofEcr("ECR Replication Action", {
    result,
    "repository-name": "shop/api",
    "image-digest": "sha256:0",
    "source-account": "333333333333",
    "action-type": "REPLICATE",
    "source-region": "eu-central-1",
    "image-tag": "v1",
  });
const pushed = () =>
  ofEcr("ECR Image Action", {
    result: "SUCCESS",
    "repository-name": "shop/api",
    "image-digest": "sha256:0",
    "action-type": "PUSH",
    "image-tag": "v1",
  });
const cached = (status: string) =>
  ofEcr("ECR Pull Through Cache Action", {
    "rule-version": "1",
    "sync-status": status,
    "ecr-repository-prefix": "docker-hub",
    "repository-name": "docker-hub/library/alpine",
    "upstream-registry-url": "registry-1.docker.io",
  });
/** @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/logging-using-cloudtrail.html */
const called = (eventName: string, userIdentity: unknown, errorCode?: string) =>
  ofEcr("AWS API Call via CloudTrail", {
    eventSource: "ecr.amazonaws.com",
    eventName,
    userIdentity,
    ...(errorCode === undefined ? {} : { errorCode }),
  });
const session = (role: string) => ({
  type: "AssumedRole",
  sessionContext: { sessionIssuer: { type: "Role", arn: role } },
});
const ADMIN = session("arn:aws:iam::333333333333:role/admin");
const USER = { type: "IAMUser", arn: "arn:aws:iam::333333333333:user/somebody" };

describe("RegistryNotifications", () => {
  test.each([
    ["an image that was not replicated", replicated("FAILED"), ["replication-failures"]],
    // AWS writes out no status but SUCCESS: https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
    ["an image that was not cached", cached("not SUCCESS"), ["cache-failures"]],
    ["a push without permission", called("PutImage", ADMIN, "AccessDenied"), ["refused-pushes"]],
    [
      "a layer uploaded without permission",
      called("InitiateLayerUpload", USER, "AccessDeniedException"),
      ["refused-pushes"],
    ],
    [
      "a tag that would have moved",
      called("PutImage", ADMIN, "ImageTagAlreadyExistsException"),
      ["refused-pushes"],
    ],
    ["a refused change", called("PutRegistryPolicy", ADMIN, "AccessDenied"), ["changes"]],
    ["images deleted by a role that does not deploy", called("BatchDeleteImage", ADMIN), ["changes"]],
    ["a registry policy changed by a user", called("PutRegistryPolicy", USER), ["changes"]],
    ["signing switched off by root", called("DeleteSigningConfiguration", { type: "Root" }), ["changes"]],
  ])("tells of %s", (_name, event, rules) => {
    expect(toldOf(event)).toEqual(rules);
  });

  test.each([
    ["an image that was replicated", replicated("SUCCESS")],
    ["an image that was pushed", pushed()],
    ["an image that is there already", called("PutImage", ADMIN, "ImageAlreadyExistsException")],
    ["a pull without permission", called("BatchGetImage", USER, "AccessDenied")],
    ["an image that was cached", cached("SUCCESS")],
    ["a change by whoever deploys", called("SetRepositoryPolicy", session(DEPLOYER))],
    ["a push", called("PutImage", ADMIN)],
    ["a pull", called("BatchGetImage", USER)],
    ["a call of another service", { ...called("BatchDeleteImage", ADMIN), source: "aws.signer" }],
  ])("is silent about %s", (_name, event) => {
    expect(toldOf(event)).toEqual([]);
  });

  test("tells of every change where nobody is said to deploy", () => {
    expect(toldOf(called("SetRepositoryPolicy", session(DEPLOYER)), { deployers: [] })).toEqual(["changes"]);
  });

  test("watches calls that ECR has, each once", () => {
    const commands = new Set(Object.keys(ecr));
    const calls = [...WATCHED_CALLS, ...PUSH_CALLS];
    expect(calls.filter((name) => !commands.has(`${name}Command`))).toEqual([]);
    expect(new Set(calls).size).toBe(calls.length);
  });

  test("says in the message what happened, where and by whom", () => {
    const targets = resourcesOf(synthNotifications(), "aws_cloudwatch_event_target");
    const transformers = targets.map(
      (target) =>
        target["input_transformer"] as { input_paths: Record<string, string>; input_template: string },
    );
    for (const { input_paths: paths, input_template: template } of transformers) {
      const used = [...template.matchAll(/<(\w+)>/g)].map(([, name]) => String(name));
      expect([...new Set(used)].sort()).toEqual(Object.keys(paths).sort());
    }
    expect(transformers.map(({ input_template: template }) => template.split("\n")[0])).toEqual([
      '"<kind>: <status> from <upstream> <reason>"',
      '"<call> by <who> at <time> <refusal>"',
      '"<call> by <who> at <time> <refusal>"',
      '"<kind>: not replicated from <from>"',
    ]);
  });

  test("sends all of it to one encrypted topic with one subscriber", () => {
    const stack = synthNotifications();
    const [key] = Object.keys(stack.resource?.["aws_kms_key"] ?? {});
    const [topic] = Object.keys(stack.resource?.["aws_sns_topic"] ?? {});
    const [queue] = Object.keys(stack.resource?.["aws_sqs_queue"] ?? {});
    expect(resourceOf(stack, "aws_sns_topic")).toEqual({
      name: "supply-chain-registry",
      kms_master_key_id: `\${aws_kms_key.${String(key)}.arn}`,
    });
    expect(resourceOf(stack, "aws_sns_topic_subscription")).toEqual({
      topic_arn: `\${aws_sns_topic.${String(topic)}.arn}`,
      protocol: "email",
      endpoint: "registry@example.com",
    });
    for (const target of resourcesOf(stack, "aws_cloudwatch_event_target")) {
      expect(target).toMatchObject({
        arn: `\${aws_sns_topic.${String(topic)}.arn}`,
        dead_letter_config: { arn: `\${aws_sqs_queue.${String(queue)}.arn}` },
      });
    }
  });

  const ALARM_TOPIC = "arn:aws:sns:eu-central-1:333333333333:alarms";

  // TriggeredRules has the dimension RuleName, and is not there until a rule is triggered:
  // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
  test("counts the events of each rule for an alarm, and what waits in the queue for another", () => {
    const stack = synthNotifications({ alarmTopicArn: ALARM_TOPIC });
    const rules = Object.entries(stack.resource?.["aws_cloudwatch_event_rule"] ?? {});
    const [queue] = Object.keys(stack.resource?.["aws_sqs_queue"] ?? {});
    const always = {
      period: 300,
      evaluation_periods: 1,
      comparison_operator: "GreaterThanThreshold",
      threshold: 0,
      treat_missing_data: "notBreaching",
      alarm_actions: [ALARM_TOPIC],
    };
    const alarms = resourcesOf(stack, "aws_cloudwatch_metric_alarm");
    expect(alarms).toHaveLength(rules.length + 1);
    for (const [address, { name, description }] of rules) {
      expect(alarms).toContainEqual({
        ...always,
        alarm_name: name,
        alarm_description: description,
        namespace: "AWS/Events",
        metric_name: "TriggeredRules",
        dimensions: { RuleName: `\${aws_cloudwatch_event_rule.${address}.name}` },
        statistic: "Sum",
      });
    }
    expect(alarms).toContainEqual({
      ...always,
      alarm_name: "supply-chain-registry-undelivered",
      alarm_description:
        "Events that EventBridge could not deliver wait in the queue supply-chain-registry-undelivered",
      namespace: "AWS/SQS",
      metric_name: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: `\${aws_sqs_queue.${String(queue)}.name}` },
      statistic: "Maximum",
    });
  });

  test("has alarms that tell its own topic where no other is named", () => {
    const stack = synthNotifications();
    const [topic] = Object.keys(stack.resource?.["aws_sns_topic"] ?? {});
    const alarms = resourcesOf(stack, "aws_cloudwatch_metric_alarm");
    const own = [`\${aws_sns_topic.${String(topic)}.arn}`];
    expect(alarms.map((alarm) => alarm["alarm_actions"])).toEqual(alarms.map(() => own));
    expect(alarms).toHaveLength(5);
  });

  test("lets the four rules alone keep what could not be delivered", () => {
    const stack = synthNotifications();
    const rules = Object.keys(stack.resource?.["aws_cloudwatch_event_rule"] ?? {});
    expect(rules).toHaveLength(4);
    const [statement] = statementsOf(resourceOf(stack, "aws_sqs_queue_policy")["policy"]);
    expect(statement).toMatchObject({
      Sid: "KeepUndelivered",
      Principal: { Service: "events.amazonaws.com" },
      Condition: {
        ArnEquals: {
          "aws:SourceArn": expect.arrayContaining(
            rules.map((rule) => `\${aws_cloudwatch_event_rule.${rule}.arn}`),
          ) as unknown,
        },
      },
    });
  });
});

describe("RegistryNotifications refuse", () => {
  const refused = (props: Partial<RegistryNotificationsProps>) =>
    stackRejectionOf((stack) => {
      new RegistryNotifications(stack, "notifications", {
        ...REGISTRY,
        email: "registry@example.com",
        ...props,
      });
    });

  test("an address that is none, and deployers that are no roles", () => {
    expect(refused({ email: "registry", deployers: ["arn:aws:iam::333333333333:role/*"] })).toEqual([
      'test/notifications: "registry" is not an e-mail address; allowed: name@domain [invalid-email]',
      'test/notifications: "arn:aws:iam::333333333333:role/*" does not name one role of partition aws; allowed: ' +
        "arn:aws:iam::ACCOUNT:role/NAME, with its path and without wildcards [invalid-deployer-arn]",
    ]);
  });

  test("more deployers than a pattern holds", () => {
    const deployers = Array.from({ length: 30 }, (_, index) => `${DEPLOYER}-${String(index)}`);
    expect(refused({ deployers })).toEqual([
      expect.stringMatching(
        /^test\/notifications: the pattern of changes has \d{4} characters; allowed: 2048 characters; name fewer deployers: let them assume one role \[event-pattern-too-long\]$/,
      ),
    ]);
  });

  test("a second set in one stack", () => {
    expect(
      stackRejectionOf((stack) => {
        for (const id of ["one", "two"])
          new RegistryNotifications(stack, id, { ...REGISTRY, email: "registry@example.com" });
      }),
    ).toEqual([
      "test/two: the set of registry notifications of an account and region has one owner, and test/one owns it " +
        "already; keep one of the two constructs and pass it the settings of both [singleton-owned-twice]",
    ]);
  });
});

test("every change that ECR knows is watched, but for pushes, new repositories, tags and dry runs", () => {
  const changes = /^(?:Batch)?(?:Create|Delete|Deregister|Put|Register|Set|Update)/;
  const ordinary = ["CreateRepository", "PutImage"];
  const known = Object.keys(ecr).flatMap((name) => (name.endsWith("Command") ? [name.slice(0, -7)] : []));
  const expected = known.filter((name) => changes.test(name) && !ordinary.includes(name)).sort();
  expect([...WATCHED_CALLS]).toEqual(expected);
});
