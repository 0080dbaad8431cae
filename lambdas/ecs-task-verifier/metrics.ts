import { VERIFICATION_METRICS as METRICS } from "../../names/metrics";
import { holds, type VerificationSettings } from "../../verification";
import { type Logger } from "../shared/logger";
import { writeMetrics } from "../shared/metric";

/** What came of the wish to stop a task, as metrics. */
export function writeStopMetric(
  log: Logger,
  verifier: string,
  { stopped, withheld }: { readonly stopped: boolean; readonly withheld: boolean },
  now: number,
): void {
  const counts = { [METRICS.stopped]: Number(stopped), [METRICS.stopsWithheld]: Number(withheld) };
  write(log, verifier, counts, now);
}

/** How many images of a task are trusted, and that could not be kept. */
export function writeTrustMetric(log: Logger, verifier: string, images: number, now: number): void {
  write(log, verifier, { [METRICS.trustNotKept]: images }, now);
}

/** How many findings about the gate are open. The alarm looks at the largest value. */
export function writeProblemsMetric(log: Logger, verifier: string, problems: number, now: number): void {
  write(log, verifier, { [METRICS.gateProblems]: problems }, now);
}

/** How often the look left something out for want of time or room, 0 included. */
export function writeLeftOutMetric(log: Logger, verifier: string, times: number, now: number): void {
  write(log, verifier, { [METRICS.leftOut]: times }, now);
}

/** How many break-glass hold, 0 included, so that an alarm goes off once they have ended. */
export function writeBreakGlassMetric(
  log: Logger,
  verifier: string,
  { breakGlass }: Pick<VerificationSettings, "breakGlass">,
  now: number,
): void {
  const active = breakGlass.filter((entry) => holds("breakGlass", entry, now));
  write(log, verifier, { [METRICS.breakGlass]: active.length }, now);
}

/** How many other regions could not be read, 0 included. */
export function writeRegionsMetric(log: Logger, verifier: string, regions: number, now: number): void {
  write(log, verifier, { [METRICS.regionsUndecided]: regions }, now);
}

function write(log: Logger, verifier: string, counts: Readonly<Record<string, number>>, at: number): void {
  const dimensions = { [METRICS.dimensions.taskVerifier]: verifier };
  writeMetrics(log, { namespace: METRICS.namespace, dimensions, counts, at });
}
