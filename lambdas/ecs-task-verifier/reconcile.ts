import { type AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { isUnverified } from "../../verification";
import { GENERATOR as IMAGES } from "../image-verification/finding-id";
import { Failures } from "../shared/failures";
import { closed, idPrefix } from "../shared/finding";
import { upTo } from "../shared/pages";
import { report } from "../shared/report";
import { type FindingStore } from "../shared/security-hub";
import { regionOfFinding, subjectOfFinding } from "./findings";
import { type Gates, type Gating, lookAtGates } from "./look-at-gates";
import { writeLeftOutMetric, writeProblemsMetric, writeRegionsMetric } from "./metrics";
import { type Abroad, lookAbroad, type LookingAbroad } from "./regions";
import { type Running, type RunningSurroundings, verifyRunning } from "./running";

/** What {@link reconcile} works with. */
export interface Reconciling extends RunningSurroundings, Gating, Pick<LookingAbroad, "elsewhere"> {
  /** Findings about services and clusters. */
  readonly gateFindings: FindingStore;
  /** Findings about images, which the decision recorder writes. */
  readonly imageFindings: FindingStore;
  /** How long the whole may take. */
  readonly milliseconds: number;
  readonly correlation: Readonly<Record<string, string>>;
}

/** What a run has looked at. */
export interface Reconciled {
  readonly services: number;
  readonly openProblems: number;
  readonly tasks: number;
  readonly closed: number;
}

const MAX_PAGES = 100;
/** Until when, of the whole time, something new is begun; the tasks have the rest. */
const SHARES = { gates: 0.5, regions: 0.6 } as const;
/** Who was refused a deployment has so long to see why. */
const IMAGE_FINDING_MILLISECONDS = 86_400_000;

/**
 * Finds what no event tells of: services that are not gated, clusters that nobody named, here or in other regions, and running tasks whose
 * events were lost; closes the findings that no longer hold. The gates have half of the time, other regions a tenth.
 *
 * What fails of it is left out and the rest is done; the metric is written in any case, and is not 0 then.
 *
 * @throws ProblemError `incomplete-run` at the end when anything failed
 */
export async function reconcile(reconciling: Reconciling): Promise<Reconciled> {
  const { log, clock, verifier, milliseconds, correlation } = reconciling;
  const started = clock.now();
  const failures = new Failures(log);
  const problems = new Set<string | undefined>();
  let done = { services: 0, tasks: 0, closed: 0 };
  try {
    const gates = await lookAtGates(reconciling, started + milliseconds * SHARES.gates, failures);
    const abroad = await lookAbroad(reconciling, started + milliseconds * SHARES.regions);
    if (reconciling.elsewhere) writeRegionsMetric(log, verifier, abroad.unread, clock.now());
    done = {
      ...done,
      services: gates.services,
      closed: await settleGates(gates, abroad, problems, reconciling, failures),
    };
    const running = await verifyRunning(reconciling, correlation, started + milliseconds, failures);
    const over = await closeImageFindings(running, gates, reconciling, failures);
    done = { ...done, tasks: running.tasks, closed: done.closed + over };
  } finally {
    writeProblemsMetric(log, verifier, Math.max(problems.size, Math.min(failures.size, 1)), clock.now());
    writeLeftOutMetric(log, verifier, failures.leftOut, clock.now());
  }
  const reconciled = { ...done, openProblems: problems.size };
  if (failures.size > 0) log.info("what was done", { ...reconciled });
  failures.end();
  return reconciled;
}

/** Writes what is new and closes what is over; how many were closed. */
async function settleGates(
  gates: Gates,
  abroad: Abroad,
  problems: Set<string | undefined>,
  { gateFindings, settings, log, clock }: Reconciling,
  failures: Failures,
): Promise<number> {
  const findings = [...gates.findings, ...abroad.findings];
  const wanted = new Set(findings.map(({ Id }) => Id));
  for (const id of wanted) problems.add(id);
  const open = await openIn(gateFindings, "gate findings", failures);
  await failures.attempt("findings about gates", {}, () => report(findings, gateFindings, log));
  const over = open.filter(({ Id }) => {
    const subject = subjectOfFinding(settings, Id);
    const region = regionOfFinding(settings, Id);
    if (wanted.has(Id)) return false;
    return region === undefined ? subject !== undefined && gates.wasSeen(subject) : abroad.wasSeen(region);
  });
  for (const { Id } of open) problems.add(Id);
  const count = await close(over, gateFindings, clock.now(), failures, log);
  if (count > 0) for (const { Id } of over) problems.delete(Id);
  // Somebody looked at it and decided that it may stay.
  for (const { Id, Workflow } of open) if (Workflow?.Status === "SUPPRESSED") problems.delete(Id);
  return count;
}

/** Closes findings about images that run no longer, or of which nobody asks any more whether they are trusted. */
async function closeImageFindings(
  { complete, holding }: Running,
  gates: Gates,
  { imageFindings, settings, log, clock }: Reconciling,
  failures: Failures,
): Promise<number> {
  const begin = idPrefix(IMAGES, settings);
  const open = await openIn(imageFindings, "image findings", failures);
  const over = open.filter(({ Id = "", UpdatedAt = "", Resources = [] }) => {
    const [cluster = ""] = Id.slice(begin.length).split("/");
    return (
      Id.startsWith(begin) &&
      // Where signatures are off nothing holds any more.
      (complete.has(cluster) || gates.isEmpty(cluster) || isUnverified(settings, cluster)) &&
      !holding.has(Id) &&
      clock.now() - Date.parse(UpdatedAt) >= IMAGE_FINDING_MILLISECONDS &&
      // A cluster of EKS may have the same name.
      Resources.some(({ Type }) => Type === "AwsEcsCluster")
    );
  });
  return close(over, imageFindings, clock.now(), failures, log);
}

async function openIn(store: FindingStore, what: string, failures: Failures): Promise<AwsSecurityFinding[]> {
  const open: AwsSecurityFinding[] = [];
  const cut = () => {
    failures.leaveOut("does not read all open findings", { what, read: open.length });
  };
  await failures.attempt(`open ${what}`, {}, async () => {
    for await (const page of upTo(MAX_PAGES, store.open(), cut)) open.push(...page);
  });
  return open;
}

async function close(
  over: readonly AwsSecurityFinding[],
  store: FindingStore,
  now: number,
  failures: Failures,
  log: Reconciling["log"],
): Promise<number> {
  if (over.length === 0) return 0;
  const done = await failures.attempt("closing findings", { findings: over.length }, async () => {
    await store.write(over.map((finding) => closed(finding, now)));
    for (const { Id } of over) log.info("closes the finding", { id: Id });
    return over.length;
  });
  return done ?? 0;
}
