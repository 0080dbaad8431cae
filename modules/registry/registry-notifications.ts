import { type CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { type SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Construct } from "constructs";
import { type Location, type Partition, roleArn } from "../../aws";
import { type Problem } from "../../problem";
import { aboveZeroAlarm } from "../alarm";
import { addressProblems, parseRoleArn, placeProblems, throwProblems } from "../checks";
import { CustomerManagedKey, publishAlarms, publishEvents } from "../kms";
import { notificationRoute } from "../notification-route";
import { alarmsPublish, EVENTBRIDGE_PUBLISHES, NotificationTopic } from "../notification-topic";
import { claimSingleton } from "../singleton";
import { undeliveredQueue } from "../undelivered";
import { type WatchedEvent, watchedEvents } from "./registry-events";

/** What {@link RegistryNotifications} need to be told. */
export interface RegistryNotificationsProps extends Location {
  /** Address that is told. */
  readonly email: string;
  /**
   * Exact ARNs of the roles that change the registry and delete images as they should, such as that of Terraform.
   * @default - every change is told, those by Terraform too
   */
  readonly deployers?: readonly string[];
  /** Topic that the alarms tell. @default - the topic of the notifications */
  readonly alarmTopicArn?: string;
}

const NAME = "supply-chain-registry";

/** Longest event pattern, in characters. @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html */
const PATTERN_LENGTH = 2_048;

/**
 * Mail and alarms about the registry of an account and region: images that were not replicated or cached, pushes
 * that were refused, settings changed and images deleted by somebody who does not deploy, attempts that were refused
 * included. Each has an alarm that counts it, and so has the queue of what could not be delivered.
 *
 * Built from events alone, as ECR emits no metrics of these. Calls are seen only where a trail of CloudTrail logs
 * management events of the account and region; a call that is denied to a role of another account is logged in that
 * account, and AWS does not say that this one gets it. The address must confirm its subscription once. What cannot be
 * delivered waits fourteen days in a queue. Alarms of the suite may publish to the topic.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-monitoring.html
 */
export class RegistryNotifications extends Construct {
  /** Keeps what could not be delivered. */
  readonly deadLetters: SqsQueue;
  readonly key: CustomerManagedKey;
  /** Takes the alarms of the account and region, too. */
  readonly topic: NotificationTopic;

  /**
   * @throws ProblemError `invalid-account-id`, `invalid-region`, `invalid-partition`, `region-of-other-partition`
   * @throws ProblemError `invalid-email`, `invalid-deployer-arn`, `event-pattern-too-long`, `singleton-owned-twice`
   */
  constructor(scope: Construct, id: string, props: RegistryNotificationsProps) {
    super(scope, id);
    const { accountId, region, partition, email, deployers = [] } = props;
    const events = watchedEvents(deployers);
    throwProblems([
      ...placeProblems(this.node.path, props),
      ...addressProblems(this.node.path, email),
      ...deployerProblems(this.node.path, deployers, partition),
      ...lengthProblems(this.node.path, events),
    ]);
    claimSingleton(this, "set of registry notifications", props);
    const at = { accountId, region, partition };
    this.key = new CustomerManagedKey(this, "Key", {
      accountId,
      partition,
      description: "Notifications about the registry",
      alias: "alias/supply-chain/registry-notifications",
      statements: [publishEvents(at, NAME), publishAlarms(at, NAME)],
    });
    this.topic = new NotificationTopic(this, "Topic", {
      name: NAME,
      keyArn: this.key.resource.arn,
      publishers: [EVENTBRIDGE_PUBLISHES, alarmsPublish(at)],
      email,
    });
    const { alarmTopicArn = this.topic.resource.arn } = props;
    this.deadLetters = undeliveredQueue(
      this,
      `${NAME}-undelivered`,
      (queue) => events.map((event) => this.watch(event, queue, alarmTopicArn)),
      alarmTopicArn,
    );
  }

  private watch(
    { key, description, pattern, paths, lines }: WatchedEvent,
    deadLetters: SqsQueue,
    alarmTopicArn: string,
  ): CloudwatchEventRule {
    const scope = new Construct(this, key);
    const rule = notificationRoute(scope, "", {
      name: `${NAME}-${key}`,
      description,
      eventPattern: JSON.stringify(pattern),
      topic: this.topic,
      deadLetters,
      // A text of several lines is one quoted line after another.
      message: { inputPaths: paths, inputTemplate: lines.map((line) => `"${line}"`).join("\n") },
    });
    aboveZeroAlarm(scope, "Alarm", {
      alarmName: `${NAME}-${key}`,
      alarmDescription: description,
      namespace: "AWS/Events",
      // Of the metrics that count events, the only one that EventBridge has for each rule, delivered or not.
      metricName: "TriggeredRules",
      dimensions: { RuleName: rule.name },
      statistic: "Sum",
      // EventBridge sends no zeros.
      treatMissingData: "notBreaching",
      alarmTopicArn,
    });
    return rule;
  }
}

function deployerProblems(path: string, deployers: readonly string[], partition: Partition): Problem[] {
  return deployers
    .filter((arn) => parseRoleArn(arn)?.partition !== partition)
    .map((arn) => ({
      code: "invalid-deployer-arn",
      path,
      message: `"${arn}" does not name one role of partition ${partition}`,
      allowed: `${roleArn({ partition, accountId: "ACCOUNT" }, "NAME")}, with its path and without wildcards`,
    }));
}

function lengthProblems(path: string, events: readonly WatchedEvent[]): Problem[] {
  return events.flatMap(({ key, pattern }) => {
    const { length } = JSON.stringify(pattern);
    if (length <= PATTERN_LENGTH) return [];
    return [
      {
        code: "event-pattern-too-long",
        path,
        message: `the pattern of ${key} has ${String(length)} characters`,
        allowed: `${String(PATTERN_LENGTH)} characters`,
        change: "name fewer deployers: let them assume one role",
      },
    ];
  });
}
