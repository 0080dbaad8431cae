import { SnsTopic } from "@cdktf/provider-aws/lib/sns-topic";
import { SnsTopicPolicy } from "@cdktf/provider-aws/lib/sns-topic-policy";
import { SnsTopicSubscription } from "@cdktf/provider-aws/lib/sns-topic-subscription";
import { Construct } from "constructs";
import { type Location } from "../aws";
import { denyWithoutTls, policyDocument, type Statement } from "./iam";

/**
 * Lets EventBridge publish to a topic; for `publishers`.
 *
 * It has no condition, because EventBridge meets none on a topic. Rules of other accounts publish with a role of
 * their own account, which this does not let in.
 *
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-sns-permissions
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-cross-account.html
 */
export const EVENTBRIDGE_PUBLISHES: Statement = {
  sid: "PublishByEventBridge",
  actions: ["sns:Publish"],
  principals: { service: ["events.amazonaws.com"] },
};

/**
 * Lets the suite's alarms of an account and region publish to a topic; for `publishers`.
 *
 * @see https://repost.aws/knowledge-center/cloudwatch-receive-sns-for-alarm-trigger
 */
export function alarmsPublish({ partition, region, accountId }: Location): Statement {
  return {
    sid: "PublishByAlarms",
    actions: ["sns:Publish"],
    principals: { service: ["cloudwatch.amazonaws.com"] },
    conditions: {
      ArnLike: {
        "aws:SourceArn": `arn:${partition}:cloudwatch:${region}:${accountId}:alarm:supply-chain-*`,
      },
    },
  };
}

/** What a {@link NotificationTopic} needs to be told. */
export interface NotificationTopicProps {
  /** Name of the topic, unique in the account and region. */
  readonly name: string;
  /** KMS key that encrypts the messages. */
  readonly keyArn: string;
  /** Services that publish, without resources. @default - only roles of the account whose own policy allows it */
  readonly publishers?: readonly Statement[];
  /** Who gets the messages, once the address is confirmed. @default - nobody is subscribed */
  readonly email?: string;
}

/** An encrypted topic that takes messages over TLS only. */
export class NotificationTopic extends Construct {
  readonly resource: SnsTopic;

  constructor(scope: Construct, id: string, props: NotificationTopicProps) {
    super(scope, id);
    this.resource = new SnsTopic(this, "Resource", { name: props.name, kmsMasterKeyId: props.keyArn });
    const resources = [this.resource.arn];
    new SnsTopicPolicy(this, "Policy", {
      arn: this.resource.arn,
      policy: policyDocument([
        ...(props.publishers ?? []).map((statement) => ({ ...statement, resources })),
        denyWithoutTls(["sns:Publish"], resources),
      ]),
    });
    if (props.email !== undefined) {
      new SnsTopicSubscription(this, "Subscription", {
        topicArn: this.resource.arn,
        protocol: "email",
        endpoint: props.email,
      });
    }
  }
}
