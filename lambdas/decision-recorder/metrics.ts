import { type DecisionRecord, METRIC_DIMENSION, METRIC_NAMESPACE, METRICS } from "../../verification";
import { type Logger } from "../shared/logger";
import { writeMetrics } from "../shared/metric";

/** What a decision counts as. */
type Metric = "Trusted" | "Admitted" | "BreakGlass" | "Refused" | typeof METRICS.undecided | "Waiting";

/** The metric of a decision; an image that is waited for is not undecided yet. */
function metricOf({ outcome, action, code }: DecisionRecord): Metric {
  switch (outcome) {
    case "trusted":
      return "Trusted";
    case "admitted":
      return code === "break-glass" ? "BreakGlass" : "Admitted";
    case "refused":
      return "Refused";
    case "undecided":
      return action === "wait" ? "Waiting" : METRICS.undecided;
  }
}

/**
 * Writes a decision as a metric of the decision's own time. It is 1 when there was such a decision: whoever looks at it
 * takes the largest value, which the same message does not change when it comes twice.
 *
 * @param recorder name of the function
 */
export function writeMetric(log: Logger, recorder: string, decision: DecisionRecord): void {
  const { recorder: dimension } = METRIC_DIMENSION;
  writeMetrics(log, {
    namespace: METRIC_NAMESPACE,
    dimensions: { [dimension]: recorder, Cluster: decision.cluster },
    sets: [[dimension], [dimension, "Cluster"]],
    counts: { [metricOf(decision)]: 1 },
    at: Date.parse(decision.at),
  });
}
