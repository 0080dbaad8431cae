import { LambdaInvocation } from "@cdktf/provider-aws/lib/lambda-invocation";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import {
  type Location,
  PULL_DATE_RESCAN_DURATIONS,
  PULL_DATE_RESCAN_MODES,
  type PullDateRescanDuration,
  type PullDateRescanMode,
  RESCAN_DURATIONS,
  type RescanDuration,
} from "../../aws";
import { functionName } from "../../names";
import { type Problem } from "../../problem";
import { placeProblems, throwProblems } from "../checks";
import { functionZip, LambdaFunction } from "../function";
import { claimSingleton } from "../singleton";

/** What {@link InspectorRescanDuration} needs to be told. */
export interface InspectorRescanDurationProps extends Location {
  /** The delegated administrator of Inspector, or an account without one. */
  readonly accountId: string;
  /** How long an image is scanned again after it was pushed. */
  readonly rescanDuration: RescanDuration;
  /** How long an image is scanned again after it was last in use or pulled. @default - Inspector keeps what is set, at first 14 days */
  readonly pullDateRescanDuration?: PullDateRescanDuration;
  /**
   * Whether the second duration counts from the last use in a cluster or from the last pull. Inspector does not know
   * when images for several architectures are in use. @default - Inspector keeps what is set, at first LAST_IN_USE_AT
   */
  readonly pullDateRescanMode?: PullDateRescanMode;
  /** What switches Inspector on. @default - it is on already */
  readonly after?: readonly ITerraformDependable[];
  /** Topic that is told when the function could not handle an event. @default - the alarm is only shown */
  readonly alarmTopicArn?: string;
}

/** How long an apply waits for Inspector. */
const WAIT_SECONDS = 240;
/** More than the wait: the function says itself what went wrong. */
const TIMEOUT_SECONDS = 300;

/**
 * How long Inspector goes on scanning images of ECR, set at every apply that changes it, by a function that waits
 * until Inspector has applied it. Set by the delegated administrator it holds for all members that have no setting of
 * their own.
 *
 * An image that runs out of this time has its findings closed, even while it runs. A destroy leaves the setting as it
 * is, and a change by hand is not noticed: neither Terraform nor CloudFormation has a resource for it.
 *
 * @see https://docs.aws.amazon.com/inspector/latest/user/scanning_resources_configure_duration_setting_ecr.html
 */
export class InspectorRescanDuration extends Construct {
  readonly resource: LambdaInvocation;
  readonly function: LambdaFunction;

  /**
   * @throws ProblemError `invalid-account-id`, `invalid-region`, `invalid-partition`, `region-of-other-partition`
   * @throws ProblemError `singleton-owned-twice`, `invalid-rescan-duration`
   */
  constructor(scope: Construct, id: string, props: InspectorRescanDurationProps) {
    super(scope, id);
    claimSingleton(this, "Inspector re-scan duration", props);
    const { accountId, region, partition, after = [] } = props;
    throwProblems([...placeProblems(this.node.path, props), ...settingProblems(this.node.path, props)]);
    this.function = new LambdaFunction(this, "Function", {
      name: functionName("inspector-rescan-duration"),
      description: "Sets how long Inspector scans images again",
      accountId,
      region,
      partition,
      zip: functionZip("inspector-rescan-duration"),
      timeoutSeconds: TIMEOUT_SECONDS,
      environment: { WAIT_SECONDS: String(WAIT_SECONDS) },
      ...(props.alarmTopicArn === undefined ? {} : { alarmTopicArn: props.alarmTopicArn }),
    });
    this.function.role.allow({
      sid: "SetRescanDuration",
      actions: ["inspector2:GetConfiguration", "inspector2:UpdateConfiguration"],
      resources: ["*"],
    });
    const input = JSON.stringify(settingOf(props));
    this.resource = new LambdaInvocation(this, "Resource", {
      functionName: this.function.resource.functionName,
      lifecycleScope: "CRUD",
      input,
      // The provider takes an update that failed for done. A change of triggers replaces the invocation instead, and
      // one that failed is made again at the next apply.
      triggers: { input },
      ...(after.length > 0 ? { dependsOn: [...after] } : {}),
    });
  }
}

function settingOf({
  rescanDuration,
  pullDateRescanDuration,
  pullDateRescanMode,
}: InspectorRescanDurationProps) {
  return {
    rescanDuration,
    ...(pullDateRescanDuration === undefined ? {} : { pullDateRescanDuration }),
    ...(pullDateRescanMode === undefined ? {} : { pullDateRescanMode }),
  };
}

const VALUES: Readonly<Record<string, readonly string[]>> = {
  rescanDuration: RESCAN_DURATIONS,
  pullDateRescanDuration: PULL_DATE_RESCAN_DURATIONS,
  pullDateRescanMode: PULL_DATE_RESCAN_MODES,
};

/** What the function would refuse only at the apply. */
function settingProblems(path: string, props: InspectorRescanDurationProps): Problem[] {
  return Object.entries(settingOf(props))
    .filter(([key, value]) => VALUES[key]?.includes(value) !== true)
    .map(([key, value]) => ({
      code: "invalid-rescan-duration",
      path,
      message: `${key} is "${value}"`,
      allowed: VALUES[key]?.join(", ") ?? "",
    }));
}
