/** Metrics of the signing watch: its function writes them, and the alarms of `SigningWatch` look at them. */
export const SIGNING_METRICS = {
  namespace: "SupplyChain/Signing",
  /** Name of the function. */
  dimension: "Watch",
  /** Images without their signatures, plus one for changed signing rules. */
  openProblems: "OpenProblems",
  /** Looks that reached everything, which an alarm misses. */
  completeLooks: "CompleteLooks",
} as const;

/** The same of the import of basic scan findings and `BasicScanFindings`. */
export const SCANNING_METRICS = {
  namespace: "SupplyChain/Scanning",
  /** Name of the function. */
  dimension: "Function",
  /** Looks that reached everything, which an alarm misses. */
  completeLooks: "CompleteLooks",
} as const;
