import { Construct } from "constructs";
import { type Location } from "../../aws";
import { addressProblems, placeProblems, throwProblems } from "../checks";
import { CustomerManagedKey, publishAlarms } from "../kms";
import { alarmsPublish, NotificationTopic } from "../notification-topic";
import { claimSingleton } from "../singleton";

/** What {@link AlarmNotifications} need to be told. */
export interface AlarmNotificationsProps extends Location {
  /** Address that is told. */
  readonly email: string;
  /** What the alarms are about, for the names of topic and key: `verification`. @default - they are of every kind */
  readonly about?: string;
}

/**
 * Mail about the suite's alarms of an account and region that has no other topic: alarms act in their own region only.
 * The address must confirm its subscription once in each.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Notify_Users_Alarm_Changes.html
 */
export class AlarmNotifications extends Construct {
  readonly key: CustomerManagedKey;
  /** Topic whose ARN alarms take as `alarmTopicArn`. */
  readonly topic: NotificationTopic;

  /**
   * @throws ProblemError `invalid-account-id`, `invalid-region`, `invalid-partition`, `region-of-other-partition`
   * @throws ProblemError `invalid-email`, `singleton-owned-twice`
   */
  constructor(scope: Construct, id: string, props: AlarmNotificationsProps) {
    super(scope, id);
    const { accountId, region, partition, email, about } = props;
    throwProblems([...placeProblems(this.node.path, props), ...addressProblems(this.node.path, email)]);
    const of = about === undefined ? "" : `${about}-`;
    const name = `supply-chain-${of}alarms`;
    claimSingleton(this, `set of ${of}alarm notifications`, props);
    const at = { accountId, region, partition };
    this.key = new CustomerManagedKey(this, "Key", {
      accountId,
      partition,
      description: "Notifications about alarms",
      alias: `alias/supply-chain/${of}alarm-notifications`,
      statements: [publishAlarms(at, name)],
    });
    this.topic = new NotificationTopic(this, "Topic", {
      name,
      keyArn: this.key.resource.arn,
      publishers: [alarmsPublish(at)],
      email,
    });
  }
}
