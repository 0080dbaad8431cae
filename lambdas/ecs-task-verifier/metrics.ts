import { holds } from "../../aws";
import { type VerificationSettings } from "../../verification";
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

/** Break-glass of the settings that holds. */
export const BREAK_GLASS_METRIC = "BreakGlassActive";

/** Other regions of which nobody can say what runs there. */
export const REGIONS_METRIC = "RegionsUndecided";

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

/** How many break-glass hold, 0 included, so that an alarm goes off once they have ended. */
export function writeBreakGlassMetric(
  log: Logger,
  verifier: string,
  { breakGlass }: Pick<VerificationSettings, "breakGlass">,
  now: number,
): void {
  const today = new Date(now).toISOString().slice(0, 10);
  const active = breakGlass.filter(({ expires }) => holds("breakGlass", expires, today));
  write(log, verifier, { [BREAK_GLASS_METRIC]: active.length }, now);
}

/** How many other regions could not be read, 0 included. */
export function writeRegionsMetric(log: Logger, verifier: string, regions: number, now: number): void {
  write(log, verifier, { [REGIONS_METRIC]: regions }, now);
}

function write(log: Logger, verifier: string, counts: Readonly<Record<string, number>>, at: number): void {
  writeMetrics(log, { namespace: NAMESPACE, dimensions: { [DIMENSION]: verifier }, counts, at });
}
