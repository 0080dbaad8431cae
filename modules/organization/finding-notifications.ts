import { type CloudwatchEventRule } from "@cdktf/provider-aws/lib/cloudwatch-event-rule";
import { type SqsQueue } from "@cdktf/provider-aws/lib/sqs-queue";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { type Location, type Partition } from "../../aws";
import { ProblemError } from "../../problem";
import { isEmail, placeProblems, throwProblems } from "../checks";
import { CustomerManagedKey, publishAlarms, publishEvents } from "../kms";
import { notificationRoute } from "../notification-route";
import { alarmsPublish, EVENTBRIDGE_PUBLISHES, NotificationTopic } from "../notification-topic";
import { claimSingleton } from "../singleton";
import { undeliveredQueue } from "../undelivered";
import { hubMessage, imageMessage, type Message, supportMessage } from "./finding-messages";
import { hubPattern, imagePatterns, type NotifiedRank } from "./finding-pattern";

/** What {@link FindingNotifications} needs to be told; at least one address. */
export interface FindingNotificationsProps extends Location {
  /** Address that is told of findings of the rank critical. @default - nobody is */
  readonly critical?: string;
  /** Address that is told of findings of the rank high. @default - nobody is */
  readonly high?: string;
}

const NAME_PREFIX = "supply-chain-findings-";

/**
 * Mail about new findings on containers by rank: what Inspector finds in images, ranked by severity, known
 * exploitation, fix, end of support and whether it runs; and from Security Hub what GuardDuty sees at runtime, its
 * attack sequences on clusters and groups of instances, and what our own functions find, ranked by severity.
 *
 * In the home region of the delegated administrator, with {@link FindingForwarding} in the others, this is the whole
 * organization. Each address must confirm its subscription once. What cannot be delivered waits fourteen days in a
 * queue. A finding of Inspector is told again when it changes, such as when its image begins to run.
 *
 * @see https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-cloudwatch-events.html
 * @see https://docs.aws.amazon.com/inspector/latest/user/findings-managing-automating-responses.html
 */
export class FindingNotifications extends Construct {
  /** Keeps what could not be delivered. */
  readonly deadLetters: SqsQueue;
  readonly key: CustomerManagedKey;
  /** Of critical findings, or of high ones where nobody hears of critical ones; takes alarms, too. */
  readonly alarmTopicArn: string;
  private readonly topicArns: string[] = [];

  /**
   * @throws ProblemError `invalid-account-id`, `invalid-region`, `invalid-partition`, `region-of-other-partition`
   * @throws ProblemError `singleton-owned-twice`, `no-recipient`, `invalid-email`
   */
  constructor(scope: Construct, id: string, props: FindingNotificationsProps) {
    super(scope, id);
    const { accountId, region, partition } = props;
    throwProblems(placeProblems(this.node.path, props));
    const recipients = recipientsOf(this, props);
    claimSingleton(this, "set of finding notifications", props);
    const at = { accountId, region, partition };
    this.key = new CustomerManagedKey(this, "Key", {
      accountId,
      partition,
      description: "Notifications about security findings",
      alias: "alias/supply-chain/notifications",
      statements: [publishEvents(at, `${NAME_PREFIX}*`), publishAlarms(at, `${NAME_PREFIX}*`)],
    });
    const told = recipients.map(({ rank, email }) => {
      const scope = new Construct(this, rank);
      const topic = new NotificationTopic(scope, "Topic", {
        name: `${NAME_PREFIX}${rank}`,
        keyArn: this.key.resource.arn,
        publishers: [EVENTBRIDGE_PUBLISHES, alarmsPublish(at)],
        email,
      });
      return { scope, rank, topic };
    });
    this.topicArns.push(...told.map(({ topic }) => topic.resource.arn));
    const [first = ""] = this.topicArns;
    this.alarmTopicArn = first;
    this.deadLetters = undeliveredQueue(
      this,
      `${NAME_PREFIX}undelivered`,
      (queue) => told.flatMap(({ scope, rank, topic }) => routes(scope, rank, topic, partition, queue)),
      this.alarmTopicArn,
    );
  }
}

/** The rules of one rank, beside its topic. */
function routes(
  scope: Construct,
  rank: NotifiedRank,
  topic: NotificationTopic,
  partition: Partition,
  deadLetters: SqsQueue,
): CloudwatchEventRule[] {
  const name = `${NAME_PREFIX}${rank}`;
  const route = (id: string, ruleName: string, description: string, eventPattern: string, message: Message) =>
    notificationRoute(scope, id, {
      name: ruleName,
      description,
      eventPattern,
      topic,
      deadLetters,
      message,
    });
  const { vulnerabilities, endOfSupport } = imagePatterns(rank);
  const image = imageMessage(rank, partition);
  const end = endOfSupport === undefined ? [] : [endOfSupport];
  return [
    route(
      "",
      name,
      `Findings of Security Hub on containers, ${rank}`,
      hubPattern(rank),
      hubMessage(partition),
    ),
    route("Image", `${name}-images`, `Vulnerabilities in images, rank ${rank}`, vulnerabilities, image),
    ...end.map((pattern) =>
      route(
        "Support",
        `${name}-support`,
        `End of support of images, rank ${rank}`,
        pattern,
        supportMessage(rank, partition),
      ),
    ),
  ];
}

function recipientsOf(
  owner: Construct,
  { critical, high }: FindingNotificationsProps,
): { rank: NotifiedRank; email: string }[] {
  const recipients = [
    ...(critical === undefined ? [] : [{ rank: "critical" as const, email: critical }]),
    ...(high === undefined ? [] : [{ rank: "high" as const, email: high }]),
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
      .map(({ rank, email }) => ({
        code: "invalid-email",
        path,
        message: `the address "${email}" for ${rank} findings is not an e-mail address`,
        allowed: "name@domain",
      })),
  );
  return recipients;
}
