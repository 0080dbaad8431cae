import { EventQueue, type EventQueueProps, LambdaFunction } from "../../../modules/function";
import { stackRejectionOf } from "../../support/rejection";
import { resourcesOf, synthStack } from "../../support/synth";
import { PROPS, readable, TOPIC } from "./support";

const SETTINGS = {
  name: "pushes",
  description: "Images that are pushed",
  pattern: { source: ["aws.ecr"] },
  delaySeconds: 60,
  pauseSeconds: 120,
  attempts: 5,
} as const;

function rejected(props: Partial<EventQueueProps>) {
  return stackRejectionOf((stack) => {
    const fn = new LambdaFunction(stack, "watch", PROPS);
    new EventQueue(stack, "queue", { function: fn, ...SETTINGS, ...props });
  });
}

test("what EventBridge could not deliver lies with the function's dead letters", () => {
  const stack = synthStack((scope) => {
    const fn = new LambdaFunction(scope, "watch", PROPS);
    new EventQueue(scope, "queue", { function: fn, ...SETTINGS });
  });
  const policies = resourcesOf(stack, "aws_sqs_queue_policy").map(
    ({ policy }) => readable(JSON.parse(policy as string)) as { readonly Statement: readonly unknown[] },
  );
  expect(policies.flatMap(({ Statement }) => Statement)).toContainEqual({
    Sid: "KeepUndelivered",
    Effect: "Allow",
    Action: "sqs:SendMessage",
    Resource: "${aws_sqs_queue.watch_DeadLetters_.arn}",
    Principal: { Service: "events.amazonaws.com" },
    Condition: { ArnEquals: { "aws:SourceArn": "${aws_cloudwatch_event_rule.queue_Rule_.arn}" } },
  });
});

test("an alarm tells whom the function tells of messages that nobody takes", () => {
  const stack = synthStack((scope) => {
    const fn = new LambdaFunction(scope, "watch", { ...PROPS, alarmTopicArn: TOPIC });
    new EventQueue(scope, "queue", { function: fn, ...SETTINGS });
  });
  const waiting = resourcesOf(stack, "aws_cloudwatch_metric_alarm").find(
    ({ alarm_name: name }) => name === "pushes-waiting",
  );
  expect(readable(waiting)).toMatchObject({
    dimensions: { QueueName: "${aws_sqs_queue.queue_.name}" },
    comparison_operator: "GreaterThanThreshold",
    threshold: 3_600,
    alarm_actions: [TOPIC],
  });
});

test.each([
  [{ delaySeconds: 901 }, "delaySeconds is 901; allowed: 0 to 900"],
  [{ pauseSeconds: 43_201 }, "pauseSeconds is 43201; allowed: 1 to 43200"],
  [{ attempts: 0 }, "attempts is 0; allowed: 1 to 1000"],
  [{ attempts: 1.5 }, "attempts is 1.5; allowed: 1 to 1000"],
  [
    { pauseSeconds: 29 },
    "pauseSeconds is 29, and the function may take 30 seconds; allowed: 30 or more, so that no event comes again while the function still has it",
  ],
])("refuses %j", (props, line) => {
  expect(rejected(props)).toEqual([`test/queue: ${line} [out-of-range]`]);
});
