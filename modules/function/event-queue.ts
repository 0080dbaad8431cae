import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { type IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { LambdaEventSourceMapping } from "@cdktf/provider-aws/lib/lambda-event-source-mapping";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { Construct } from "constructs";
import { type Problem } from "../../problem";
import { throwProblems } from "../checks";
import { denyWithoutTls, policyDocument } from "../iam";
import { type LambdaFunction } from "./lambda-function";

/** What an {@link EventQueue} needs to be told. */
export interface EventQueueProps {
  readonly function: LambdaFunction;
  /** Name of the queue and of its rule, at most 64 characters. */
  readonly name: string;
  /** Which events, shown in the EventBridge console. */
  readonly description: string;
  /** Events of the account's default bus, as EventBridge writes it. */
  readonly pattern: Readonly<Record<string, unknown>>;
  /** How long an event waits before the function gets it, 0 to 900. */
  readonly delaySeconds: number;
  /** How long an event waits that the function left in the queue; not less than the function's timeout. */
  readonly pauseSeconds: number;
  /** How often the function gets an event, before it becomes a dead letter; 1 to 1,000. */
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
    throwProblems(rangeProblems(this.node.path, props));
    const { function: fn, name, description } = props;
    const deadLetters = fn.deadLetters.resource;
    this.resource = new SqsQueue(this, "Resource", {
      name,
      delaySeconds: props.delaySeconds,
      visibilityTimeoutSeconds: props.pauseSeconds,
      sqsManagedSseEnabled: true,
      redrivePolicy: JSON.stringify({
        deadLetterTargetArn: deadLetters.arn,
        maxReceiveCount: props.attempts,
      }),
    });
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
    fn.role.allow({
      sid: "TakeFromQueue",
      actions: ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
      resources,
    });
    const mapping = new LambdaEventSourceMapping(this, "Mapping", {
      eventSourceArn: this.resource.arn,
      functionName: fn.resource.functionName,
      batchSize: BATCH_SIZE,
      functionResponseTypes: ["ReportBatchItemFailures"],
      scalingConfig: { maximumConcurrency: CONCURRENCY },
      // Lambda looks at the role's permission to read the queue when the mapping is made.
      dependsOn: [fn.role.node.findChild("Policy") as IamRolePolicy],
    });
    new CloudwatchEventTarget(this, "Target", {
      rule: rule.name,
      arn: this.resource.arn,
      deadLetterConfig: { arn: deadLetters.arn },
      // The first event comes as soon as the target is there.
      dependsOn: [policy, mapping],
    });
  }
}

function rangeProblems(path: string, props: EventQueueProps): Problem[] {
  const timeout = props.function.resource.timeoutInput ?? 0;
  const problems: Problem[] = Object.entries(RANGES)
    .map(([key, { min, max }]) => ({ key, value: props[key as keyof typeof RANGES], min, max }))
    .filter(({ value, min, max }) => !Number.isInteger(value) || value < min || value > max)
    .map(({ key, value, min, max }) => ({
      code: "out-of-range",
      path,
      message: `${key} is ${String(value)}`,
      allowed: `${String(min)} to ${String(max)}`,
    }));
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
