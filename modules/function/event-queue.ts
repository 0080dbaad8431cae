import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { type SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { Construct } from "constructs";
import { throwProblems } from "../checks";
import { denyWithoutTls, policyDocument } from "../iam";
import { queueProblems, type QueueProps, redrivenQueue, takeInBatches } from "./queue-parts";

/** What an {@link EventQueue} needs to be told. */
export interface EventQueueProps extends QueueProps {
  /** Which events, shown in the EventBridge console. */
  readonly description: string;
  /** Events of the account's default bus, as EventBridge writes it. */
  readonly pattern: Readonly<Record<string, unknown>>;
}

/**
 * Events that a function may leave for later: they wait in an encrypted queue, come in batches, and those the function
 * names as not done come again after a pause.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html
 */
export class EventQueue extends Construct {
  readonly resource: SqsQueue;

  /** @throws ProblemError `out-of-range` */
  constructor(scope: Construct, id: string, props: EventQueueProps) {
    super(scope, id);
    throwProblems(queueProblems(this.node.path, props));
    const { function: fn, name, description } = props;
    const deadLetters = fn.deadLetters.resource;
    this.resource = redrivenQueue(this, props);
    const rule = new CloudwatchEventRule(this, "Rule", {
      name,
      description,
      eventPattern: JSON.stringify(props.pattern),
    });
    const resources = [this.resource.arn];
    const policy = new SqsQueuePolicy(this, "Policy", {
      queueUrl: this.resource.url,
      policy: policyDocument([
        {
          sid: "TakeEvents",
          actions: ["sqs:SendMessage"],
          resources,
          principals: { service: ["events.amazonaws.com"] },
          conditions: { ArnEquals: { "aws:SourceArn": rule.arn } },
        },
        denyWithoutTls(["sqs:*"], resources),
      ]),
    });
    fn.deadLetters.acceptFrom(rule.arn);
    const mapping = takeInBatches(this, fn, this.resource);
    new CloudwatchEventTarget(this, "Target", {
      rule: rule.name,
      arn: this.resource.arn,
      deadLetterConfig: { arn: deadLetters.arn },
      // The first event comes as soon as the target is there.
      dependsOn: [policy, mapping],
    });
  }
}
