import { SIGNING_METRICS } from "../../names/metrics";
import { type Logger } from "../shared/logger";
import { writeMetrics as write } from "../shared/metric";

/** What the metrics say. */
export interface Counts {
  /** Images without their signatures, plus one for changed signing rules. */
  readonly openProblems: number;
  /** Whether a look reached everything. @default false */
  readonly isComplete?: boolean;
}

/**
 * Writes the metrics. The alarm looks at the largest value, so that the same number said twice means no more than
 * once. Whoever did not look at everything must not say 0.
 *
 * @param watch name of the function
 */
export function writeMetrics(
  log: Logger,
  watch: string,
  { openProblems, isComplete = false }: Counts,
  now: number,
): void {
  const { namespace, dimension, ...names } = SIGNING_METRICS;
  const counts = { [names.openProblems]: openProblems, ...(isComplete && { [names.completeLooks]: 1 }) };
  write(log, { namespace, dimensions: { [dimension]: watch }, counts, at: now });
}
