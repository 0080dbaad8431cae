import { CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { CloudwatchEventTarget } from "@cdktf/provider-aws/lib/cloudwatch-event-target";
import { SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { SqsQueuePolicy } from "@cdktf/provider-aws/lib/sqs-queue-policy";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { type Partition } from "../../aws";
import { ProblemError } from "../../problem";
import { isEmail, placeProblems, throwProblems } from "../checks";
import { denyWithoutTls, policyDocument } from "../iam";
import { CustomerManagedKey, publishEvents } from "../kms";
import { EVENTBRIDGE_PUBLISHES, NotificationTopic } from "../notification-topic";
import { claimSingleton } from "../singleton";
import { findingPattern, MESSAGE_PATHS, MESSAGE_TEMPLATE, type NotifiedSeverity } from "./finding-pattern";

/** What {@link FindingNotifications} needs to be told; at least one address. */
export interface FindingNotificationsProps {
  readonly accountId: string;
  readonly region: string;
  readonly partition: Partition;
  /** Address that is told of critical findings. @default - nobody is */
  readonly critical?: string;
  /** Address that is told of high findings. @default - nobody is */
  readonly high?: string;
}

const NAME_PREFIX = "supply-chain-findings-";

/** Longest time a queue keeps a message. @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const RETENTION_SECONDS = 1_209_600;

/**
 * Mail about new critical and high findings on containers, from the Security Hub of the account and region.
 *
 * In the home region of the delegated administrator this is the whole organization. Each address must confirm
 * its subscription once. What cannot be delivered waits fourteen days in a queue.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cloudwatch-events.html
 */
export class FindingNotifications extends Construct {
  /** Keeps what could not be delivered. */
  readonly deadLetters: SqsQueue;
  readonly key: CustomerManagedKey;

  /**
   * @throws ProblemError `invalid-account-id`, `invalid-region`, `invalid-partition`, `region-of-other-partition`
   * @throws ProblemError `singleton-owned-twice`, `no-recipient`, `invalid-email`
   */
  constructor(scope: Construct, id: string, props: FindingNotificationsProps) {
    super(scope, id);
    const { accountId, region, partition } = props;
    throwProblems(placeProblems(this.node.path, props));
    const recipients = recipientsOf(this, props);
    claimSingleton(this, "set of finding notifications");
    this.key = new CustomerManagedKey(this, "Key", {
      accountId,
      partition,
      description: "Notifications about security findings",
      alias: "alias/supply-chain/notifications",
      statements: [publishEvents({ accountId, region, partition }, `${NAME_PREFIX}*`)],
    });
    this.deadLetters = new SqsQueue(this, "DeadLetters", {
      name: `${NAME_PREFIX}undelivered`,
      messageRetentionSeconds: RETENTION_SECONDS,
      sqsManagedSseEnabled: true,
    });
    const rules = recipients.map(({ severity, email }) => this.notify(severity, email));
    new SqsQueuePolicy(this, "DeadLettersPolicy", {
      queueUrl: this.deadLetters.url,
      policy: policyDocument([
        {
          sid: "KeepUndelivered",
          actions: ["sqs:SendMessage"],
          resources: [this.deadLetters.arn],
          principals: { service: ["events.amazonaws.com"] },
          conditions: { ArnEquals: { "aws:SourceArn": rules.map(({ arn }) => arn) } },
        },
        denyWithoutTls(["sqs:*"], [this.deadLetters.arn]),
      ]),
    });
  }

  private notify(severity: NotifiedSeverity, email: string): CloudwatchEventRule {
    const word = severity.toLowerCase();
    const scope = new Construct(this, word);
    const name = `${NAME_PREFIX}${word}`;
    const rule = new CloudwatchEventRule(scope, "Rule", {
      name,
      description: `New ${word} findings on containers`,
      eventPattern: findingPattern(severity),
    });
    const topic = new NotificationTopic(scope, "Topic", {
      name,
      keyArn: this.key.resource.arn,
      publishers: [EVENTBRIDGE_PUBLISHES],
      email,
    });
    new CloudwatchEventTarget(scope, "Target", {
      rule: rule.name,
      arn: topic.resource.arn,
      deadLetterConfig: { arn: this.deadLetters.arn },
      inputTransformer: { inputPaths: { ...MESSAGE_PATHS }, inputTemplate: MESSAGE_TEMPLATE },
    });
    return rule;
  }
}

function recipientsOf(
  owner: Construct,
  { critical, high }: FindingNotificationsProps,
): { severity: NotifiedSeverity; email: string }[] {
  const recipients = [
    ...(critical === undefined ? [] : [{ severity: "CRITICAL" as const, email: critical }]),
    ...(high === undefined ? [] : [{ severity: "HIGH" as const, email: high }]),
  ];
  const { path } = owner.node;
  if (recipients.length === 0) {
    throw new ProblemError([
      {
        code: "no-recipient",
        path,
        message: "notifications without an address tell nobody",
        change: "give an address for critical or high findings, or leave the construct out",
      },
    ]);
  }
  throwProblems(
    recipients
      .filter(({ email }) => !Token.isUnresolved(email) && !isEmail(email))
      .map(({ severity, email }) => ({
        code: "invalid-email",
        path,
        message: `the address "${email}" for ${severity.toLowerCase()} findings is not an e-mail address`,
        allowed: "name@domain",
      })),
  );
  return recipients;
}
