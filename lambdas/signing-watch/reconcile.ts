import { type AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { createHash } from "node:crypto";
import { pool } from "../../asking/pool";
import { type RegistrySigningRule, signingRulesText } from "../../aws";
import { Failures } from "../shared/failures";
import { closed, isOld, stillOpen } from "../shared/finding";
import { upTo } from "../shared/pages";
import { inTurn } from "../shared/turns";
import { report } from "../shared/report";
import { check } from "./check";
import { imageOfFinding, isTold, rulesFinding, rulesFindingId } from "./findings";
import { Gaps } from "./gaps";
import { writeMetrics } from "./metrics";
import { parentsIn } from "./parents";
import { goRound, type Rounding, type RoundMade } from "./round";
import { type Surroundings } from "./surroundings";

/** What {@link reconcile} works with. */
export interface Reconciling extends Surroundings {
  /** SHA-256 of the signing rules as they were deployed. */
  readonly rulesSha256: string;
  /** How long the whole may take. */
  readonly milliseconds: number;
}

/** What a run has looked at. */
export interface Reconciled {
  readonly rulesChanged: boolean;
  readonly openProblems: number;
  readonly closed: number;
  readonly repositories: RoundMade["repositories"];
  /** Images whose signatures were read because their minute had come. */
  readonly images: RoundMade["images"];
  /** Whether it reached everything, and nothing failed. */
  readonly complete: boolean;
}

const WIDTH = 8;
const MAX_PAGES = 100;

/**
 * Finds what events missed: signing rules that somebody changed, findings that no longer hold, images of the last day
 * without their signatures, and images with a tag, however old, whose signatures are there no more. Where the time is
 * not enough, the next run begins at another repository; images whose hour is over by then wait a day.
 *
 * What fails of it is left out and the rest is done. Only a look that reached everything says that there are 0 open
 * problems: another says what it found, or nothing, so that it never calms the alarm.
 *
 * @throws ProblemError `incomplete-run` at the end when anything failed
 */
export async function reconcile(reconciling: Reconciling): Promise<Reconciled> {
  const { log, clock, watch } = reconciling;
  const failures = new Failures(log);
  const gaps = new Gaps(log);
  const problems = new Set<string | undefined>();
  const result = await look({ ...reconciling, problems, failures, gaps });
  const complete = failures.size === 0 && gaps.size === 0;
  // A run in which something failed is a problem itself.
  const count = Math.max(problems.size, Math.min(failures.size, 1));
  if (complete || count > 0)
    writeMetrics(log, watch, { openProblems: count, isComplete: complete }, clock.now());
  const reconciled = { ...result, openProblems: problems.size, complete };
  if (failures.size > 0) log.info("what was done", { ...reconciled });
  failures.end();
  return reconciled;
}

/** A run with what becomes of it. */
type Run = Reconciling & {
  /** Ids of findings that are open. */
  readonly problems: Set<string | undefined>;
  readonly failures: Failures;
  readonly gaps: Gaps;
};

async function look(run: Run): Promise<Omit<Reconciled, "openProblems" | "complete">> {
  const { registry, hub, log, place, clock, milliseconds, rulesSha256, problems, failures } = run;
  const started = clock.now();
  const rules = await failures.attempt("signing rules", {}, () => registry.rules());
  const rulesChanged = rules !== undefined && sha256Of(rules) !== rulesSha256;
  if (rulesChanged) {
    problems.add(rulesFindingId(place));
    await failures.attempt("finding about the signing rules", {}, () =>
      report([rulesFinding(place, clock.now())], hub, log),
    );
  }
  const open = await openFindings(run);
  for (const { Id } of open) problems.add(Id);
  await keep(open, run);
  const looked = { rulesChanged, closed: 0, repositories: { signed: 0, read: 0 }, images: 0 };
  // Without the rules nobody knows what should be signed.
  if (rules !== undefined) {
    const checking = { ...run, rules, parents: parentsIn(registry, log) };
    const fixed = await fixedFindings(open, rulesChanged, started + milliseconds / 2, checking);
    const written = await failures.attempt("closing findings", { findings: fixed.length }, async () => {
      if (fixed.length > 0) await hub.write(fixed.map((finding) => closed(finding, clock.now())));
      return fixed;
    });
    for (const { Id } of written ?? []) {
      log.info("closes the finding", { id: Id });
      problems.delete(Id);
    }
    looked.closed = written?.length ?? 0;
    Object.assign(looked, await goRound(started, started + milliseconds, checking));
  }
  // Somebody looked at it and decided that it may stay.
  for (const { Id, Workflow } of open) if (Workflow?.Status === "SUPPRESSED") problems.delete(Id);
  return looked;
}

/** How the deployed rules and those of the registry are compared. */
export function sha256Of(rules: readonly RegistrySigningRule[]): string {
  return createHash("sha256").update(signingRulesText(rules)).digest("hex");
}

async function openFindings({ hub, failures, gaps }: Run): Promise<AwsSecurityFinding[]> {
  const findings: AwsSecurityFinding[] = [];
  const cut = () => {
    gaps.add("does not read all open findings", { read: findings.length });
  };
  await failures.attempt("open findings", {}, async () => {
    for await (const page of upTo(MAX_PAGES, hub.open(), cut)) findings.push(...page);
  });
  return findings;
}

/** Writes again what Security Hub would soon forget; what no longer holds is closed after that. */
async function keep(open: readonly AwsSecurityFinding[], { hub, clock, failures }: Run): Promise<void> {
  const now = clock.now();
  const old = open.filter((finding) => isOld(finding, now));
  await failures.attempt("keeping findings", { findings: old.length }, () =>
    hub.write(old.map((finding) => stillOpen(finding, now))),
  );
}

/** Those that no longer hold: the image is signed, archived or gone, the rules are the deployed ones again. */
async function fixedFindings(
  open: readonly AwsSecurityFinding[],
  rulesChanged: boolean,
  deadline: number,
  looking: Rounding,
): Promise<AwsSecurityFinding[]> {
  const { place, registry, clock, failures, gaps } = looking;
  let late = 0;
  const results = await pool(inTurn(open, clock.now()), WIDTH, async (finding) => {
    if (finding.Id === rulesFindingId(place)) return rulesChanged ? [] : [finding];
    const key = imageOfFinding(place, finding.Id);
    if (!key) return [];
    if (clock.now() >= deadline) {
      late += 1;
      return [];
    }
    const fixed = await failures.attempt(`finding ${String(finding.Id)}`, { ...key }, async () => {
      const image = await registry.image(key.repository, key.digest);
      const verdict = image && (await check(image, looking));
      // While the rules are not the deployed ones, a rule that is gone fixes nothing.
      const holds = verdict !== undefined && (isTold(verdict) || verdict.kind === "waiting");
      const unknown = rulesChanged && verdict?.kind === "ignored";
      return !holds && !unknown;
    });
    return fixed === true ? [finding] : [];
  });
  if (late > 0) gaps.add("has no time for all open findings", { left: late, open: open.length });
  return results.flat();
}
