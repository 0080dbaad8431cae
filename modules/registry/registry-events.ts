/** One kind of event that somebody is told of. */
export interface WatchedEvent {
  /** End of the rule's name. */
  readonly key: string;
  readonly description: string;
  /** Event pattern of EventBridge. */
  readonly pattern: Readonly<Record<string, unknown>>;
  /** What of the event the message tells, by its name in the message. */
  readonly paths: Readonly<Record<string, string>>;
  /** Lines of the message. */
  readonly lines: readonly string[];
}

/**
 * Calls that change what a registry promises, or take images away. Nobody but whoever deploys makes them: images
 * that a lifecycle policy expires are no calls, and pushes, replication and the cache make others.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_Operations.html
 */
export const WATCHED_CALLS = [
  "BatchDeleteImage",
  "CreatePullThroughCacheRule",
  "CreateRepositoryCreationTemplate",
  "DeleteLifecyclePolicy",
  "DeletePullThroughCacheRule",
  "DeleteRegistryPolicy",
  "DeleteRepository",
  "DeleteRepositoryCreationTemplate",
  "DeleteRepositoryPolicy",
  "DeleteSigningConfiguration",
  "DeregisterPullTimeUpdateExclusion",
  "PutAccountSetting",
  "PutImageScanningConfiguration",
  "PutImageTagMutability",
  "PutLifecyclePolicy",
  "PutRegistryPolicy",
  "PutRegistryScanningConfiguration",
  "PutReplicationConfiguration",
  "PutSigningConfiguration",
  "RegisterPullTimeUpdateExclusion",
  "SetRepositoryPolicy",
  "UpdateImageStorageClass",
  "UpdatePullThroughCacheRule",
  "UpdateRepositoryCreationTemplate",
] as const;

/**
 * Calls of a push. ECR sends no event of a push that failed: who was refused is seen in CloudTrail alone, and there in
 * the account of the caller. AWS does not say that the registry's account gets the denied calls of roles of others.
 *
 * @see https://docs.aws.amazon.com/awscloudtrail/latest/userguide/shared-event-ID.html
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/logging-using-cloudtrail.html
 */
export const PUSH_CALLS = [
  "CompleteLayerUpload",
  "InitiateLayerUpload",
  "PutImage",
  "UploadLayerPart",
] as const;

/** Why a push is refused that should not be tried: no permission, or a tag that is there for good. */
const REFUSALS = [{ prefix: "AccessDenied" }, "ImageTagAlreadyExistsException"];

const IMAGE = {
  kind: "$.detail-type",
  repository: "$.detail.repository-name",
  digest: "$.detail.image-digest",
  tag: "$.detail.image-tag",
  account: "$.account",
  region: "$.region",
};
const IMAGE_LINES = [
  "Repository <repository>, tag <tag>, digest <digest>",
  "Account <account>, region <region>",
];

const CALL = {
  call: "$.detail.eventName",
  who: "$.detail.userIdentity.arn",
  refusal: "$.detail.errorCode",
  repository: "$.detail.requestParameters.repositoryName",
  time: "$.detail.eventTime",
  account: "$.account",
  region: "$.region",
};
const CALL_LINES = [
  "<call> by <who> at <time> <refusal>",
  "Repository <repository>",
  "Account <account>, region <region>",
  "Look it up in CloudTrail by its name and time.",
];

/**
 * What is told of a registry, all of it by events that AWS documents.
 *
 * @param deployers ARNs of the roles whose changes are expected
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/ecr-eventbridge.html
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html
 */
export function watchedEvents(deployers: readonly string[]): readonly WatchedEvent[] {
  const role = (matcher: unknown) => ({
    userIdentity: { sessionContext: { sessionIssuer: { arn: matcher } } },
  });
  return [
    {
      key: "replication-failures",
      description: "Images that ECR could not replicate",
      pattern: {
        source: ["aws.ecr"],
        "detail-type": ["ECR Replication Action"],
        detail: { result: ["FAILED"] },
      },
      paths: { ...IMAGE, from: "$.detail.source-region" },
      lines: ["<kind>: not replicated from <from>", ...IMAGE_LINES],
    },
    {
      key: "refused-pushes",
      description: "Pushes that were refused",
      pattern: {
        source: ["aws.ecr"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: { eventSource: ["ecr.amazonaws.com"], eventName: PUSH_CALLS, errorCode: REFUSALS },
      },
      paths: CALL,
      lines: CALL_LINES,
    },
    {
      key: "cache-failures",
      description: "Images that ECR could not cache",
      pattern: {
        source: ["aws.ecr"],
        "detail-type": ["ECR Pull Through Cache Action"],
        // AWS writes out no value that stands for a failure.
        detail: { "sync-status": [{ "anything-but": "SUCCESS" }] },
      },
      paths: {
        ...IMAGE,
        status: "$.detail.sync-status",
        upstream: "$.detail.upstream-registry-url",
        reason: "$.detail.failure-reason",
      },
      lines: ["<kind>: <status> from <upstream> <reason>", ...IMAGE_LINES],
    },
    {
      key: "changes",
      description: "Settings changed or images deleted by somebody who does not deploy",
      pattern: {
        source: ["aws.ecr"],
        "detail-type": ["AWS API Call via CloudTrail"],
        detail: {
          eventSource: ["ecr.amazonaws.com"],
          eventName: WATCHED_CALLS,
          // A user has no session, and would not be matched by what its role is not.
          ...(deployers.length === 0
            ? {}
            : { $or: [role([{ "anything-but": deployers }]), role([{ exists: false }])] }),
        },
      },
      paths: CALL,
      lines: CALL_LINES,
    },
  ];
}
