import { VERIFICATION_METRICS } from "../../names/metrics";
import { type DecisionRecord } from "../../verification";
import { type Logger } from "../shared/logger";
import { writeMetrics } from "../shared/metric";

const { namespace, dimensions, decisions } = VERIFICATION_METRICS;

/** The metric of a decision; an image that is waited for is not undecided yet. */
function metricOf({ outcome, action, code }: DecisionRecord): string {
  switch (outcome) {
    case "trusted":
      return decisions.trusted;
    case "admitted":
      return code === "break-glass" ? decisions.breakGlass : decisions.admitted;
    case "refused":
      return decisions.refused;
    case "undecided":
      return action === "wait" ? decisions.waiting : decisions.undecided;
  }
}

/**
 * Writes a decision as a metric of the decision's own time. It is 1 when there was such a decision: whoever looks at it
 * takes the largest value, which the same message does not change when it comes twice.
 *
 * @param recorder name of the function
 */
export function writeMetric(log: Logger, recorder: string, decision: DecisionRecord): void {
  writeMetrics(log, {
    namespace,
    dimensions: { [dimensions.recorder]: recorder, [dimensions.cluster]: decision.cluster },
    sets: [[dimensions.recorder], [dimensions.recorder, dimensions.cluster]],
    counts: { [metricOf(decision)]: 1 },
    at: Date.parse(decision.at),
  });
}
