import { type DecisionAction, type ImageOutcome, type Mode } from "../../verification";
import { hookDetailsOf } from "./event";
import { type Limits, LIMITS, type Stage } from "./limits";

/** What ECS is told. @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/lambda-lifecycle-hooks.html */
export type HookResponse =
  | { readonly hookStatus: "SUCCEEDED" | "FAILED" }
  | {
      readonly hookStatus: "IN_PROGRESS";
      /** Seconds until ECS asks again. */
      readonly callBackDelay: number;
      readonly hookDetails: Readonly<Record<string, number>>;
    };

/** What is known when a decision is taken. */
export interface Standing {
  readonly mode: Mode;
  /** @default - it is no stage of ours, or unknown: there is nothing to wait for */
  readonly stage?: Stage;
  /** How often "in progress" was answered before. */
  readonly attempts: number;
  /**
   * Seconds since the deployment started; `undefined` when ECS could not say so just now, so that only the attempts
   * count, and `Infinity` when it never will.
   */
  readonly elapsedSeconds: number | undefined;
  /** At least one. */
  readonly outcomes: readonly ImageOutcome[];
}

/** A decision about a deployment. */
export interface Decision {
  readonly response: HookResponse;
  /** What is done about each image, in the order of the outcomes. */
  readonly actions: readonly DecisionAction[];
}

/** What a clock may be wrong by, in seconds. */
const CLOCK_SECONDS = 300;

/**
 * Whether a deployment goes on.
 *
 * Blocking lets in only what is trusted or admitted; alerting lets in everything and tells of it. Both wait for what
 * may pass, up to the limits, unless blocking has seen an image already that is refused.
 */
export function decide({ mode, stage, attempts, elapsedSeconds, outcomes }: Standing): Decision {
  const refused = outcomes.some((each) => each.outcome === "refused" || isFinallyUndecided(each));
  const waiting = outcomes.some((each) => each.outcome === "undecided" && each.transient);
  const limit = stage && LIMITS[stage];
  if (
    stage &&
    limit &&
    waiting &&
    !(mode === "block" && refused) &&
    attempts < limit.attempts &&
    isInTime(elapsedSeconds, limit)
  ) {
    return {
      response: {
        hookStatus: "IN_PROGRESS",
        callBackDelay: limit.callBackDelaySeconds,
        hookDetails: hookDetailsOf(stage, attempts + 1),
      },
      actions: outcomes.map((each) =>
        each.outcome === "undecided" && each.transient ? "wait" : actionOf(each, mode),
      ),
    };
  }
  const allTrusted = outcomes.length > 0 && !refused && !waiting;
  return {
    response: { hookStatus: mode === "alert" || allTrusted ? "SUCCEEDED" : "FAILED" },
    actions: outcomes.map((each) => actionOf(each, mode)),
  };
}

function isFinallyUndecided(outcome: ImageOutcome): boolean {
  return outcome.outcome === "undecided" && !outcome.transient;
}

/** A start that lies in the future is no start. */
function isInTime(elapsedSeconds: number | undefined, { deadlineSeconds }: Limits): boolean {
  return (
    elapsedSeconds === undefined || (elapsedSeconds >= -CLOCK_SECONDS && elapsedSeconds < deadlineSeconds)
  );
}

function actionOf({ outcome }: ImageOutcome, mode: Mode): DecisionAction {
  if (outcome === "trusted" || outcome === "admitted") return "allow";
  return mode === "block" ? "deny" : "tell";
}
