import { type CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { Lazy } from "cdktf";
import { type Construct } from "constructs";
import { aboveZeroAlarm, type AlarmProps } from "./alarm";
import { denyWithoutTls, policyDocument, type Statement } from "./iam";

/** Longest time a queue keeps a message. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
export const UNDELIVERED_SECONDS = 1_209_600;

/**
 * Raises an alarm while a queue is not empty. SQS reports about its queues once a minute; a message stays longer than
 * that.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export function notEmptyAlarm(
  scope: Construct,
  id: string,
  queue: SqsQueue,
  props: AlarmProps,
): CloudwatchMetricAlarm {
  return aboveZeroAlarm(scope, id, {
    ...props,
    namespace: "AWS/SQS",
    metricName: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: queue.name },
    statistic: "Maximum",
    // An empty queue that nobody uses is not reported about.
    treatMissingData: "notBreaching",
  });
}

/** Lets EventBridge keep in a queue what it could not deliver for these rules. */
export function keepUndelivered(queueArn: string, ruleArns: readonly string[]): Statement {
  return {
    sid: "KeepUndelivered",
    actions: ["sqs:SendMessage"],
    resources: [queueArn],
    principals: { service: ["events.amazonaws.com"] },
    conditions: { ArnEquals: { "aws:SourceArn": ruleArns } },
  };
}

/**
 * Makes the encrypted queue that keeps, for fourteen days, what EventBridge could not deliver, with an alarm while
 * it is not empty.
 *
 * @param route makes the rules whose targets name the queue; the list may grow until synth
 * @param alarmTopicArn topic that is told by the alarm. @default - the alarm is only shown
 */
export function undeliveredQueue(
  scope: Construct,
  name: string,
  route: (queue: SqsQueue) => readonly { readonly arn: string }[],
  alarmTopicArn?: string,
): SqsQueue {
  const queue = new SqsQueue(scope, "DeadLetters", {
    name,
    messageRetentionSeconds: UNDELIVERED_SECONDS,
    sqsManagedSseEnabled: true,
  });
  const rules = route(queue);
  new SqsQueuePolicy(scope, "DeadLettersPolicy", {
    queueUrl: queue.url,
    // Rules may come until synth.
    policy: Lazy.stringValue({
      produce: () => {
        const arns = rules.map(({ arn }) => arn);
        const undelivered = arns.length > 0 ? [keepUndelivered(queue.arn, arns)] : [];
        return policyDocument([...undelivered, denyWithoutTls(["sqs:*"], [queue.arn])]);
      },
    }),
  });
  notEmptyAlarm(scope, "DeadLettersAlarm", queue, {
    alarmName: name,
    alarmDescription: `Events that EventBridge could not deliver wait in the queue ${name}`,
    alarmTopicArn,
  });
  return queue;
}
