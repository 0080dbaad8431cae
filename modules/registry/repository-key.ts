import { createHash } from "node:crypto";
import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { Construct } from "constructs";
import { dnsSuffix, type Partition } from "../../aws";
import { policyDocument } from "../iam";
import { protectFromDestroy } from "../protection";
import { accountRootArn } from "./actions";

/** What a {@link RepositoryKey} needs to be told. */
export interface RepositoryKeyProps {
  readonly repositoryName: string;
  readonly accountId: string;
  readonly region: string;
  readonly partition: Partition;
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
  "kms:RevokeGrant",
  "kms:RotateKeyOnDemand",
  "kms:ScheduleKeyDeletion",
  "kms:TagResource",
  "kms:UntagResource",
  "kms:UpdateAlias",
  "kms:UpdateKeyDescription",
] as const;

/**
 * What ECR does with the key for whoever creates or deletes a repository. Images are then encrypted and
 * decrypted by the grants that ECR made, so pushers and pullers need no permission on the key.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/encryption-at-rest.html
 */
const ECR_ACTIONS = ["kms:CreateGrant", "kms:DescribeKey", "kms:RetireGrant"] as const;

/** Longest alias, with its prefix. @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html */
const ALIAS_LENGTH = 256;
const ALIAS_PREFIX = "alias/supply-chain/ecr/";

/** An alias takes no dots; the hash keeps `a.b` and `a_b` apart. */
function aliasOf(repositoryName: string): string {
  const alias = `${ALIAS_PREFIX}${repositoryName}`;
  if (!alias.includes(".") && alias.length <= ALIAS_LENGTH) return alias;
  const digits = createHash("sha256").update(repositoryName).digest("hex").slice(0, 8);
  return `${alias.replaceAll(".", "_").slice(0, ALIAS_LENGTH - 9)}-${digits}`;
}

/** ECR as KMS calls it: with the common domain, and in China with the partition's own one too. */
function viaEcr(region: string, partition: Partition): string[] {
  return [...new Set(["amazonaws.com", dnsSuffix(partition)])].map((domain) => `ecr.${region}.${domain}`);
}

/** A KMS key for one repository: rotated every year, usable through ECR alone. */
export class RepositoryKey extends Construct {
  readonly resource: KmsKey;

  constructor(scope: Construct, id: string, props: RepositoryKeyProps) {
    super(scope, id);
    const { repositoryName, accountId, region, partition } = props;
    const root = { aws: [accountRootArn(partition, accountId)] };
    this.resource = new KmsKey(this, "Resource", {
      description: `Images of the ECR repository ${repositoryName}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: policyDocument([
        {
          sid: "AdministerByAccount",
          actions: ADMINISTRATION_ACTIONS,
          // In a key policy "*" is the key itself.
          resources: ["*"],
          principals: root,
        },
        {
          sid: "UseThroughEcr",
          actions: ECR_ACTIONS,
          resources: ["*"],
          principals: root,
          conditions: { StringEquals: { "kms:ViaService": viaEcr(region, partition) } },
        },
      ]),
      lifecycle: protectFromDestroy(this),
    });
    new KmsAlias(this, "Alias", { name: aliasOf(repositoryName), targetKeyId: this.resource.keyId });
  }
}
