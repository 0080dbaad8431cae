import { SCANNING_METRICS } from "../../names/metrics";
import { type Logger } from "../shared/logger";
import { writeMetrics } from "../shared/metric";

/**
 * Says that a look reached everything.
 *
 * @param name of the function
 */
export function writeCompleteLook(log: Logger, name: string, now: number): void {
  const { namespace, dimension, completeLooks } = SCANNING_METRICS;
  writeMetrics(log, {
    namespace,
    dimensions: { [dimension]: name },
    counts: { [completeLooks]: 1 },
    at: now,
  });
}
