import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { type SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { type Construct } from "constructs";
import { alarmActions } from "../alarm";
import { UNDELIVERED_SECONDS } from "../undelivered";

/** A message that comes again has been done, or is a dead letter, well before. */
const WAITING_SECONDS = 3_600;
const PERIOD_SECONDS = 300;

/**
 * Makes a queue keep its messages for fourteen days, and tells when the oldest waits for more than an hour: nobody
 * takes them then, because the event source mapping is disabled or gone.
 *
 * @param alarmTopicArn topic that is told by the alarm. @default - the alarm is only shown
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html
 */
export function bePatient(scope: Construct, queue: SqsQueue, alarmTopicArn: string | undefined): void {
  const name = queue.nameInput ?? "";
  queue.messageRetentionSeconds = UNDELIVERED_SECONDS;
  new CloudwatchMetricAlarm(scope, "WaitingAlarm", {
    alarmName: `${name}-waiting`,
    alarmDescription: `Messages of the queue ${name} wait for more than an hour: its function does not take them`,
    namespace: "AWS/SQS",
    metricName: "ApproximateAgeOfOldestMessage",
    dimensions: { QueueName: queue.name },
    statistic: "Maximum",
    period: PERIOD_SECONDS,
    evaluationPeriods: 1,
    comparisonOperator: "GreaterThanThreshold",
    threshold: WAITING_SECONDS,
    // An empty queue that nobody uses is not reported about.
    treatMissingData: "notBreaching",
    ...alarmActions(alarmTopicArn),
  });
}
