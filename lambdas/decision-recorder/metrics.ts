import { type DecisionRecord } from "../../verification";
import { type Logger } from "../shared/logger";

/** Namespace of the metrics. */
export const NAMESPACE = "SupplyChain/ImageVerification";

/** What a decision counts as. */
export type Metric = "Trusted" | "Admitted" | "BreakGlass" | "Refused" | "Undecided" | "Waiting";

/** The metric of a decision; an image that is waited for is not undecided yet. */
export function metricOf({ outcome, action, code }: DecisionRecord): Metric {
  switch (outcome) {
    case "trusted":
      return "Trusted";
    case "admitted":
      return code === "break-glass" ? "BreakGlass" : "Admitted";
    case "refused":
      return "Refused";
    case "undecided":
      return action === "wait" ? "Waiting" : "Undecided";
  }
}

/**
 * Writes a decision as a line of the log, which CloudWatch reads as a metric of the decision's own time. It is 1 when
 * there was such a decision: whoever looks at it takes the largest value, which the same message does not change when
 * it comes twice.
 *
 * @param recorder name of the function
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export function writeMetric(log: Logger, recorder: string, decision: DecisionRecord): void {
  const metric = metricOf(decision);
  log.info("metric", {
    _aws: {
      Timestamp: Date.parse(decision.at),
      CloudWatchMetrics: [
        {
          Namespace: NAMESPACE,
          Dimensions: [["Recorder"], ["Recorder", "Cluster"]],
          Metrics: [{ Name: metric, Unit: "Count" }],
        },
      ],
    },
    Recorder: recorder,
    Cluster: decision.cluster,
    [metric]: 1,
  });
}
