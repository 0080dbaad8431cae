import { type Logger } from "../shared/logger";
import { writeMetrics } from "../shared/metric";

/** Namespace of the metrics. */
export const NAMESPACE = "SupplyChain/ImageVerification";
/** Dimension of the metrics: the name of the function. */
export const DIMENSION = "Verifier";
/** Tasks that were stopped. */
const STOPPED_METRIC = "TasksStopped";
/** Tasks that go on though an image of them is refused: the limit was reached, or stopping them failed. */
export const WITHHELD_METRIC = "StopsWithheld";
/** Images whose trust could not be written down: refused later, no limit of stops would protect them. */
export const TRUST_METRIC = "TrustNotKept";
/** Services that are not gated and clusters that nobody named; 1 at least when a look at them failed. */
export const PROBLEMS_METRIC = "OpenGateProblems";

/** What came of the wish to stop a task, as metrics. */
export function writeStopMetric(
  log: Logger,
  verifier: string,
  { stopped, withheld }: { readonly stopped: boolean; readonly withheld: boolean },
  now: number,
): void {
  write(log, verifier, { [STOPPED_METRIC]: Number(stopped), [WITHHELD_METRIC]: Number(withheld) }, now);
}

/** How many images of a task are trusted, and that could not be kept. */
export function writeTrustMetric(log: Logger, verifier: string, images: number, now: number): void {
  write(log, verifier, { [TRUST_METRIC]: images }, now);
}

/** How many findings about the gate are open. The alarm looks at the largest value. */
export function writeProblemsMetric(log: Logger, verifier: string, problems: number, now: number): void {
  write(log, verifier, { [PROBLEMS_METRIC]: problems }, now);
}

function write(log: Logger, verifier: string, counts: Readonly<Record<string, number>>, at: number): void {
  writeMetrics(log, { namespace: NAMESPACE, dimensions: { [DIMENSION]: verifier }, counts, at });
}
