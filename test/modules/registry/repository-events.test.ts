import { LambdaFunction } from "@cdktf/provider-aws/lib/lambda-function";
import { ImageRepository, RepositoryEvents, type EventTarget } from "../../../modules/registry";
import { matchesPattern } from "../../support/event-pattern";
import { stackRejectionOf } from "../../support/rejection";
import { statementsOf } from "../../support/statements";
import { resourceOf, resourcesOf, type SynthesizedStack, synthStack } from "../../support/synth";
import { REGISTRY } from "./support";

const FUNCTION = "arn:aws:lambda:eu-central-1:333333333333:function:watch";
const MACHINE = "arn:aws:states:eu-central-1:333333333333:stateMachine:release";
const ROLE = "arn:aws:iam::333333333333:role/events/release";

function synthEvents(build: (events: RepositoryEvents) => void, alarmTopicArn?: string): SynthesizedStack {
  return synthStack((stack) => {
    const repository = ImageRepository.fromAttributes(stack, "repository", { ...REGISTRY, name: "shop/api" });
    const alarm = alarmTopicArn === undefined ? {} : { alarmTopicArn };
    build(new RepositoryEvents(stack, "events", { repository, ...alarm }));
  });
}

/** Whether the one rule that is built matches an event. */
const matches = (build: (events: RepositoryEvents) => void, event: unknown) =>
  matchesPattern(String(resourceOf(synthEvents(build), "aws_cloudwatch_event_rule")["event_pattern"]), event);

/** Samples of AWS: https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html */
const ofEcr = (type: string, detail: unknown) => ({ source: "aws.ecr", "detail-type": type, detail });
const pushed = (detail: object = {}) =>
  ofEcr("ECR Image Action", {
    result: "SUCCESS",
    "repository-name": "shop/api",
    "image-digest": "sha256:0",
    "action-type": "PUSH",
    "image-tag": "v1.2.3",
    ...detail,
  });
const scanned = (detail: object = {}) =>
  ofEcr("ECR Image Scan", {
    "scan-status": "COMPLETE",
    "repository-name": "shop/api",
    "finding-severity-counts": { CRITICAL: 10, MEDIUM: 9 },
    "image-digest": "sha256:0",
    "image-tags": ["v1.2.3", "latest"],
    ...detail,
  });
/** @see https://docs.aws.amazon.com/inspector/latest/user/eventbridge-integration.html */
const inspected = (detail: object = {}) => ({
  source: "aws.inspector2",
  "detail-type": "Inspector2 Scan",
  detail: {
    "scan-status": "INITIAL_SCAN_COMPLETE",
    "repository-name": "arn:aws:ecr:eu-central-1:333333333333:repository/shop/api",
    "finding-severity-counts": { CRITICAL: 0, HIGH: 1, MEDIUM: 6, TOTAL: 10 },
    "image-digest": "sha256:0",
    "image-tags": ["v1.2.3"],
    ...detail,
  },
});
const found = (image: object = {}, status = "ACTIVE") => ({
  source: "aws.inspector2",
  "detail-type": "Inspector2 Finding",
  detail: {
    status,
    resources: [
      {
        type: "AWS_ECR_CONTAINER_IMAGE",
        details: { awsEcrContainerImage: { repositoryName: "shop/api", imageTags: ["v1.2.3"], ...image } },
      },
    ],
  },
});

describe("RepositoryEvents route", () => {
  const target = { arn: FUNCTION };
  const push = (tags?: string[]) => (events: RepositoryEvents) =>
    void events.onImagePush("push", { target, ...(tags ? { tags } : {}) });
  const scan = (mode: "basic" | "enhanced", tags?: string[]) => (events: RepositoryEvents) =>
    void events.onImageScanCompleted("scan", { mode, target, ...(tags ? { tags } : {}) });
  const finding = (tags?: string[]) => (events: RepositoryEvents) =>
    void events.onImageFinding("finding", { target, ...(tags ? { tags } : {}) });

  test.each([
    ["a push", push(), pushed()],
    ["a push without a tag", push(), pushed({ "image-tag": undefined })],
    ["a push with the tag", push(["v1.2.3"]), pushed()],
    ["a push with a tag of the pattern", push(["edge", "v*"]), pushed()],
    ["a basic scan", scan("basic"), scanned()],
    ["a basic scan of a tag", scan("basic", ["latest"]), scanned()],
    ["an enhanced scan", scan("enhanced"), inspected()],
    ["an enhanced scan of a tag", scan("enhanced", ["v*"]), inspected()],
    ["a finding", finding(), found()],
    ["a finding about a tag", finding(["v*"]), found()],
  ])("%s", (_, build, event) => {
    expect(matches(build, event)).toBe(true);
  });

  test.each([
    ["a push to another repository", push(), pushed({ "repository-name": "shop/web" })],
    ["a deletion", push(), pushed({ "action-type": "DELETE" })],
    ["a push of another tag", push(["edge", "v2.*"]), pushed()],
    ["a push without a tag where tags are named", push(["v*"]), pushed({ "image-tag": undefined })],
    ["a basic scan that failed", scan("basic"), scanned({ "scan-status": "FAILED" })],
    ["a basic scan of another repository", scan("basic"), scanned({ "repository-name": "shop/web" })],
    ["a basic scan of other tags", scan("basic", ["v2.*"]), scanned()],
    ["an enhanced scan for basic scanning", scan("basic"), inspected()],
    [
      "an enhanced scan of another repository",
      scan("enhanced"),
      inspected({ "repository-name": "arn:aws:ecr:eu-central-1:333333333333:repository/shop/web" }),
    ],
    ["a finding about another repository", finding(), found({ repositoryName: "shop/web" })],
    ["a finding that is closed", finding(), found({}, "CLOSED")],
    ["a finding about other tags", finding(["v2.*"]), found()],
  ])("not %s", (_, build, event) => {
    expect(matches(build, event)).toBe(false);
  });

  test("opens a function to the one rule", () => {
    const stack = synthEvents(push());
    const [rule] = Object.keys(stack.resource?.["aws_cloudwatch_event_rule"] ?? {});
    const [queue] = Object.keys(stack.resource?.["aws_sqs_queue"] ?? {});
    expect(resourceOf(stack, "aws_lambda_permission")).toEqual({
      function_name: FUNCTION,
      action: "lambda:InvokeFunction",
      principal: "events.amazonaws.com",
      source_arn: `\${aws_cloudwatch_event_rule.${String(rule)}.arn}`,
    });
    expect(resourceOf(stack, "aws_cloudwatch_event_target")).toEqual({
      rule: `\${aws_cloudwatch_event_rule.${String(rule)}.name}`,
      arn: FUNCTION,
      dead_letter_config: { arn: `\${aws_sqs_queue.${String(queue)}.arn}` },
    });
  });

  test("reaches other targets with the role that is named, and gives nobody more", () => {
    const stack = synthEvents((events) => {
      events.onImagePush("push", { target: { arn: MACHINE, roleArn: ROLE } });
    });
    expect(resourceOf(stack, "aws_cloudwatch_event_target")).toMatchObject({ arn: MACHINE, role_arn: ROLE });
    expect(stack.resource?.["aws_lambda_permission"]).toBeUndefined();
  });

  test("keeps what the rules could not deliver, of all of them and no others", () => {
    const topic = "arn:aws:sns:eu-central-1:333333333333:alarms";
    const stack = synthEvents((events) => {
      push()(events);
      finding()(events);
    }, topic);
    const rules = Object.keys(stack.resource?.["aws_cloudwatch_event_rule"] ?? {});
    expect(rules).toHaveLength(2);
    const [statement] = statementsOf(resourceOf(stack, "aws_sqs_queue_policy")["policy"]);
    expect(statement).toMatchObject({
      Sid: "KeepUndelivered",
      Action: "sqs:SendMessage",
      Condition: {
        ArnEquals: {
          "aws:SourceArn": expect.arrayContaining(
            rules.map((rule) => `\${aws_cloudwatch_event_rule.${rule}.arn}`),
          ) as unknown,
        },
      },
    });
    expect(resourceOf(stack, "aws_cloudwatch_metric_alarm")).toMatchObject({
      metric_name: "ApproximateNumberOfMessagesVisible",
      alarm_actions: [topic],
    });
  });

  test("opens the queue to nobody while there is no rule", () => {
    const statements = statementsOf(
      resourceOf(
        synthEvents(() => undefined),
        "aws_sqs_queue_policy",
      )["policy"],
    );
    expect(statements.map(({ Effect }) => Effect)).toEqual(["Deny"]);
  });

  test("names rules and queues of its own, as EventBridge and SQS take them", () => {
    const stack = synthStack((scope) => {
      for (const name of ["shop/api", "shop-api", `shop/${"a".repeat(250)}`]) {
        const repository = ImageRepository.fromAttributes(scope, name, { ...REGISTRY, name });
        const events = new RepositoryEvents(scope, `events of ${name}`, { repository });
        events.onImagePush("one", { target });
        events.onImagePush("two", { target });
      }
    });
    const names = (type: string) => resourcesOf(stack, type).map(({ name }) => String(name));
    const rules = names("aws_cloudwatch_event_rule");
    expect(new Set(rules).size).toBe(6);
    for (const name of rules) expect(name).toMatch(/^[\w.-]{1,64}$/);
    const queues = names("aws_sqs_queue");
    expect(new Set(queues).size).toBe(3);
    for (const name of queues) expect(name).toMatch(/^[\w-]{1,80}$/);
  });

  test("takes the reference to a target that another resource makes", () => {
    const stack = synthStack((scope) => {
      const repository = ImageRepository.fromAttributes(scope, "repository", {
        ...REGISTRY,
        name: "shop/api",
      });
      const { arn } = new LambdaFunction(scope, "function", { functionName: "watch", role: ROLE });
      new RepositoryEvents(scope, "events", { repository }).onImagePush("push", {
        target: { arn, isFunction: true },
      });
    });
    expect(resourceOf(stack, "aws_lambda_permission")["function_name"]).toBe(
      "${aws_lambda_function.function.arn}",
    );
    expect(resourceOf(stack, "aws_cloudwatch_event_target")["arn"]).toBe(
      "${aws_lambda_function.function.arn}",
    );
  });
});

describe("RepositoryEvents refuse", () => {
  const refused = (target: EventTarget) =>
    stackRejectionOf((stack) => {
      const repository = ImageRepository.fromAttributes(stack, "repository", {
        ...REGISTRY,
        name: "shop/api",
      });
      new RepositoryEvents(stack, "events", { repository }).onImagePush("push", { target });
    });

  test.each(["watch", "arn:aws:lambda:*:*:function:*"])("the target %s", (arn) => {
    expect(refused({ arn })).toEqual([
      `test/events/push: "${arn}" names no target of events; allowed: the ARN of one function, queue, topic, state ` +
        "machine or another target of EventBridge [invalid-event-target]",
    ]);
  });

  test("a reference of which nobody says whether it is a function", () => {
    const refusal = stackRejectionOf((scope) => {
      const repository = ImageRepository.fromAttributes(scope, "repository", {
        ...REGISTRY,
        name: "shop/api",
      });
      const { arn } = new LambdaFunction(scope, "function", { functionName: "watch", role: ROLE });
      new RepositoryEvents(scope, "events", { repository }).onImagePush("push", { target: { arn } });
    });
    expect(refusal).toEqual([
      "test/events/push: the target is a reference that only Terraform resolves, and may be a function that lets " +
        "nobody in; say isFunction: true for a Lambda function, false for a queue or topic, or name a roleArn " +
        "[event-target-unknown]",
    ]);
  });

  test("a state machine without a role", () => {
    expect(refused({ arn: MACHINE })).toEqual([
      `test/events/push: EventBridge reaches ${MACHINE} only with a role; name in roleArn a role that ` +
        "events.amazonaws.com assumes and that may reach the target alone [event-role-missing]",
    ]);
  });

  test.each(["onImagePush", "onImageScanCompleted", "onImageFinding"] as const)(
    "two wildcards beside each other in a tag, in %s",
    (method) => {
      const problems = stackRejectionOf((stack) => {
        const repository = ImageRepository.fromAttributes(stack, "repository", {
          ...REGISTRY,
          name: "shop/api",
        });
        const events = new RepositoryEvents(stack, "events", { repository });
        events[method]("push", { mode: "basic", tags: ["v**"], target: { arn: FUNCTION } });
      });
      expect(problems).toEqual([
        'test/events/push: EventBridge takes no two wildcards beside each other, as in "v**"; write v*, which means ' +
          "the same [invalid-event-tag]",
      ]);
    },
  );

  test("a role that is none", () => {
    expect(refused({ arn: MACHINE, roleArn: "arn:aws:iam::333333333333:role/*" })).toEqual([
      'test/events/push: "arn:aws:iam::333333333333:role/*" does not name one role; allowed: ' +
        "arn:PARTITION:iam::ACCOUNT:role/NAME, with its path and without wildcards [invalid-event-role]",
    ]);
  });
});
