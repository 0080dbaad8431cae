import { type Count } from "./image";

/**
 * Worst first. What Inspector has not rated yet, and an image that it does not scan, stand below HIGH; NONE is a
 * scanned image without findings.
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
}

/** Of an image without findings. */
export const NO_FINDING: Weight = { severity: "NONE", exploit: "NO", fix: "NO" };
/** Of an image that is not scanned. */
export const UNSCANNED: Weight = { severity: "UNSCANNED", exploit: "UNKNOWN", fix: "UNKNOWN" };

/** Order of weights: severity, then known exploitation, then whether there is a fix. Negative when `a` is worse. */
export function compareWeight(a: Weight, b: Weight): number {
  return (
    SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
    EXPLOITS.indexOf(a.exploit) - EXPLOITS.indexOf(b.exploit) ||
    FIXES.indexOf(a.fix) - FIXES.indexOf(b.fix)
  );
}

/** Order of counts: what nobody knows may be any number, so it comes first; nothing running comes last. */
export function compareRunning(a: Count, b: Count): number {
  const [x, y] = [a, b].map((count) => (count === "unknown" ? Number.POSITIVE_INFINITY : count)) as [
    number,
    number,
  ];
  return x === y ? 0 : y - x;
}

/** Order of texts by their characters, the same on every machine. */
export function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
