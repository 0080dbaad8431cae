/**
 * Worst first. What Inspector has not rated yet, and an image that it does not scan, stand below HIGH; NONE is a
 * scanned image without findings.
 *
 * @see https://docs.aws.amazon.com/inspector/latest/user/findings-understanding-severity.html
 */
export const SEVERITIES = [
  "CRITICAL",
  "HIGH",
  "UNTRIAGED",
  "UNSCANNED",
  "MEDIUM",
  "LOW",
  "INFORMATIONAL",
  "NONE",
] as const;
export type Severity = (typeof SEVERITIES)[number];

/** Whether it is exploited: seen in the wild, code for it is public, nobody says, or no. Worst first. */
export const EXPLOITS = ["SEEN", "AVAILABLE", "UNKNOWN", "NO"] as const;
export type Exploit = (typeof EXPLOITS)[number];

/** Whether an update mends it. What can be mended at once comes first. */
export const FIXES = ["YES", "PARTIAL", "UNKNOWN", "NO"] as const;
export type Fix = (typeof FIXES)[number];

/** What a finding says about its weight. */
export interface Weight {
  readonly severity: Severity;
  readonly exploit: Exploit;
  readonly fix: Fix;
  /** The operating system gets no more updates. @default - it does, or nobody says */
  readonly endOfSupport?: true;
}

/** How many tasks and pods run an image, or that nobody knows: nothing said never counts as 0. */
export type RunningCount = number | "unknown";

/** How soon somebody has to look at a finding; people are told of the first two. */
export const RANKS = ["critical", "high", "other"] as const;
export type Rank = (typeof RANKS)[number];

/** How Inspector begins the title of a finding about an operating system without support. */
export const END_OF_SUPPORT_TITLES = ["Platform End Of Life", "Platform End Of Support"] as const;

const LEVELS: Readonly<Partial<Record<Severity, number>>> = {
  CRITICAL: 0,
  HIGH: 1,
  UNTRIAGED: 1,
  UNSCANNED: 1,
  MEDIUM: 2,
};
const LOWEST = 3;

/**
 * The rank of a finding: its severity, one higher when an exploit is known, one lower when there is neither an
 * exploit nor a fix, one lower when nothing runs the image. The end of support is high while something runs the image,
 * whatever its severity: there is time, but nothing else will mend it. Unknown counts as the worse: as running, and as
 * mendable.
 */
export function rankOf({ severity, exploit, fix, endOfSupport }: Weight, running: RunningCount): Rank {
  if (endOfSupport) return running === 0 ? "other" : "high";
  const exploited = exploit === "SEEN" || exploit === "AVAILABLE";
  const level =
    (LEVELS[severity] ?? LOWEST) -
    (exploited ? 1 : 0) +
    (fix === "NO" && !exploited ? 1 : 0) +
    (running === 0 ? 1 : 0);
  return RANKS[Math.min(Math.max(level, 0), RANKS.length - 1)] ?? "other";
}

/** Order of weights: severity, then known exploitation, then whether there is a fix. Negative when `a` is worse. */
export function compareWeight(a: Weight, b: Weight): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    EXPLOITS.indexOf(a.exploit) - EXPLOITS.indexOf(b.exploit) ||
    FIXES.indexOf(a.fix) - FIXES.indexOf(b.fix)
  );
}

/** Order of counts: what nobody knows may be any number, so it comes first; nothing running comes last. */
function compareRunning(a: RunningCount, b: RunningCount): number {
  const number = (count: RunningCount) => (count === "unknown" ? Number.POSITIVE_INFINITY : count);
  return number(a) === number(b) ? 0 : number(b) - number(a);
}

/** Order of findings: rank, then weight, then what runs or may run. Negative when `a` is more urgent. */
export function compareUrgency(
  a: { readonly worst: Weight; readonly running: RunningCount },
  b: { readonly worst: Weight; readonly running: RunningCount },
): number {
  return (
    RANKS.indexOf(rankOf(a.worst, a.running)) - RANKS.indexOf(rankOf(b.worst, b.running)) ||
    compareWeight(a.worst, b.worst) ||
    compareRunning(a.running, b.running)
  );
}
