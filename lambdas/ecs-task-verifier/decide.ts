import { type DecisionAction, type ImageOutcome, type Mode } from "../../verification";

/** What decides about a task beside its images. */
export interface TaskFacts {
  readonly mode: Mode;
  /** Whether the settings name the cluster. */
  readonly known: boolean;
  /** Since when tasks may be stopped, in milliseconds since 1970; not a number when nobody said. */
  readonly enforcedSince: number;
  /** Milliseconds since 1970. @default - ECS does not say */
  readonly createdAt?: number;
  /** Whether it starts or runs, so that there is something to stop. */
  readonly live: boolean;
  /** Whether it is a daemon's. */
  readonly isDaemon: boolean;
  /** Whether this is the last time that it is looked at for this event. */
  readonly last: boolean;
}

/**
 * Whether a task is to be stopped: only in block mode, only for an image that is definitely refused, and only when it
 * was created since the cluster is enforced. A cluster that the settings do not name has no such time: its tasks are
 * told of, so that a cluster that was forgotten is no outage. So is a task of a daemon: where one stops that is
 * critical, which it is by default, ECS drains the instance and stops every other task on it.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateDaemon.html
 */
export function wantsStop(facts: TaskFacts, outcomes: readonly ImageOutcome[]): boolean {
  const { mode, known, live, isDaemon, createdAt = NaN, enforcedSince } = facts;
  if (mode !== "block" || !known || !live || isDaemon) return false;
  return createdAt >= enforcedSince && outcomes.some(({ outcome }) => outcome === "refused");
}

/** How a wanted stop is to go on. */
export type StopRule = "stop" | "count" | "ask-again";

/**
 * What the past of the refused images says about a stop.
 *
 * An image that was never trusted is stopped however often: otherwise it could hide behind a limit that somebody
 * reached on purpose. One that was trusted before, and is refused now, may be the mistake of whoever changed a policy
 * or revoked too much: that is counted. While the past cannot be read, nobody can tell the two apart, and stopping
 * without a count could take a whole service down: so nothing is stopped, and it is asked again.
 *
 * @param trustedBefore of each refused image; `undefined` while it is not known whose past counts
 */
export function stopRule(trustedBefore: readonly (boolean | undefined)[]): StopRule {
  if (trustedBefore.includes(false)) return "stop";
  return trustedBefore.includes(undefined) ? "ask-again" : "count";
}

/**
 * What came of the wish to stop a task: `unwanted`, there was none; `stopped`; `limited`, it would have been one too
 * many; `unknown`, the history did not answer, or nobody knows whose counts; `failed`, ECS did not stop it.
 */
export type StopResult = "unwanted" | "stopped" | "limited" | "unknown" | "failed";

/** What is done about a task. */
export interface TaskDecision {
  /** For each image. */
  readonly actions: readonly DecisionAction[];
  /** Whether it is to be looked at again. */
  readonly again: boolean;
  /** Whether a task goes on that should have been stopped. */
  readonly withheld: boolean;
}

/** What is done about each image of a task; an image that nobody can judge never stops it. */
export function decide(
  { last }: Pick<TaskFacts, "last">,
  outcomes: readonly ImageOutcome[],
  stop: StopResult,
): TaskDecision {
  const unsettled =
    stop === "unknown" ||
    stop === "failed" ||
    outcomes.some((each) => each.outcome === "undecided" && each.transient);
  const again = unsettled && !last && stop !== "stopped";
  return {
    actions: outcomes.map((outcome) => actionOf(outcome, stop, again)),
    again,
    withheld: stop === "limited" || ((stop === "unknown" || stop === "failed") && last),
  };
}

function actionOf(outcome: ImageOutcome, stop: StopResult, again: boolean): DecisionAction {
  switch (outcome.outcome) {
    case "trusted":
    case "admitted":
      return "allow";
    case "refused":
      if (stop === "stopped") return "stop";
      return again && stop !== "limited" && stop !== "unwanted" ? "wait" : "tell";
    case "undecided":
      return again && outcome.transient ? "wait" : "tell";
  }
}
