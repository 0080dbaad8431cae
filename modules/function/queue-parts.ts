import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { type IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaEventSourceMapping } from "@cdktf/provider-aws/lib/lambda-event-source-mapping";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { type Construct } from "constructs";
import { type Problem } from "../../problem";
import { alarmActions } from "../alarm";
import { rangeProblems } from "../checks";
import { UNDELIVERED_SECONDS } from "../undelivered";
import { type LambdaFunction } from "./lambda-function";

/** A queue from which a function takes in batches. */
export interface QueueProps {
  readonly function: LambdaFunction;
  /** Name of the queue, and of its rule where it has one; at most 64 characters. */
  readonly name: string;
  /** How long a message waits before the function gets it, 0 to 900. */
  readonly delaySeconds: number;
  /** How long a message waits that the function left in the queue; not less than the function's timeout. */
  readonly pauseSeconds: number;
  /** How often the function gets a message, before it becomes a dead letter; 1 to 1,000. */
  readonly attempts: number;
}

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const RANGES = {
  delaySeconds: { min: 0, max: 900 },
  pauseSeconds: { min: 1, max: 43_200 },
  attempts: { min: 1, max: 1_000 },
} as const;
const BATCH_SIZE = 10;
/** The fewest there can be: enough for hundreds of events a second, and few enough for the APIs that are asked. */
const CONCURRENCY = 2;

/** A message waits as long while the function takes its time, and no alarm tells of it. */
const WAITING = { leastSeconds: 3_600, spareSeconds: 600, periodSeconds: 300 } as const;

/**
 * The encrypted queue, whose messages become dead letters of the function after so many attempts. It keeps them for
 * fourteen days, and an alarm tells when the oldest waits longer than its attempts take, an hour at least: nobody takes
 * them then, because the event source mapping is disabled or gone.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export function redrivenQueue(scope: Construct, props: QueueProps): SqsQueue {
  const queue = new SqsQueue(scope, "Resource", {
    name: props.name,
    messageRetentionSeconds: UNDELIVERED_SECONDS,
    delaySeconds: props.delaySeconds,
    visibilityTimeoutSeconds: props.pauseSeconds,
    sqsManagedSseEnabled: true,
    redrivePolicy: JSON.stringify({
      deadLetterTargetArn: props.function.deadLetters.resource.arn,
      maxReceiveCount: props.attempts,
    }),
  });
  const attemptsSeconds = props.delaySeconds + props.attempts * props.pauseSeconds;
  new CloudwatchMetricAlarm(scope, "WaitingAlarm", {
    alarmName: `${props.name}-waiting`,
    alarmDescription: `Messages of the queue ${props.name} wait too long: its function does not take them`,
    namespace: "AWS/SQS",
    metricName: "ApproximateAgeOfOldestMessage",
    dimensions: { QueueName: queue.name },
    statistic: "Maximum",
    period: WAITING.periodSeconds,
    evaluationPeriods: 1,
    comparisonOperator: "GreaterThanThreshold",
    threshold: Math.max(WAITING.leastSeconds, attemptsSeconds + WAITING.spareSeconds),
    // An empty queue that nobody uses is not reported about.
    treatMissingData: "notBreaching",
    ...alarmActions(props.function.alarmTopicArn),
  });
  return queue;
}

/** Lets the function take from the queue in batches, of which it names what is not done. */
export function takeInBatches(
  scope: Construct,
  fn: LambdaFunction,
  queue: SqsQueue,
): LambdaEventSourceMapping {
  fn.role.allow({
    sid: "TakeFromQueue",
    actions: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
    resources: [queue.arn],
  });
  return new LambdaEventSourceMapping(scope, "Mapping", {
    eventSourceArn: queue.arn,
    functionName: fn.resource.functionName,
    batchSize: BATCH_SIZE,
    functionResponseTypes: ["ReportBatchItemFailures"],
    scalingConfig: { maximumConcurrency: CONCURRENCY },
    // Lambda looks at the role's permission to read the queue when the mapping is made.
    dependsOn: [fn.role.node.findChild("Policy") as IamRolePolicy],
  });
}

/** Numbers that SQS does not take, and a pause in which a message would come twice. */
export function queueProblems(path: string, props: QueueProps): Problem[] {
  const timeout = props.function.resource.timeoutInput ?? 0;
  const problems = Object.entries(RANGES).flatMap(([key, range]) =>
    rangeProblems(path, key, props[key as keyof typeof RANGES], range),
  );
  if (problems.length === 0 && props.pauseSeconds < timeout) {
    problems.push({
      code: "out-of-range",
      path,
      message: `pauseSeconds is ${String(props.pauseSeconds)}, and the function may take ${String(timeout)} seconds`,
      allowed: `${String(timeout)} or more, so that no event comes again while the function still has it`,
    });
  }
  return problems;
}
