import { type CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { Lazy } from "cdktf";
import { Construct } from "constructs";
import { fitName } from "../../names";
import { denyWithoutTls, policyDocument, type Statement } from "../iam";
import { keepUndelivered, notEmptyAlarm, UNDELIVERED_SECONDS } from "../undelivered";

/** @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html */
const QUEUE_NAME_LENGTH = 80;

/** What {@link DeadLetters} needs to be told. */
export interface DeadLettersProps {
  /** The function whose events end here. */
  readonly functionName: string;
  /** What the alarm says. @default - that the function could not handle events */
  readonly alarmDescription?: string;
  /** Topic that is told when an event lies here. @default - the alarm is only shown */
  readonly alarmTopicArn?: string;
}

/** Where events end that a function could not handle: an encrypted queue, TLS only, with an alarm while it is not empty. */
export class DeadLetters extends Construct {
  readonly resource: SqsQueue;
  /** On while an event lies here. */
  readonly alarm: CloudwatchMetricAlarm;
  private readonly ruleArns: string[] = [];

  constructor(
    scope: Construct,
    id: string,
    { functionName, alarmDescription, alarmTopicArn }: DeadLettersProps,
  ) {
    super(scope, id);
    this.resource = new SqsQueue(this, "Resource", {
      name: fitName(`${functionName}-dead-letters`, QUEUE_NAME_LENGTH),
      messageRetentionSeconds: UNDELIVERED_SECONDS,
      sqsManagedSseEnabled: true,
    });
    new SqsQueuePolicy(this, "Policy", {
      queueUrl: this.resource.url,
      policy: Lazy.stringValue({ produce: () => policyDocument(this.statements()) }),
    });
    this.alarm = notEmptyAlarm(this, "Alarm", this.resource, {
      alarmName: `${functionName}-dead-letters`,
      alarmDescription:
        alarmDescription ??
        `Events that the function ${functionName} could not handle wait in its dead-letter queue`,
      alarmTopicArn,
    });
  }

  /** Takes what EventBridge could not deliver for a rule. */
  acceptFrom(ruleArn: string): void {
    this.ruleArns.push(ruleArn);
  }

  private statements(): Statement[] {
    const { arn } = this.resource;
    const undelivered = this.ruleArns.length > 0 ? [keepUndelivered(arn, this.ruleArns)] : [];
    return [...undelivered, denyWithoutTls(["sqs:*"], [arn])];
  }
}
