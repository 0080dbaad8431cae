import {
  CloudwatchMetricAlarm,
  type CloudwatchMetricAlarmConfig,
} from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { type Construct } from "constructs";
import { templateProblems, throwProblems } from "./checks";

/** What an alarm is called and says, and who is told. */
export interface AlarmProps {
  readonly alarmName: string;
  readonly alarmDescription: string;
  /** Topic that is told. @default - the alarm is only shown */
  readonly alarmTopicArn?: string | undefined;
}

/** The metric that an alarm looks at. */
export interface WatchedMetric {
  readonly namespace: string;
  readonly metricName: string;
  /** What the metric is measured of, by the names of its dimensions. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** How the values of a period become one. */
  readonly statistic: "Maximum" | "Sum";
  /** What counts where there is no number: `ignore`, the alarm stays what it was. @default "notBreaching" */
  readonly treatMissingData?: "ignore" | "notBreaching";
}

const PERIOD_SECONDS = 300;

/**
 * Raises an alarm while a metric is above zero, looked at every five minutes.
 *
 * @throws ProblemError `terraform-template`
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 */
export function aboveZeroAlarm(
  scope: Construct,
  id: string,
  { alarmTopicArn, ...props }: AlarmProps & WatchedMetric,
): CloudwatchMetricAlarm {
  throwProblems(templateProblems(scope.node.path, { alarmTopicArn }));
  return new CloudwatchMetricAlarm(scope, id, {
    treatMissingData: "notBreaching",
    ...props,
    period: PERIOD_SECONDS,
    evaluationPeriods: 1,
    comparisonOperator: "GreaterThanThreshold",
    threshold: 0,
    ...alarmActions(alarmTopicArn),
  });
}

const HOUR_SECONDS = 3_600;

/**
 * The number of each hour, and 0 where nobody said one: an alarm that is told what to make of missing data looks further
 * back than its periods, and would change hours later.
 *
 * @param filled what the alarm looks at
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
 */
function eachHour(
  { namespace, metricName, dimensions }: Pick<WatchedMetric, "namespace" | "metricName" | "dimensions">,
  stat: string,
  filled: { readonly id: string; readonly label: string },
): CloudwatchMetricAlarmConfig["metricQuery"] {
  return [
    { id: "said", metric: { namespace, metricName, dimensions, period: HOUR_SECONDS, stat } },
    { ...filled, expression: "FILL(said, 0)", returnData: true },
  ];
}

/**
 * Raises an alarm while a metric is above zero whose number comes once an hour, for as long as what it tells of lasts:
 * it goes off when two hours went by without one, so that a late one does not tell the same thing again.
 *
 * @throws ProblemError `terraform-template`
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-evaluation-window.html
 */
export function lastingAlarm(
  scope: Construct,
  id: string,
  {
    alarmTopicArn,
    alarmName,
    alarmDescription,
    statistic,
    ...watched
  }: AlarmProps & Omit<WatchedMetric, "treatMissingData">,
): CloudwatchMetricAlarm {
  throwProblems(templateProblems(scope.node.path, { alarmTopicArn }));
  return new CloudwatchMetricAlarm(scope, id, {
    alarmName,
    alarmDescription,
    metricQuery: eachHour(watched, statistic, { id: "filled", label: watched.metricName }),
    evaluationPeriods: 2,
    datapointsToAlarm: 1,
    comparisonOperator: "GreaterThanThreshold",
    threshold: 0,
    treatMissingData: "notBreaching",
    ...alarmActions(alarmTopicArn),
  });
}

/** How long nobody may say a number. */
export interface Silence {
  /** Hours until the alarm goes on, at most 168. @default 3: what says it every hour may fail, be late or be cut short */
  readonly hours?: number;
}

/**
 * Raises an alarm when nobody has said a number for hours: what says it does not run, or fails.
 *
 * @throws ProblemError `terraform-template`
 */
export function silenceAlarm(
  scope: Construct,
  id: string,
  {
    alarmTopicArn,
    alarmName,
    alarmDescription,
    hours = 3,
    ...watched
  }: AlarmProps & Silence & Pick<WatchedMetric, "namespace" | "metricName" | "dimensions">,
): CloudwatchMetricAlarm {
  throwProblems(templateProblems(scope.node.path, { alarmTopicArn }));
  return new CloudwatchMetricAlarm(scope, id, {
    alarmName,
    alarmDescription,
    metricQuery: eachHour(watched, "SampleCount", { id: "count", label: "Times it was said" }),
    evaluationPeriods: hours,
    comparisonOperator: "LessThanThreshold",
    threshold: 1,
    treatMissingData: "breaching",
    ...alarmActions(alarmTopicArn),
  });
}

/** Tells a topic when an alarm goes on, if there is one. */
export function alarmActions(
  alarmTopicArn: string | undefined,
): Pick<CloudwatchMetricAlarmConfig, "alarmActions"> {
  return alarmTopicArn === undefined ? {} : { alarmActions: [alarmTopicArn] };
}
