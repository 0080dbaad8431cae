import { createHash } from "node:crypto";
import { type CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Token } from "cdktf";
import { Construct } from "constructs";
import {
  type Location,
  parseSigningProfileArn,
  REPOSITORY_NAME,
  repositoryArn,
  SIGNING_LATE_AFTER_MINUTES,
  SIGNING_PROFILE_ARN_FORM,
  signingRulesText,
} from "../../aws";
import { functionName, SIGNING_METRICS } from "../../names";
import { type Problem } from "../../problem";
import { aboveZeroAlarm, silenceAlarm } from "../alarm";
import { placeProblems, rangeProblems, throwProblems } from "../checks";
import { SIGNING_STATUS_ACTION } from "../ecr";
import { EventQueue, functionZip, LambdaFunction } from "../function";
import { ownFindings } from "../own-findings";
import { claimSingleton } from "../singleton";
import { type ManagedSigning } from "./managed-signing";
import { signedRepositoryArns } from "./signed-repositories";

/** What a {@link SigningWatch} needs to be told. */
export interface SigningWatchProps extends Location {
  /** Account of the registry, that of the signing; Security Hub must be on there. */
  readonly accountId: string;
  /** Region of the registry, that of the signing. */
  readonly region: string;
  /** The signing whose outcome is watched. */
  readonly signing: ManagedSigning;
  /**
   * While profiles are replaced: those before and after the ones that sign, by repository. An image of the repository
   * that one of them signed does not lack the signature of the one profile that signs it now. @default - none
   */
  readonly otherProfileArns?: Readonly<Record<string, readonly string[]>>;
  /** How long signing may take before an image counts as unsigned, 5 to 360 minutes. @default 15 */
  readonly lateAfterMinutes?: number;
  /** KMS key of the logs, whose policy lets CloudWatch Logs use it. @default - AWS's own key */
  readonly logKeyArn?: string;
  /** Topic that is told by the alarms. @default - the alarms are only shown */
  readonly alarmTopicArn?: string;
}

const NAME = functionName("signing-watch");
const TIMEOUT_SECONDS = 60;
const MEMORY_MEGABYTES = 512;
/** Most images are signed by then. */
const DELAY_SECONDS = 60;
/** Between two looks at an image; more than the function may take. */
const PAUSE_SECONDS = 120;
/** Looks that may fail, beyond those until an image is late. */
const SPARE_ATTEMPTS = 5;

/**
 * Watches that every image pushed to a signed repository gets its signatures.
 *
 * A push never fails because signing failed, so somebody has to look. Every push is followed until ECR says how its
 * signing ended; a signature that failed, is missing or late, or that was made and does not hold any more, becomes one
 * finding of Security Hub for the digest, with an alarm. Every hour the watch looks for what events missed, reads the
 * signatures of the images with a tag whose time of the day it is, closes findings that no longer hold, and
 * compares the registry's signing rules with the deployed ones, which Terraform cannot.
 *
 * Reading may count as a pull: name `function.roleArn` in `PullTimeExclusions` where lifecycle rules go by pulls.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/managed-signing.html
 */
export class SigningWatch extends Construct {
  readonly function: LambdaFunction;
  readonly queue: EventQueue;
  readonly alarm: CloudwatchMetricAlarm;
  /** On while no look reaches everything, so that nobody takes silence for safety. */
  readonly silenceAlarm: CloudwatchMetricAlarm;

  /**
   * @throws ProblemError `singleton-owned-twice`, `out-of-range`, `signing-rules-not-known`,
   * `signing-of-other-registry`, `invalid-profile-arn`, `invalid-repository-name`, `invalid-account-id`, `invalid-region`, `invalid-partition`, `region-of-other-partition`
   */
  constructor(scope: Construct, id: string, props: SigningWatchProps) {
    super(scope, id);
    claimSingleton(this, "signing watch", props);
    const { path } = this.node;
    const misplaced = placeProblems(path, props);
    throwProblems([
      ...(misplaced.length > 0 ? misplaced : placeOfSigningProblems(path, props)),
      ...propsProblems(path, props),
      ...otherProfileProblems(path, props),
    ]);
    const { accountId, region, partition, signing } = props;
    const lateAfterMinutes = props.lateAfterMinutes ?? SIGNING_LATE_AFTER_MINUTES.default;
    this.function = new LambdaFunction(this, "Function", {
      name: NAME,
      description: "Watches that pushed images are signed",
      accountId,
      region,
      partition,
      zip: functionZip("signing-watch"),
      files: { "settings.json": settingsText(props) },
      timeoutSeconds: TIMEOUT_SECONDS,
      memoryMegabytes: MEMORY_MEGABYTES,
      environment: {
        ACCOUNT_ID: accountId,
        LATE_AFTER_MINUTES: String(lateAfterMinutes),
        PARTITION: partition,
        SIGNING_RULES_SHA256: createHash("sha256").update(signingRulesText(signing.rules)).digest("hex"),
      },
      ...(props.logKeyArn === undefined ? {} : { logKeyArn: props.logKeyArn }),
      ...(props.alarmTopicArn === undefined ? {} : { alarmTopicArn: props.alarmTopicArn }),
    });
    this.permit(props);
    this.queue = new EventQueue(this, "Pushes", {
      function: this.function,
      name: `${NAME}-pushes`,
      description: "Images that are pushed to the registry",
      pattern: {
        source: ["aws.ecr"],
        "detail-type": ["ECR Image Action"],
        detail: { "action-type": ["PUSH"], result: ["SUCCESS"] },
      },
      delaySeconds: DELAY_SECONDS,
      pauseSeconds: PAUSE_SECONDS,
      attempts: Math.ceil((lateAfterMinutes * 60) / PAUSE_SECONDS) + SPARE_ATTEMPTS,
    });
    this.function.onSchedule("hourly", "What events about pushes missed", "rate(1 hour)");
    const common = {
      namespace: SIGNING_METRICS.namespace,
      dimensions: { [SIGNING_METRICS.dimension]: NAME },
    };
    this.alarm = aboveZeroAlarm(this, "Alarm", {
      ...common,
      alarmTopicArn: props.alarmTopicArn,
      alarmName: `${NAME}-open-problems`,
      alarmDescription:
        "Images without the signature they should have, or signing rules that are not the deployed ones: Security Hub has a finding for each; or a look that failed: the log says why",
      metricName: SIGNING_METRICS.openProblems,
      statistic: "Maximum",
      // The number is said once an hour; until then it is what it was. Who misses it, the other alarm tells.
      treatMissingData: "ignore",
    });
    this.silenceAlarm = silenceAlarm(this, "SilenceAlarm", {
      ...common,
      alarmTopicArn: props.alarmTopicArn,
      alarmName: `${NAME}-no-complete-look`,
      alarmDescription:
        "For 3 hours no look has reached every signed repository and image that was due: the watch does not run, fails, or has no time; the log says why. On after the first deployment until the first look ends",
      metricName: SIGNING_METRICS.completeLooks,
    });
  }

  private permit(props: SigningWatchProps): void {
    const { role } = this.function;
    // A push is of any repository, and a finding may be of one that no rule names any more.
    role.allow({
      sid: "ListImages",
      actions: ["ecr:DescribeImages", "ecr:DescribeRepositories"],
      resources: [repositoryArn(props, "*")],
    });
    // Listing referrers is authorised by BatchGetImage.
    role.allow({
      sid: "ReadSignatures",
      actions: ["ecr:BatchGetImage", SIGNING_STATUS_ACTION, "ecr:GetDownloadUrlForLayer"],
      resources: signedRepositoryArns(props, props.signing),
    });
    // The signing configuration is no resource of its own.
    role.allow({ sid: "ReadRules", actions: ["ecr:GetSigningConfiguration"], resources: ["*"] });
    for (const statement of ownFindings(props)) role.allow(statement);
  }
}

/** A watch looks at the registry it is in, so the rules have to be of that one. */
function placeOfSigningProblems(path: string, { signing, ...watch }: SigningWatchProps): Problem[] {
  return (["accountId", "region"] as const)
    .filter((key) => ![watch[key], signing[key]].some((place) => Token.isUnresolved(place)))
    .filter((key) => watch[key] !== signing[key])
    .map((key) => ({
      code: "signing-of-other-registry",
      path,
      message: `${key} is ${watch[key]}, and that of the signing that is watched is ${signing[key]}`,
      change: "watch the signing of the same account and region",
    }));
}

/** The function refuses to start with an ARN that is none. */
function otherProfileProblems(path: string, { otherProfileArns = {} }: SigningWatchProps): Problem[] {
  return Object.entries(otherProfileArns).flatMap(([repository, arns]) => [
    ...nameProblems(path, repository),
    ...arns
      .filter((arn) => !parseSigningProfileArn(arn))
      .map((arn) => ({
        code: "invalid-profile-arn",
        path,
        message: `${JSON.stringify(arn)} in otherProfileArns of ${repository} is not the ARN of a signing profile`,
        allowed: SIGNING_PROFILE_ARN_FORM,
        change: "give the ARN of the profile, not of one of its versions",
      })),
  ]);
}

function nameProblems(path: string, repository: string): Problem[] {
  if (REPOSITORY_NAME.test(repository)) return [];
  return [
    {
      code: "invalid-repository-name",
      path,
      message: `${JSON.stringify(repository)} in otherProfileArns is not the name of a repository`,
      change: "name repositories of this registry without its address, such as shop/api",
    },
  ];
}

/** The same text for the same profiles, whatever order they come in, so that the same settings are the same code. */
function settingsText({ otherProfileArns = {} }: SigningWatchProps): string {
  const entries = Object.entries(otherProfileArns)
    .filter(([, arns]) => arns.length > 0)
    .map(([repository, arns]) => [repository, [...new Set(arns)].sort()] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return `${JSON.stringify({ otherProfileArns: Object.fromEntries(entries) })}\n`;
}

function propsProblems(path: string, { lateAfterMinutes, signing }: SigningWatchProps): Problem[] {
  const problems: Problem[] =
    lateAfterMinutes === undefined
      ? []
      : rangeProblems(path, "lateAfterMinutes", lateAfterMinutes, SIGNING_LATE_AFTER_MINUTES);
  if (signing.rules.some(({ profileArn }) => Token.isUnresolved(profileArn))) {
    problems.push({
      code: "signing-rules-not-known",
      path,
      message: "a signing rule names its profile by a reference that only Terraform resolves",
      change: "name the profile by SigningProfile.arn() or the profileArn of its construct",
    });
  }
  return problems;
}
