import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { dnsSuffix, type Partition } from "../../aws";
import { policyDocument } from "../iam";
import { protectFromDestroy } from "../protection";

/** Where a {@link RuntimeKey} is. */
export interface RuntimeKeyProps {
  readonly accountId: string;
  readonly region: string;
  readonly partition: Partition;
}

/** Beginning of the names of all functions and log groups of this module. */
export const FUNCTION_PREFIX = "supply-chain-verify-";

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
 * The key of all verification logs of one account and region: one dollar a month, rotated every year.
 *
 * @see https://aws.amazon.com/kms/pricing/
 */
export class RuntimeKey extends Construct {
  readonly resource: KmsKey;

  constructor(scope: Construct, id: string, props: RuntimeKeyProps) {
    super(scope, id);
    const { accountId, region, partition } = props;
    this.resource = new KmsKey(this, "Resource", {
      description: "Logs of image verification",
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
          sid: "EncryptLogs",
          actions: LOG_ACTIONS,
          resources: ["*"],
          principals: { service: [`logs.${region}.${dnsSuffix(partition)}`] },
          conditions: {
            ArnLike: {
              "kms:EncryptionContext:aws:logs:arn": `arn:${partition}:logs:${region}:${accountId}:log-group:/aws/lambda/${FUNCTION_PREFIX}*`,
            },
          },
        },
      ]),
      lifecycle: protectFromDestroy(this),
    });
    new KmsAlias(this, "Alias", { name: "alias/supply-chain/runtime", targetKeyId: this.resource.keyId });
  }

  /** The stack's key, made for the first who asks; its place in the tree does not depend on who that is. */
  static of(scope: Construct, props: RuntimeKeyProps): RuntimeKey {
    const stack = TerraformStack.of(scope);
    const found = stack.node.tryFindChild("runtime-key");
    return found instanceof RuntimeKey ? found : new RuntimeKey(stack, "runtime-key", props);
  }
}
