import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { type Partition } from "../../aws";
import { policyDocument } from "../iam";
import { protectFromDestroy } from "../protection";

/** What a {@link NotificationKey} needs to be told. */
export interface NotificationKeyProps {
  readonly accountId: string;
  readonly region: string;
  readonly partition: Partition;
  /** Beginning of the names of the topics the key is for. */
  readonly topicPrefix: string;
}

/**
 * What the account's administrators do with the key; none of it encrypts or decrypts.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
const ADMINISTRATION_ACTIONS = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GetKeyPolicy",
  "kms:GetKeyRotationStatus",
  "kms:ListGrants",
  "kms:ListKeyPolicies",
  "kms:ListKeyRotations",
  "kms:ListResourceTags",
  "kms:PutKeyPolicy",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
] as const;

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
const PUBLISHER_ACTIONS = ["kms:Decrypt", "kms:GenerateDataKey"] as const;

/** The key of the notification topics, rotated every year; EventBridge may use it for these topics alone. */
export class NotificationKey extends Construct {
  readonly resource: KmsKey;

  constructor(scope: Construct, id: string, props: NotificationKeyProps) {
    super(scope, id);
    const { accountId, region, partition, topicPrefix } = props;
    this.resource = new KmsKey(this, "Resource", {
      description: "Notifications about security findings",
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: policyDocument([
        {
          sid: "AdministerByAccount",
          actions: ADMINISTRATION_ACTIONS,
          // In a key policy "*" is the key itself.
          resources: ["*"],
          principals: { aws: [`arn:${partition}:iam::${accountId}:root`] },
        },
        {
          sid: "PublishByEventBridge",
          actions: PUBLISHER_ACTIONS,
          resources: ["*"],
          principals: { service: ["events.amazonaws.com"] },
          // Encrypted topics get nothing from EventBridge under a condition on aws:SourceArn or aws:SourceAccount.
          conditions: {
            ArnLike: {
              "kms:EncryptionContext:aws:sns:topicArn": `arn:${partition}:sns:${region}:${accountId}:${topicPrefix}*`,
            },
          },
        },
      ]),
      lifecycle: protectFromDestroy(this),
    });
    new KmsAlias(this, "Alias", {
      name: "alias/supply-chain/notifications",
      targetKeyId: this.resource.keyId,
    });
  }
}
