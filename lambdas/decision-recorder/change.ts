import { type AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { type DecisionRecord } from "../../verification";
import { closed, isOld, stillOpen } from "../shared/finding";
import { type Place } from "../shared/place";
import { type About } from "../image-verification/finding-id";
import { findingOf } from "./findings";
import { addVerdict, fieldsOf, type Verdict, verdictsOf, worstOf } from "./verdicts";

/** A decision that may change a finding. */
export interface Change extends Pick<About, "container"> {
  /** Id of the message. */
  readonly message: string;
  readonly decision: DecisionRecord;
}

/**
 * Milliseconds after which a decision that an image is good ends no refusal that is kept. When an image is refused
 * again for the same reason that is not written down, so an old decision may be older than a refusal that nobody sees.
 * A message that comes back after a failure is older; the hourly look says again what holds. What that says counts
 * until the next one, so that a queue that it fills itself closes findings all the same.
 */
const LATE_MILLISECONDS = { look: 3_600_000, other: 60_000 } as const;

/**
 * The finding as it is to be written; nothing when all of it is known already, and was said not long ago.
 *
 * @param now milliseconds since 1970
 */
export function changed(
  place: Place,
  known: AwsSecurityFinding | undefined,
  changes: readonly Change[],
  now: number,
): AwsSecurityFinding | undefined {
  const isOpen = known?.RecordState === "ACTIVE";
  const { of: before, more } = isOpen ? verdictsOf(known) : verdictsOf({} as AwsSecurityFinding);
  const of = new Map(before);
  const knownAt = Date.parse(known?.UpdatedAt ?? "") || 0;
  const news = [...changes]
    .sort((one, other) => atOf(one) - atOf(other))
    // What is over is opened again by what came after.
    .filter((change) => isOpen || atOf(change) > knownAt)
    .filter((change) => !(before.has(change.container) && isLateGood(change, now)))
    .filter(({ decision, container }) => addVerdict(of, container, verdictOf(decision)));
  const last = news.at(-1);
  if (last === undefined) return said(known, changes, now);
  const worst = worstOf({ of, more });
  // Security Hub takes no change that is older than what it has.
  const at = Math.max(atOf(last), isOpen ? knownAt + 1 : 0);
  const ProductFields = fieldsOf({ of, more });
  if (isOpen && isSame(fieldsOf(verdictsOf(known)), ProductFields)) {
    return said(known, changes, now);
  }
  if (isBad(worst)) {
    const finding = findingOf(place, last.decision, worst, new Date(at).toISOString());
    return { ...finding, ProductFields, CreatedAt: known?.CreatedAt ?? finding.CreatedAt };
  }
  if (!isOpen || known === undefined) return undefined;
  return more ? undefined : { ...closed(known, at), ProductFields };
}

/** What is open and holds, as it is told again before Security Hub forgets it. */
function said(
  known: AwsSecurityFinding | undefined,
  changes: readonly Change[],
  now: number,
): AwsSecurityFinding | undefined {
  if (known?.RecordState !== "ACTIVE" || !isOld(known, now)) return undefined;
  const bad = changes.filter(({ decision }) => isBad(verdictOf(decision)));
  if (bad.length === 0) return undefined;
  // Later than what is known, as everything that Security Hub takes.
  const at = Math.max(...bad.map(atOf), (Date.parse(known.UpdatedAt ?? "") || 0) + 1);
  return { ...stillOpen(known, at), ProductFields: fieldsOf(verdictsOf(known)) };
}

/** More than can be kept change nothing. */
function isSame(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  return JSON.stringify(Object.entries(one)) === JSON.stringify(Object.entries(other));
}

function isBad(
  verdict: Verdict | undefined,
): verdict is Verdict & { readonly outcome: "refused" | "undecided" } {
  return verdict !== undefined && verdict.outcome !== "good";
}

function isLateGood(change: Change, now: number): boolean {
  const { decision } = change;
  const late = decision.source === "ecs-schedule" ? LATE_MILLISECONDS.look : LATE_MILLISECONDS.other;
  return verdictOf(decision).outcome === "good" && now - atOf(change) > late;
}

function verdictOf(decision: DecisionRecord): Verdict {
  const { outcome, code = "", message = "" } = decision;
  const at = Date.parse(decision.at);
  return outcome === "refused" || outcome === "undecided"
    ? { outcome, at, code, message }
    : { outcome: "good", at };
}

function atOf({ decision }: Change): number {
  return Date.parse(decision.at);
}
