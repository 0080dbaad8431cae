import { type Logger } from "../shared/logger";
import { writeMetrics as write } from "../shared/metric";

/** Namespace of the metric. */
export const NAMESPACE = "SupplyChain/Signing";
/** Images without their signatures, plus one for changed signing rules. */
export const METRIC = "OpenProblems";
/** Looks that reached everything, which a second alarm misses. */
export const COMPLETE_METRIC = "CompleteLooks";

/**
 * Writes the metrics. The alarm looks at the largest value, so that the same number said twice means no more than
 * once. Whoever did not look at everything must not say 0.
 *
 * @param watch name of the function
 */
export function writeMetrics(
  log: Logger,
  watch: string,
  counts: { readonly [METRIC]: number; readonly [COMPLETE_METRIC]?: 1 },
  now: number,
): void {
  write(log, { namespace: NAMESPACE, dimensions: { Watch: watch }, counts, at: now });
}
