import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { type SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { type Construct } from "constructs";
import { type NotificationTopic } from "./notification-topic";

/** Which events are told, where, and in which words. */
export interface NotificationRoute {
  /** Name of the rule. */
  readonly name: string;
  readonly description: string;
  /** JSON text. */
  readonly eventPattern: string;
  readonly topic: NotificationTopic;
  /** Keeps what could not be delivered. @default - EventBridge drops it after 24 hours */
  readonly deadLetters?: SqsQueue;
  /** What is read from the event, and the message made of it. */
  readonly message: {
    readonly inputPaths: Readonly<Record<string, string>>;
    readonly inputTemplate: string;
  };
}

/** Makes the rule of a route and its target, whose ids begin with `id`. */
export function notificationRoute(
  scope: Construct,
  id: string,
  { topic, deadLetters, message, ...rule }: NotificationRoute,
): CloudwatchEventRule {
  const resource = new CloudwatchEventRule(scope, `${id}Rule`, rule);
  new CloudwatchEventTarget(scope, `${id}Target`, {
    rule: resource.name,
    arn: topic.resource.arn,
    ...(deadLetters ? { deadLetterConfig: { arn: deadLetters.arn } } : {}),
    inputTransformer: { ...message, inputPaths: { ...message.inputPaths } },
  });
  return resource;
}
