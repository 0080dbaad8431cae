import { type Logger } from "../shared/logger";
import { writeMetrics } from "../shared/metric";

/** Looks that reached everything, which an alarm misses. */
const METRIC = "CompleteLooks";

/**
 * Says that a look reached everything.
 *
 * @param name of the function
 */
export function writeCompleteLook(log: Logger, name: string, now: number): void {
  writeMetrics(log, {
    namespace: "SupplyChain/Scanning",
    dimensions: { Function: name },
    counts: { [METRIC]: 1 },
    at: now,
  });
}
