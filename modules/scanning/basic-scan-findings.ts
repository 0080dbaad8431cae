import { type CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { type Location, repositoryArn } from "../../aws";
import { functionName, SCANNING_METRICS } from "../../names";
import { silenceAlarm } from "../alarm";
import { placeProblems, throwProblems } from "../checks";
import { functionZip, LambdaFunction } from "../function";
import { ownFindings } from "../own-findings";
import { claimSingleton } from "../singleton";

/** What {@link BasicScanFindings} needs to be told. */
export interface BasicScanFindingsProps extends Location {
  /** Account of the registry; Security Hub must be on there. */
  readonly accountId: string;
  /** KMS key of the logs, whose policy lets CloudWatch Logs use it. @default - AWS's own key */
  readonly logKeyArn?: string;
  /**
   * Topic that is told of events which could not be handled, and when no daily look reaches everything.
   * @default - the alarms are only shown
   */
  readonly alarmTopicArn?: string;
}

const NAME = functionName("basic-scan-findings");
/** Enough for thousands of images at the daily look. */
const TIMEOUT_SECONDS = 600;
/** Two looks may fail, be late or have no time for all; the third may not. */
const SILENCE_HOURS = 72;

/**
 * Makes what basic scanning finds findings of Security Hub, which basic scanning by itself tells nobody.
 *
 * There is one finding for each image and severity, and one for an image that ECR could not scan. They are closed when
 * the image is deleted or a later scan finds nothing. An event tells at once; what events missed, and images older than
 * the function, the daily look finds: at every image with open findings and at those of the last 30 days.
 *
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning-basic.html
 */
export class BasicScanFindings extends Construct {
  readonly function: LambdaFunction;
  /** On while no daily look reaches everything, so that nobody takes silence for safety. */
  readonly silenceAlarm: CloudwatchMetricAlarm;

  /**
   * @throws ProblemError `invalid-account-id`, `invalid-region`, `invalid-partition`, `region-of-other-partition`
   * @throws ProblemError `singleton-owned-twice`
   */
  constructor(scope: Construct, id: string, props: BasicScanFindingsProps) {
    super(scope, id);
    throwProblems(placeProblems(this.node.path, props));
    claimSingleton(this, "import of basic scan findings", props);
    const { accountId, region, partition } = props;
    this.function = new LambdaFunction(this, "Function", {
      name: NAME,
      description: "Makes what basic scanning finds findings of Security Hub",
      accountId,
      region,
      partition,
      zip: functionZip("basic-scan-findings"),
      timeoutSeconds: TIMEOUT_SECONDS,
      environment: { ACCOUNT_ID: accountId, PARTITION: partition },
      ...(props.logKeyArn === undefined ? {} : { logKeyArn: props.logKeyArn }),
      ...(props.alarmTopicArn === undefined ? {} : { alarmTopicArn: props.alarmTopicArn }),
    });
    this.permit(props);
    this.function.onEvent("scanned", "Images that basic scanning has looked at", {
      source: ["aws.ecr"],
      "detail-type": ["ECR Image Scan"],
    });
    this.function.onEvent("deleted", "Images that are deleted", {
      source: ["aws.ecr"],
      "detail-type": ["ECR Image Action"],
      detail: { "action-type": ["DELETE"], result: ["SUCCESS"] },
    });
    this.function.onSchedule("daily", "What events missed", "rate(1 day)");
    this.silenceAlarm = silenceAlarm(this, "SilenceAlarm", {
      alarmTopicArn: props.alarmTopicArn,
      alarmName: `${NAME}-no-complete-look`,
      alarmDescription:
        "For 3 days no daily look has reached every image that it should: the function does not run, fails, or has no time; the log says why. On after the first deployment until the first look ends",
      namespace: SCANNING_METRICS.namespace,
      metricName: SCANNING_METRICS.completeLooks,
      dimensions: { [SCANNING_METRICS.dimension]: NAME },
      hours: SILENCE_HOURS,
    });
  }

  private permit(props: BasicScanFindingsProps): void {
    const { role } = this.function;
    role.allow({
      sid: "ReadScans",
      actions: ["ecr:DescribeImages", "ecr:DescribeImageScanFindings", "ecr:DescribeRepositories"],
      resources: [repositoryArn(props, "*")],
    });
    for (const statement of ownFindings(props)) role.allow(statement);
  }
}
