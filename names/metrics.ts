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

/** The same of the functions that verify images of ECS and `EcsImageVerification`. */
export const VERIFICATION_METRICS = {
  namespace: "SupplyChain/ImageVerification",
  dimensions: {
    /** Name of the function that looks at tasks. */
    taskVerifier: "Verifier",
    /** Name of the function that makes decisions known. */
    recorder: "Recorder",
    /** Name of the cluster that a decision is about. */
    cluster: "Cluster",
  },
  /** What a decision counts as. */
  decisions: {
    trusted: "Trusted",
    admitted: "Admitted",
    /** Let in by a break-glass. */
    breakGlass: "BreakGlass",
    refused: "Refused",
    /** Nobody could decide. */
    undecided: "Undecided",
    /** Nobody could decide yet. */
    waiting: "Waiting",
  },
  /** Decisions that did not reach the queue. */
  notSent: "DecisionsNotSent",
  /** Tasks that were stopped. */
  stopped: "TasksStopped",
  /** Tasks that go on though an image of them is refused: the limit was reached, or stopping them failed. */
  stopsWithheld: "StopsWithheld",
  /** Images whose trust could not be written down: refused later, no limit of stops would protect them. */
  trustNotKept: "TrustNotKept",
  /** Services that are not gated and clusters that nobody named; 1 at least when a look at them failed. */
  gateProblems: "OpenGateProblems",
  /** How often the hourly look left something out for want of time or room. */
  leftOut: "LeftOutOfLook",
  /** Break-glass of the settings that holds. */
  breakGlass: "BreakGlassActive",
  /** Other regions of which nobody can say what runs there. */
  regionsUndecided: "RegionsUndecided",
} as const;
