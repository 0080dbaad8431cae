import { type AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { FIELD_PREFIX } from "../image-verification/finding-id";

/** What was last said of an image in one container of one workload. */
export interface Verdict {
  readonly outcome: "refused" | "undecided" | "good";
  /** Milliseconds since 1970. */
  readonly at: number;
  /** @default "" */
  readonly code?: string;
  /** @default "" */
  readonly message?: string;
}

/** What a finding says of each workload; when it is known of none that it is bad, the finding is over. */
export interface Verdicts {
  /** By container, as `containerOf` of the decision names it. */
  readonly of: ReadonlyMap<string, Verdict>;
  /** Whether there were more than are kept, so that only the reconciler can say that the finding is over. */
  readonly more: boolean;
}

const MORE = `${FIELD_PREFIX}more`;
/** 50 fields in all, of which Security Hub writes some. @see https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_AwsSecurityFinding.html */
const MOST = 40;
const MOST_CHARACTERS = 1_024;
const FORM = /^(refused|undecided|good) (\S+) ?(\S*) ?([^]*)$/;

/** Reads what a finding keeps in its fields; what has another form is not ours. */
export function verdictsOf({ ProductFields = {} }: AwsSecurityFinding): Verdicts {
  const of = new Map<string, Verdict>();
  for (const [key, value] of Object.entries(ProductFields)) {
    const [, outcome, time = "", code = "", message = ""] = FORM.exec(value) ?? [];
    const at = Date.parse(time);
    if (!key.startsWith(FIELD_PREFIX) || outcome === undefined || Number.isNaN(at)) continue;
    of.set(key.slice(FIELD_PREFIX.length), { outcome: outcome as Verdict["outcome"], at, code, message });
  }
  return { of, more: Object.hasOwn(ProductFields, MORE) };
}

/** The fields that keep the verdicts: those that are bad before the others, and the oldest first. */
export function fieldsOf({ of, more }: Verdicts): Record<string, string> {
  const sorted = [...of].sort(([, a], [, b]) => rank(a) - rank(b) || a.at - b.at);
  const bad = sorted.filter(([, { outcome }]) => outcome !== "good");
  return {
    ...Object.fromEntries(
      sorted
        .slice(0, MOST)
        .map(([key, { outcome, at, code = "", message = "" }]) => [
          `${FIELD_PREFIX}${key}`,
          `${outcome} ${new Date(at).toISOString()} ${code} ${message}`.trimEnd().slice(0, MOST_CHARACTERS),
        ]),
    ),
    ...(more || bad.length > MOST ? { [MORE]: "there are more workloads than are named here" } : {}),
  };
}

/** The verdict that a finding is to say; none when no workload is known to be bad. */
export function worstOf({ of }: Verdicts): Verdict | undefined {
  const [first] = [...of].sort(([a, one], [b, other]) => rank(one) - rank(other) || (a < b ? -1 : 1));
  return first?.[1].outcome === "good" ? undefined : first?.[1];
}

/** Adds a verdict, unless a younger one or the same with the same code is there; whether something changed. */
export function addVerdict(of: Map<string, Verdict>, key: string, verdict: Verdict): boolean {
  const before = of.get(key);
  if (before === undefined ? verdict.outcome === "good" : before.at >= verdict.at) return false;
  if (before?.outcome === verdict.outcome && (before.code ?? "") === (verdict.code ?? "")) return false;
  // That nobody can say any more does not change that it was refused.
  if (before?.outcome === "refused" && verdict.outcome === "undecided") return false;
  of.set(key, verdict);
  return true;
}

function rank({ outcome }: Verdict): number {
  return ["refused", "undecided", "good"].indexOf(outcome);
}
