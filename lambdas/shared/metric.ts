import { type Logger } from "./logger";

/** Values of metrics at one time. */
export interface Metrics {
  readonly namespace: string;
  /** Values of the dimensions by their names. */
  readonly dimensions: Readonly<Record<string, string>>;
  /** Names of the dimensions that each metric is kept under, set by set. @default - one set with all */
  readonly sets?: readonly (readonly string[])[];
  /** Counts by the names of their metrics. */
  readonly counts: Readonly<Record<string, number>>;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/**
 * Writes metrics as a line of the log, which CloudWatch reads.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function writeMetrics(log: Logger, { namespace, dimensions, sets, counts, at }: Metrics): void {
  log.info("metric", {
    _aws: {
      Timestamp: at,
      CloudWatchMetrics: [
        {
          Namespace: namespace,
          Dimensions: sets ?? [Object.keys(dimensions)],
          Metrics: Object.keys(counts).map((Name) => ({ Name, Unit: "Count" })),
        },
      ],
    },
    ...dimensions,
    ...counts,
  });
}
