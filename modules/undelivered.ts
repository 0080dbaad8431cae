import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { type Construct } from "constructs";
import { denyWithoutTls, policyDocument, type Statement } from "./iam";

/** Longest time a queue keeps a message. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
export const UNDELIVERED_SECONDS = 1_209_600;

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
 * Makes the encrypted queue that keeps, for fourteen days, what EventBridge could not deliver.
 *
 * @param route makes the rules whose targets name the queue
 */
export function undeliveredQueue(
  scope: Construct,
  name: string,
  route: (queue: SqsQueue) => readonly { readonly arn: string }[],
): SqsQueue {
  const queue = new SqsQueue(scope, "DeadLetters", {
    name,
    messageRetentionSeconds: UNDELIVERED_SECONDS,
    sqsManagedSseEnabled: true,
  });
  const rules = route(queue);
  new SqsQueuePolicy(scope, "DeadLettersPolicy", {
    queueUrl: queue.url,
    policy: policyDocument([
      keepUndelivered(
        queue.arn,
        rules.map(({ arn }) => arn),
      ),
      denyWithoutTls(["sqs:*"], [queue.arn]),
    ]),
  });
  return queue;
}
