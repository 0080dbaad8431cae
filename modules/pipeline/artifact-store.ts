import { KmsAlias } from "@cdktf/provider-aws/lib/kms-alias";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { dnsSuffix, type Partition } from "../../aws";
import { policyDocument, type Grantee, type Statement } from "../iam";
import { protectFromDestroy } from "../protection";

/** Sources and build results are needed only while an execution runs; a month leaves room for a retry. */
const ARTIFACT_DAYS = 30;

/**
 * What the account does with the key: administer it, and let its identity policies say who uses it.
 *
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
 */
const KEY_ACCOUNT_ACTIONS = [
  "kms:CancelKeyDeletion",
  "kms:CreateAlias",
  "kms:Decrypt",
  "kms:DeleteAlias",
  "kms:DescribeKey",
  "kms:DisableKey",
  "kms:EnableKey",
  "kms:EnableKeyRotation",
  "kms:GenerateDataKey",
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

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html */
const KEY_LOGS_ACTIONS = [
  "kms:Decrypt",
  "kms:DescribeKey",
  "kms:Encrypt",
  "kms:GenerateDataKey",
  "kms:GenerateDataKeyWithoutPlaintext",
  "kms:ReEncryptFrom",
  "kms:ReEncryptTo",
] as const;

/** @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
export const KEY_PUBLISH_ACTIONS = ["kms:Decrypt", "kms:GenerateDataKey"] as const;

/** @see https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html */
const BUCKET_ACTIONS = ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"] as const;
const READ_ACTIONS = ["s3:GetObject", "s3:GetObjectVersion"] as const;
const WRITE_ACTIONS = ["s3:PutObject", "s3:PutObjectAcl"] as const;

/** What an {@link ArtifactStore} needs to be told. */
export interface ArtifactStoreProps {
  /** Short name of the pipeline. */
  readonly name: string;
  readonly accountId: string;
  readonly region: string;
  readonly partition: Partition;
  readonly bucketName: string;
  /** Log groups that are encrypted with the key. */
  readonly logGroupNames: readonly string[];
  /** Rule whose events are published to a topic that is encrypted with the key. */
  readonly ruleArn: string;
}

/** Where a pipeline keeps what its stages hand on: a private bucket, and the one key of the whole pipeline. */
export class ArtifactStore extends Construct {
  readonly resource: S3Bucket;
  readonly key: KmsKey;
  private readonly bucketArn: string;

  constructor(scope: Construct, id: string, props: ArtifactStoreProps) {
    super(scope, id);
    this.bucketArn = `arn:${props.partition}:s3:::${props.bucketName}`;
    this.key = this.createKey(props);
    this.resource = new S3Bucket(this, "Resource", {
      bucket: props.bucketName,
      forceDestroy: false,
      lifecycle: protectFromDestroy(this),
    });
    const bucket = this.resource.id;
    new S3BucketOwnershipControls(this, "Ownership", {
      bucket,
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    new S3BucketPublicAccessBlock(this, "PublicAccessBlock", {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    const versioning = new S3BucketVersioningA(this, "Versioning", {
      bucket,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketServerSideEncryptionConfigurationA(this, "Encryption", {
      bucket,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: this.key.arn },
          bucketKeyEnabled: true,
        },
      ],
    });
    new S3BucketLifecycleConfiguration(this, "Lifecycle", {
      bucket,
      dependsOn: [versioning],
      rule: [
        {
          id: "expire-artifacts",
          status: "Enabled",
          filter: [{ prefix: "" }],
          expiration: [{ days: ARTIFACT_DAYS }],
          noncurrentVersionExpiration: [{ noncurrentDays: ARTIFACT_DAYS }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
      ],
    });
    new S3BucketPolicy(this, "Policy", {
      bucket,
      policy: policyDocument([
        {
          sid: "DenyUnlessTls",
          effect: "Deny",
          actions: ["s3:*"],
          resources: [this.bucketArn, `${this.bucketArn}/*`],
          principals: "*",
          conditions: { Bool: { "aws:SecureTransport": "false" } },
        },
      ]),
    });
  }

  /** Lets a stage fetch what earlier stages handed on. */
  grantRead(grantee: Grantee): void {
    this.grant(grantee, READ_ACTIONS, ["kms:Decrypt", "kms:DescribeKey"]);
  }

  /** Lets a stage fetch and hand on. */
  grantReadWrite(grantee: Grantee): void {
    this.grant(
      grantee,
      [...READ_ACTIONS, ...WRITE_ACTIONS],
      ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
    );
  }

  private grant(grantee: Grantee, objects: readonly string[], key: readonly string[]): void {
    const statements: Statement[] = [
      { sid: "ReadArtifactBucket", actions: BUCKET_ACTIONS, resources: [this.bucketArn] },
      { sid: "UseArtifacts", actions: objects, resources: [`${this.bucketArn}/*`] },
      { sid: "UseArtifactKey", actions: key, resources: [this.key.arn] },
    ];
    for (const statement of statements) grantee.allow(statement);
  }

  private createKey(props: ArtifactStoreProps): KmsKey {
    const { name, accountId, region, partition, logGroupNames, ruleArn } = props;
    const logGroups = `arn:${partition}:logs:${region}:${accountId}:log-group:`;
    const key = new KmsKey(this, "Key", {
      description: `Artifacts, logs and notifications of the pipeline ${name}`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: policyDocument([
        {
          sid: "AdministerAndUseByAccount",
          actions: KEY_ACCOUNT_ACTIONS,
          // In a key policy "*" is the key itself.
          resources: ["*"],
          principals: { aws: [`arn:${partition}:iam::${accountId}:root`] },
        },
        {
          sid: "EncryptLogs",
          actions: KEY_LOGS_ACTIONS,
          resources: ["*"],
          principals: { service: [`logs.${region}.${dnsSuffix(partition)}`] },
          conditions: {
            ArnEquals: { "kms:EncryptionContext:aws:logs:arn": logGroupNames.map((n) => logGroups + n) },
          },
        },
        {
          sid: "PublishFailures",
          actions: KEY_PUBLISH_ACTIONS,
          resources: ["*"],
          principals: { service: ["events.amazonaws.com"] },
          // The topic's policy admits exactly this rule; a publish that carries no source is not refused here.
          conditions: { ArnEqualsIfExists: { "aws:SourceArn": ruleArn } },
        },
      ]),
      lifecycle: protectFromDestroy(this),
    });
    new KmsAlias(this, "Alias", { name: `alias/supply-chain/pipeline/${name}`, targetKeyId: key.keyId });
    return key;
  }
}
