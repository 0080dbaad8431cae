import { Construct } from "constructs";
import { VERIFICATION_METRICS as METRICS } from "../../names";
import { type BreakGlass } from "../../verification";
import { aboveZeroAlarm, lastingAlarm, silenceAlarm, type WatchedMetric } from "../alarm";
import { FUNCTION_NAMES } from "./runtime-key";

/** What {@link VerificationAlarms} needs to be told. */
export interface VerificationAlarmsProps {
  readonly breakGlass: readonly BreakGlass[];
  /** Whether the account's other regions are looked at. */
  readonly otherRegions: boolean;
  /** Topic that is told. @default - the alarms are only shown */
  readonly alarmTopicArn?: string;
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
const DESCRIPTION_LENGTH = 1_024;

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
    const { hook, recorder } = FUNCTION_NAMES;
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
      "DecisionsNotSent",
      "supply-chain-decisions-not-sent",
      "Decisions about images did not reach the queue, so that no finding tells of them: they are in the logs of the verifiers",
      { namespace: METRICS.namespace, metricName: METRICS.notSent, dimensions: {}, statistic: "Maximum" },
    );
    this.lasting(
      "Undecided",
      "supply-chain-images-undecided",
      "Nobody could say whether an image is trusted: Security Hub has a finding for each",
      METRICS.decisions.undecided,
      { [METRICS.dimensions.recorder]: recorder },
    );
    this.lasting(
      "StopsWithheld",
      "supply-chain-stops-withheld",
      "Tasks go on though an image of them is refused: so many of one service would have been stopped that it looks like a mistake, stopping failed, or what was decided before cannot be read",
      METRICS.stopsWithheld,
      { [METRICS.dimensions.taskVerifier]: FUNCTION_NAMES.tasks },
    );
    this.aboutTasks(
      "TrustNotKept",
      METRICS.trustNotKept,
      "supply-chain-trust-not-kept",
      "That an image is trusted could not be written down: were it refused later, its tasks would be stopped without a limit",
    );
    this.aboutTasks(
      "GateProblems",
      METRICS.gateProblems,
      "supply-chain-gate-problems",
      "Services whose deployments are not verified, or clusters that nobody named: Security Hub has a finding for each; or a look that failed: the log says why",
      "ignore",
    );
    this.aboutTasks(
      "LeftOut",
      METRICS.leftOut,
      "supply-chain-look-not-complete",
      "The hourly look did not get to all services and running tasks, for want of time, then the next one begins elsewhere, or because there are too many: the log of the task verifier says where",
      "ignore",
    );
    this.whileNobodyLooks();
    this.whileGlassIsBroken();
    if (props.otherRegions) this.whileRegionsAreUnread();
  }

  private above(id: string, alarmName: string, alarmDescription: string, watched: WatchedMetric): void {
    const { alarmTopicArn } = this.props;
    aboveZeroAlarm(this, id, { alarmName, alarmDescription, alarmTopicArn, ...watched });
  }

  /** Watches what the hourly look tells again for as long as it is so. */
  private lasting(
    id: string,
    alarmName: string,
    alarmDescription: string,
    metricName: string,
    dimensions: WatchedMetric["dimensions"],
  ): void {
    const { alarmTopicArn } = this.props;
    const watched = { namespace: METRICS.namespace, metricName, dimensions, statistic: "Maximum" } as const;
    lastingAlarm(this, id, { alarmName, alarmDescription, alarmTopicArn, ...watched });
  }

  /**
   * Watches a metric of the task verifier.
   *
   * @param treatMissingData "ignore" for a number that is said once an hour: until then it is what it was
   */
  private aboutTasks(
    id: string,
    metricName: string,
    alarmName: string,
    alarmDescription: string,
    treatMissingData?: "ignore",
  ): void {
    this.above(id, alarmName, alarmDescription, {
      namespace: METRICS.namespace,
      metricName,
      dimensions: { [METRICS.dimensions.taskVerifier]: FUNCTION_NAMES.tasks },
      statistic: "Maximum",
      ...(treatMissingData ? { treatMissingData } : {}),
    });
  }

  /** Every look says how many problems there are, none too, and one that failed says one. */
  private whileNobodyLooks(): void {
    const { tasks } = FUNCTION_NAMES;
    silenceAlarm(this, "NobodyLooks", {
      alarmName: "supply-chain-no-hourly-look",
      alarmDescription: `For 3 hours ${tasks} has not looked at services, clusters and what runs: its hourly rule is off, or it ends before it says what it found. On after the first deployment until the first look ends`,
      alarmTopicArn: this.props.alarmTopicArn,
      namespace: METRICS.namespace,
      metricName: METRICS.gateProblems,
      dimensions: { [METRICS.dimensions.taskVerifier]: tasks },
    });
  }

  private whileRegionsAreUnread(): void {
    this.aboutTasks(
      "RegionsUndecided",
      METRICS.regionsUndecided,
      "supply-chain-regions-undecided",
      "Other regions of the account do not say which clusters of ECS they have: the log of the task verifier names them",
      "ignore",
    );
  }

  /**
   * On while a break-glass holds, and then off without anybody's help: each call of the task verifier says how many
   * do, and the schedule calls it every hour when nothing else does. Between two calls the alarm stays what it was.
   */
  private whileGlassIsBroken(): void {
    const { breakGlass } = this.props;
    const what = breakGlass.length === 0 ? "" : `: ${breakGlass.map(told).join("; ")}`;
    this.aboutTasks(
      "BreakGlass",
      METRICS.breakGlass,
      "supply-chain-break-glass",
      `Images run whatever verification says${what}`.slice(0, DESCRIPTION_LENGTH),
      "ignore",
    );
  }
}

function told({ cluster, service, digest, expires }: BreakGlass): string {
  return `${service === undefined ? (digest ?? "") : `service ${service}`} in ${cluster} until ${expires}`;
}
