import { type Logger } from "../shared/logger";

/** Namespace of the metric. */
export const NAMESPACE = "SupplyChain/Signing";
/** Images without their signatures, plus one for changed signing rules. */
export const METRIC = "OpenProblems";

/**
 * Writes the metric as a line of the log, which CloudWatch reads. The alarm looks at the largest value, so that the
 * same number said twice means no more than once.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function writeMetric(log: Logger, watch: string, openProblems: number, now: number): void {
  log.info("metric", {
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        { Namespace: NAMESPACE, Dimensions: [["Watch"]], Metrics: [{ Name: METRIC, Unit: "Count" }] },
      ],
    },
    Watch: watch,
    [METRIC]: openProblems,
  });
}
