import { type Logger } from "../shared/logger";

/** Namespace of the metric. */
export const NAMESPACE = "SupplyChain/Signing";
/** Images without their signatures, plus one for changed signing rules. */
export const METRIC = "OpenProblems";
/** Looks that reached everything, which a second alarm misses. */
export const COMPLETE_METRIC = "CompleteLooks";

/**
 * Writes metrics as a line of the log, which CloudWatch reads. The alarm looks at the largest value, so that the
 * same number said twice means no more than once. Whoever did not look at everything must not say 0.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function writeMetrics(
  log: Logger,
  watch: string,
  values: { readonly [METRIC]: number; readonly [COMPLETE_METRIC]?: 1 },
  now: number,
): void {
  log.info("metric", {
    _aws: {
      Timestamp: now,
      CloudWatchMetrics: [
        {
          Namespace: NAMESPACE,
          Dimensions: [["Watch"]],
          Metrics: Object.keys(values).map((Name) => ({ Name, Unit: "Count" })),
        },
      ],
    },
    Watch: watch,
    ...values,
  });
}
