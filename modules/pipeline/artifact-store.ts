import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketLifecycleConfiguration } from "@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration";
import { S3BucketOwnershipControls } from "@cdktf/provider-aws/lib/s3-bucket-ownership-controls";
import { S3BucketPolicy } from "@cdktf/provider-aws/lib/s3-bucket-policy";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketServerSideEncryptionConfigurationA } from "@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration";
import { S3BucketVersioningA } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";
import { type Location } from "../../aws";
import { denyWithoutTls, policyDocument, type Grantee, type Statement } from "../iam";
import { CustomerManagedKey, encryptLogs, publishEvents } from "../kms";
import { protectFromDestroy } from "../protection";

/** Sources and build results are needed only while an execution runs; a month leaves room for a retry. */
const ARTIFACT_DAYS = 30;

/** What the roles of the pipeline do with its key, each where its own policy allows it. */
const KEY_ACTIONS = ["kms:Decrypt", "kms:GenerateDataKey"] as const;

/** @see https://docs.aws.amazon.com/codepipeline/latest/userguide/how-to-custom-role.html */
const BUCKET_ACTIONS = ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"] as const;
const READ_ACTIONS = ["s3:GetObject", "s3:GetObjectVersion"] as const;
const WRITE_ACTIONS = ["s3:PutObject", "s3:PutObjectAcl"] as const;

/** What an {@link ArtifactStore} needs to be told. */
export interface ArtifactStoreProps extends Location {
  /** Short name of the pipeline. */
  readonly name: string;
  /** Name of the bucket, which nobody else in AWS may have. */
  readonly bucketName: string;
  /** Log groups that are encrypted with the key. */
  readonly logGroupNames: readonly string[];
  /** Topic that is encrypted with the key and to which EventBridge publishes. */
  readonly topicName: string;
}

/** Where a pipeline keeps what its stages hand on: a private bucket, and the one key of the whole pipeline. */
export class ArtifactStore extends Construct {
  readonly resource: S3Bucket;
  readonly key: CustomerManagedKey;
  private readonly bucketArn: string;

  constructor(scope: Construct, id: string, props: ArtifactStoreProps) {
    super(scope, id);
    this.bucketArn = `arn:${props.partition}:s3:::${props.bucketName}`;
    this.key = new CustomerManagedKey(this, "Key", {
      accountId: props.accountId,
      partition: props.partition,
      description: `Artifacts, logs and notifications of the pipeline ${props.name}`,
      alias: `alias/supply-chain/pipeline/${props.name}`,
      accountActions: KEY_ACTIONS,
      statements: [encryptLogs(props, ...props.logGroupNames), publishEvents(props, props.topicName)],
    });
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
          applyServerSideEncryptionByDefault: {
            sseAlgorithm: "aws:kms",
            kmsMasterKeyId: this.key.resource.arn,
          },
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
      policy: policyDocument([denyWithoutTls(["s3:*"], [this.bucketArn, `${this.bucketArn}/*`])]),
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
      { sid: "UseArtifactKey", actions: key, resources: [this.key.resource.arn] },
    ];
    for (const statement of statements) grantee.allow(statement);
  }
}
