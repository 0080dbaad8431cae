/** Namespace of the metrics that the functions write and the alarms watch. */
export const METRIC_NAMESPACE = "SupplyChain/ImageVerification";

/** Dimensions of the metrics: the name of the function that writes them. */
export const METRIC_DIMENSION = { taskVerifier: "Verifier", recorder: "Recorder" } as const;

/** Names of the metrics that an alarm watches. */
export const METRICS = {
  /** Decisions that nobody could make. */
  undecided: "Undecided",
  /** Decisions that did not reach the queue. */
  notSent: "DecisionsNotSent",
  /** Tasks that go on though an image of them is refused: the limit was reached, or stopping them failed. */
  stopsWithheld: "StopsWithheld",
  /** Images whose trust could not be written down: refused later, no limit of stops would protect them. */
  trustNotKept: "TrustNotKept",
  /** Services that are not gated and clusters that nobody named; 1 at least when a look at them failed. */
  gateProblems: "OpenGateProblems",
  /** Break-glass of the settings that holds. */
  breakGlass: "BreakGlassActive",
  /** Other regions of which nobody can say what runs there. */
  regionsUndecided: "RegionsUndecided",
} as const;
