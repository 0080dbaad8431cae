import { createHash } from "node:crypto";
import { type AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { type RegistrySigningRule, signingProfilesOf, signingRulesText } from "../../aws";
import { closed } from "../shared/finding";
import { check, type Checking } from "./check";
import { imageFinding, imageOfFinding, rulesFinding, rulesFindingId } from "./findings";
import { type Surroundings } from "./follow";
import { type PushedImage } from "./image";
import { inParallel, upTo } from "./pages";
import { parentsIn } from "./parents";
import { report, writeMetric } from "./report";

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
  readonly repositories: { readonly signed: number; readonly read: number };
}

/** Images pushed longer ago are looked at only when they have a finding. */
const WINDOW_MILLISECONDS = 25 * 3_600_000;
const HOUR = 3_600_000;
const WIDTH = 8;
const MAX_PAGES = 100;
/** Turns that spread over all repositories evenly. */
const GOLDEN_RATIO = 0.618_033_988_75;

/**
 * Finds what events missed: signing rules that somebody changed, findings that no longer hold, and images of the last
 * day without their signatures. Where the time is not enough for all repositories, the next run begins at another.
 */
export async function reconcile(reconciling: Reconciling): Promise<Reconciled> {
  const { registry, hub, log, place, clock, watch, milliseconds, rulesSha256 } = reconciling;
  const deadline = clock.now() + milliseconds;
  const rules = await registry.rules();
  const rulesChanged = sha256Of(rules) !== rulesSha256;
  const checking = { ...reconciling, rules, parents: parentsIn(registry, log) };

  const open = await openFindings(reconciling);
  const fixed = await fixedFindings(open, rulesChanged, checking);
  if (fixed.length > 0) await hub.write(fixed.map((finding) => closed(finding, clock.now())));
  for (const { Id } of fixed) log.info("closes the finding", { id: Id });
  const problems = new Set(open.map(({ Id }) => Id));
  for (const { Id } of fixed) problems.delete(Id);

  if (rulesChanged) {
    await report([rulesFinding(place, clock.now())], hub, log);
    problems.add(rulesFindingId(place));
  }
  const repositories = inTurn(await signedRepositories(checking), clock.now());
  let read = 0;
  for (const repository of repositories) {
    if (clock.now() >= deadline) break;
    const findings = await missedIn(repository, checking);
    for (const { Id } of findings) problems.add(Id);
    await report(findings, hub, log);
    read++;
  }
  // Somebody looked at it and decided that it may stay.
  for (const { Id, Workflow } of open) if (Workflow?.Status === "SUPPRESSED") problems.delete(Id);
  if (read < repositories.length) {
    log.warn("has no time for all repositories", { read, signed: repositories.length });
  }
  writeMetric(log, watch, problems.size, clock.now());
  return {
    rulesChanged,
    openProblems: problems.size,
    closed: fixed.length,
    repositories: { signed: repositories.length, read },
  };
}

/** How the deployed rules and those of the registry are compared. */
export function sha256Of(rules: readonly RegistrySigningRule[]): string {
  return createHash("sha256").update(signingRulesText(rules)).digest("hex");
}

async function openFindings({ hub, log }: Reconciling): Promise<AwsSecurityFinding[]> {
  const findings: AwsSecurityFinding[] = [];
  const cut = () => {
    log.warn("does not read all open findings", { read: findings.length });
  };
  for await (const page of upTo(MAX_PAGES, hub.open(), cut)) findings.push(...page);
  return findings;
}

/** Those that no longer hold: the image is signed or gone, the rules are the deployed ones again. */
async function fixedFindings(
  open: readonly AwsSecurityFinding[],
  rulesChanged: boolean,
  checking: Checking & Pick<Surroundings, "place">,
): Promise<AwsSecurityFinding[]> {
  const { place, registry } = checking;
  const results = await inParallel(open, WIDTH, async (finding) => {
    if (finding.Id === rulesFindingId(place)) return rulesChanged ? [] : [finding];
    const key = imageOfFinding(place, finding.Id);
    if (!key) return [];
    const image = await registry.image(key.repository, key.digest);
    const verdict = image && (await check(image, checking));
    // While the rules are not the deployed ones, a rule that is gone fixes nothing.
    const holds = verdict?.kind === "unsigned" || verdict?.kind === "waiting";
    const unknown = rulesChanged && verdict?.kind === "ignored";
    return holds || unknown ? [] : [finding];
  });
  return results.flat();
}

async function signedRepositories({ registry, rules }: Checking): Promise<string[]> {
  const signed: string[] = [];
  for await (const names of registry.repositories()) {
    signed.push(...names.filter((name) => signingProfilesOf(name, rules).length > 0));
  }
  return signed.sort();
}

/** The same repositories, beginning somewhere else every hour. */
function inTurn(repositories: readonly string[], now: number): string[] {
  const first = Math.floor(repositories.length * ((Math.floor(now / HOUR) * GOLDEN_RATIO) % 1));
  return [...repositories.slice(first), ...repositories.slice(0, first)];
}

/** Findings about images of the last day whose time is over. */
async function missedIn(
  repository: string,
  checking: Checking & Pick<Surroundings, "log" | "place">,
): Promise<AwsSecurityFinding[]> {
  const { registry, clock, log, place, lateAfterMilliseconds } = checking;
  const now = clock.now();
  const candidates: PushedImage[] = [];
  const cut = () => {
    log.warn("does not read all images of the repository", { repository, pages: MAX_PAGES });
  };
  for await (const page of upTo(MAX_PAGES, registry.images(repository), cut)) {
    candidates.push(
      ...page.filter(({ pushedAt }) => {
        const age = now - pushedAt.getTime();
        return age >= lateAfterMilliseconds && age < WINDOW_MILLISECONDS + lateAfterMilliseconds;
      }),
    );
  }
  const verdicts = await inParallel(candidates, WIDTH, async (image) => ({
    image,
    verdict: await check(image, checking),
  }));
  return verdicts.flatMap(({ image, verdict }) =>
    verdict.kind === "unsigned" ? [imageFinding(place, image, verdict.shortcomings, now)] : [],
  );
}
