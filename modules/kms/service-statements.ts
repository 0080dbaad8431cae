import { dnsSuffix, type Location, logGroupArn } from "../../aws";
import { type KeyStatement } from "./customer-managed-key";

/**
 * What CloudWatch Logs does with the key of a log group.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
 */
const LOG_ACTIONS = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
] as const;

/**
 * What whoever publishes to an encrypted topic does with its key.
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
 */
export const PUBLISH_ACTIONS = ["kms:Decrypt", "kms:GenerateDataKey"] as const;

/** Lets CloudWatch Logs encrypt log groups of these names, in which `*` stands for any characters. */
export function encryptLogs(at: Location, ...logGroupNames: readonly string[]): KeyStatement {
  return {
    sid: "EncryptLogs",
    actions: LOG_ACTIONS,
    principals: { service: [`logs.${at.region}.${dnsSuffix(at.partition)}`] },
    conditions: {
      ArnLike: {
        "kms:EncryptionContext:aws:logs:arn": logGroupNames.map((name) => logGroupArn(at, name)),
      },
    },
  };
}

/** Lets EventBridge publish to topics of these names, in which `*` stands for any characters. */
export function publishEvents(at: Location, ...topicNames: readonly string[]): KeyStatement {
  return publish("PublishByEventBridge", "events.amazonaws.com", at, topicNames);
}

/**
 * Lets alarms of CloudWatch publish to topics of these names, in which `*` stands for any characters.
 *
 * @see https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns
 */
export function publishAlarms(at: Location, ...topicNames: readonly string[]): KeyStatement {
  return publish("PublishByAlarms", "cloudwatch.amazonaws.com", at, topicNames);
}

function publish(
  sid: string,
  service: string,
  { partition, region, accountId }: Location,
  topicNames: readonly string[],
): KeyStatement {
  return {
    sid,
    actions: PUBLISH_ACTIONS,
    principals: { service: [service] },
    // Encrypted topics get nothing from EventBridge under a condition on aws:SourceArn or aws:SourceAccount.
    conditions: {
      ArnLike: {
        "kms:EncryptionContext:aws:sns:topicArn": topicNames.map(
          (name) => `arn:${partition}:sns:${region}:${accountId}:${name}`,
        ),
      },
    },
  };
}
