import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Construct } from "constructs";
import { type BreakGlass } from "../../verification";
import { aboveZeroAlarm, alarmActions, type WatchedMetric } from "../alarm";
import { FUNCTION_NAMES } from "./runtime-key";

/** What {@link VerificationAlarms} needs to be told. */
export interface VerificationAlarmsProps {
  readonly breakGlass: readonly BreakGlass[];
  /** Topic that is told. @default - the alarms are only shown */
  readonly alarmTopicArn?: string;
}

/** As the functions write their metrics. */
const NAMESPACE = "SupplyChain/ImageVerification";
const PERIOD_SECONDS = 300;
const DAY_SECONDS = 86_400;

/** The alarms of image verification beside those of dead letters: each tells of what a person has to look at. */
export class VerificationAlarms extends Construct {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: VerificationAlarmsProps,
  ) {
    super(scope, id);
    for (const [kind, name] of Object.entries(FUNCTION_NAMES)) {
      this.above(`${kind}Errors`, `${name}-errors`, `The function ${name} failed: its log says why`, {
        namespace: "AWS/Lambda",
        metricName: "Errors",
        dimensions: { FunctionName: name },
        statistic: "Sum",
      });
    }
    const { hook, recorder, tasks } = FUNCTION_NAMES;
    this.above(
      "HookThrottles",
      `${hook}-throttles`,
      `The function ${hook} could not be called: ECS keeps out what it would have verified, in clusters that alert too`,
      {
        namespace: "AWS/Lambda",
        metricName: "Throttles",
        dimensions: { FunctionName: hook },
        statistic: "Sum",
      },
    );
    this.above(
      "Undecided",
      "supply-chain-images-undecided",
      "Nobody could say whether an image is trusted: Security Hub has a finding for each",
      {
        namespace: NAMESPACE,
        metricName: "Undecided",
        dimensions: { Recorder: recorder },
        statistic: "Maximum",
      },
    );
    this.above(
      "StopsWithheld",
      "supply-chain-stops-withheld",
      "Tasks go on though an image of them is refused: so many of one service would have been stopped that it looks like a mistake, or stopping failed",
      {
        namespace: NAMESPACE,
        metricName: "StopsWithheld",
        dimensions: { Verifier: tasks },
        statistic: "Maximum",
      },
    );
    this.above(
      "TrustNotKept",
      "supply-chain-trust-not-kept",
      "That an image is trusted could not be written down: were it refused later, its tasks would be stopped without a limit",
      {
        namespace: NAMESPACE,
        metricName: "TrustNotKept",
        dimensions: { Verifier: tasks },
        statistic: "Maximum",
      },
    );
    this.above(
      "GateProblems",
      "supply-chain-gate-problems",
      "Services whose deployments are not verified, or clusters that nobody named: Security Hub has a finding for each; or a look that failed: the log says why",
      {
        namespace: NAMESPACE,
        metricName: "OpenGateProblems",
        dimensions: { Verifier: tasks },
        statistic: "Maximum",
        // The number is said once an hour; until then it is what it was.
        treatMissingData: "ignore",
      },
    );
    if (props.breakGlass.length > 0) this.whileGlassIsBroken();
  }

  private above(id: string, alarmName: string, alarmDescription: string, watched: WatchedMetric): void {
    const { alarmTopicArn } = this.props;
    aboveZeroAlarm(this, id, { alarmName, alarmDescription, alarmTopicArn, ...watched });
  }

  /**
   * On until the last day has ended, and then off without anybody's help: EPOCH gives every point its own time,
   * whatever the metric says.
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
   */
  private whileGlassIsBroken(): void {
    const { alarmTopicArn, breakGlass } = this.props;
    const last = Math.max(...breakGlass.map(({ expires }) => Date.parse(`${expires}T00:00:00Z`) / 1_000));
    new CloudwatchMetricAlarm(this, "BreakGlass", {
      alarmName: "supply-chain-break-glass",
      alarmDescription: `Images run whatever verification says: ${breakGlass.map(told).join("; ")}`.slice(
        0,
        1_024,
      ),
      metricQuery: [
        {
          id: "active",
          expression: `IF(EPOCH(calls) < ${String(last + DAY_SECONDS)}, 1, 0)`,
          label: "Break-glass",
          returnData: true,
        },
        {
          id: "calls",
          metric: {
            namespace: "AWS/Lambda",
            metricName: "Invocations",
            dimensions: { FunctionName: FUNCTION_NAMES.tasks },
            period: PERIOD_SECONDS,
            stat: "Sum",
          },
        },
      ],
      evaluationPeriods: 1,
      comparisonOperator: "GreaterThanThreshold",
      threshold: 0,
      treatMissingData: "ignore",
      ...alarmActions(alarmTopicArn),
    });
  }
}

function told({ cluster, service, digest, expires }: BreakGlass): string {
  return `${service === undefined ? (digest ?? "") : `service ${service}`} in ${cluster} until ${expires}`;
}
