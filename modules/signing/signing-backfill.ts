import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { accountRootArn, logGroupArn, type Location, type Partition, roleArn } from "../../aws";
import {
  PUSH_ROLE_PATH,
  SIGNING_BACKFILL_LOG_GROUP,
  SIGNING_BACKFILL_ROLE_NAME,
  signingBackfillRoleArn,
} from "../../names";
import { type Problem } from "../../problem";
import { parseRoleArn, placeProblems, templateProblems, throwProblems } from "../checks";
import { SIGNING_STATUS_ACTION, UPLOAD_ACTIONS } from "../ecr";
import { Role } from "../iam";
import { claimSingleton } from "../singleton";
import { type ManagedSigning } from "./managed-signing";
import { signedRepositoryArns } from "./signed-repositories";
import { SIGN_ACTIONS } from "./signing-profile";

/** What a {@link SigningBackfill} needs to be told. */
export interface SigningBackfillProps extends Location {
  /** Account of the registry and of the profiles. */
  readonly accountId: string;
  /** The signing whose repositories and profiles are meant. */
  readonly signing: ManagedSigning;
  /** Exact ARNs of the existing roles that may assume the role, of this or other accounts. At least one. */
  readonly assumers: readonly string[];
  /** KMS key of the records, whose policy lets CloudWatch Logs use it. @default - AWS's own key */
  readonly logKeyArn?: string;
}

/** Ten years: about as long as a signature may be valid. */
const RETENTION_DAYS = 3_653;

/**
 * The role that signs images which are in the registry already, and the log group that keeps a record of each.
 *
 * Under the push path, which the registry's policy exempts and guardrails protect. Name its ARN as a pusher of the
 * repositories too: their policies let nobody else write. It reads, signs with the profiles of `signing` and writes
 * where these sign; it deletes nothing, and to the log group it only adds. Where more repositories are signed than its
 * policy has room for, it names their folders, or the whole registry: which of them it may write to, their own policies
 * say then.
 *
 * The log group stays in AWS when this construct goes.
 *
 * @see https://docs.aws.amazon.com/signer/latest/developerguide/image-signing-prerequisites.html
 */
export class SigningBackfill extends Construct {
  /** The role that signs. */
  readonly role: Role;
  /** The records. */
  readonly logGroup: CloudwatchLogGroup;

  /** ARN of the role in a registry account, for the policies of its repositories. */
  static roleArn(at: { readonly partition: Partition; readonly accountId: string }): string {
    return signingBackfillRoleArn(at);
  }

  /**
   * @throws ProblemError `singleton-owned-twice`, `invalid-account-id`, `invalid-region`, `invalid-partition`,
   * `region-of-other-partition`, `no-assumers`, `invalid-assumer`, `policy-too-long`
   */
  constructor(scope: Construct, id: string, props: SigningBackfillProps) {
    super(scope, id);
    claimSingleton(this, "signing back-fill", { accountId: props.accountId });
    const { accountId, partition, assumers } = props;
    throwProblems([
      ...placeProblems(this.node.path, props),
      ...assumerProblems(this.node.path, props),
      ...templateProblems(this.node.path, { logKeyArn: props.logKeyArn }),
    ]);
    this.logGroup = new CloudwatchLogGroup(this, "Records", {
      name: SIGNING_BACKFILL_LOG_GROUP,
      retentionInDays: RETENTION_DAYS,
      skipDestroy: true,
      ...(props.logKeyArn === undefined ? {} : { kmsKeyId: props.logKeyArn }),
    });
    const accountIds = assumers.map((arn) => parseRoleArn(arn)?.accountId ?? accountId);
    this.role = new Role(this, "Role", {
      name: SIGNING_BACKFILL_ROLE_NAME,
      path: PUSH_ROLE_PATH,
      description: "Signs images that are in the registry already",
      trust: [
        {
          actions: ["sts:AssumeRole"],
          principals: { aws: accountIds.map((one) => accountRootArn({ partition, accountId: one })) },
          conditions: { ArnEquals: { "aws:PrincipalArn": assumers } },
        },
      ],
    });
    this.permit(props);
  }

  private permit({ signing, ...at }: SigningBackfillProps): void {
    const { role } = this;
    role.allow({
      sid: "ReadImagesAndWriteSignatures",
      actions: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:DescribeImages",
        "ecr:DescribeImageScanFindings",
        "ecr:GetDownloadUrlForLayer",
        SIGNING_STATUS_ACTION,
        ...UPLOAD_ACTIONS,
      ],
      resources: signedRepositoryArns(at, signing),
    });
    role.allow({
      sid: "Sign",
      actions: SIGN_ACTIONS,
      resources: signing.rules.map(({ profileArn }) => profileArn),
    });
    // Neither history nor findings of Inspector are resources of their own.
    role.allow({
      sid: "ReadPushesAndFindings",
      actions: ["cloudtrail:LookupEvents", "inspector2:ListCoverage", "inspector2:ListFindings"],
      resources: ["*"],
    });
    role.allow({
      sid: "AddRecords",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [`${logGroupArn(at, SIGNING_BACKFILL_LOG_GROUP)}:*`],
    });
  }
}

function assumerProblems(path: string, { assumers, partition }: SigningBackfillProps): Problem[] {
  if (assumers.length === 0) {
    return [
      {
        code: "no-assumers",
        path,
        message: "a role that nobody may assume signs nothing",
        change: "name a role in assumers, or leave the construct out",
      },
    ];
  }
  return assumers
    .filter((arn) => !Token.isUnresolved(arn) && parseRoleArn(arn)?.partition !== partition)
    .map((arn) => ({
      code: "invalid-assumer",
      path,
      message: `"${arn}" does not name one role of partition ${partition}`,
      allowed: `${roleArn({ partition, accountId: "ACCOUNT" }, "NAME")}, with its path and without wildcards`,
    }));
}
