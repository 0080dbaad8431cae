import {
  clusterOf,
  type DecisionSource,
  isUnverified,
  stopLimitOf,
  type VerificationSettings,
} from "../../verification";
import { decisionRecord } from "../image-verification/decision-record";
import { Undecided } from "../image-verification/failure";
import { type DecisionHistory } from "./history";
import { type DecisionRecorder } from "../image-verification/recorder";
import { type Clock } from "../shared/clock";
import { errorMessage } from "../shared/error-message";
import { type Logger } from "../shared/logger";
import { isTransient } from "../shared/transient";
import { decide, type StopResult, stopRule, type TaskFacts, wantsStop } from "./decide";
import { type TaskEcs } from "./ecs";
import { type JudgedContainer, judgeContainers, type Judges, NOT_NAMED } from "./images";
import { writeStopMetric } from "./metrics";
import { asMember, type Members, type Membership } from "./members";
import { type Task } from "./task";
import { keepTrust, trustedBefore } from "./trust-history";

/** What tasks are looked at with. */
export interface Surroundings extends Judges {
  readonly settings: VerificationSettings;
  readonly ecs: TaskEcs;
  readonly members: Members;
  readonly history: DecisionHistory;
  readonly recorder: DecisionRecorder;
  readonly clock: Clock;
  readonly log: Logger;
  /** Name of the function, under which its metrics are kept. */
  readonly verifier: string;
}

/** Why a task is looked at. */
export interface Look {
  readonly source: DecisionSource;
  /** Whether it is not looked at again for the same reason. */
  readonly last: boolean;
  readonly correlation: Readonly<Record<string, string>>;
}

/** What came of a task: `again`, somebody has to look at it once more. */
export type Verified = "ignored" | "done" | "again";

/** Stands for the names of containers while nobody knows any. */
const ALL = "(all containers)";
const STOP_REASON = "Stopped by image verification";
/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopTask.html */
const REASON_LENGTH = 255;

/**
 * Judges the images of a task, stops it when that is decided, and tells of every image. The same task twice does
 * nothing twice, but is told twice. A task that comes again is told of when it is settled.
 */
export async function verifyTask(told: Task, around: Surroundings, look: Look): Promise<Verified> {
  const { log, settings, recorder, members, verifier, clock } = around;
  if (told.phase === "ending") {
    // ECS tells of its end, too.
    log.info("task is ending", { task: told.arn, source: look.source });
    return "ignored";
  }
  if (isUnverified(settings, told.cluster)) {
    log.info("nothing is verified: signatures are off for the cluster", { task: told.arn });
    return "ignored";
  }
  const membership = await members.membership(told);
  const task = membership.kind === "member" ? asMember(told) : told;
  const { claim } = task;
  const fields = { task: task.arn, workload: task.workload, source: look.source };
  if (claim !== undefined && membership.kind !== "member")
    log.warn("task counts as one of no service", { ...fields, claim, membership });
  const cluster = clusterOf(settings, task.cluster);
  const facts: TaskFacts = {
    mode: cluster?.mode ?? "block",
    known: cluster !== undefined,
    enforcedSince: Date.parse(cluster?.enforcedSince ?? ""),
    ...(task.createdAt === undefined ? {} : { createdAt: task.createdAt }),
    live: task.phase !== "ended",
    isDaemon: task.isDaemon,
    last: look.last,
  };
  const judged = await judge(task, membership, around);
  const outcomes = judged.map(({ outcome }) => outcome);
  const kept = await keepTrust(task, judged, around);
  const stop = wantsStop(facts, outcomes) ? await stopTask(task, membership, judged, around) : "unwanted";
  const { actions, again, withheld } = decide(facts, outcomes, stop);
  if (stop === "stopped" || withheld) {
    writeStopMetric(log, verifier, { stopped: stop === "stopped", withheld }, clock.now());
  }
  log.info("task", {
    ...fields,
    stop,
    again,
    images: judged.map(({ name, outcome }, index) => ({ name, ...outcome, action: actions[index] })),
  });
  if (again) return "again";
  // What is told of a task that has ended holds of the service that it names.
  const service = task.service ?? (facts.live ? undefined : claim?.service);
  await recorder.record(
    judged.map(({ name, outcome }, index) =>
      decisionRecord(outcome, {
        at: new Date(clock.now()).toISOString(),
        source: look.source,
        partition: task.partition,
        accountId: task.accountId,
        region: task.region,
        cluster: task.cluster,
        mode: facts.mode,
        known: facts.known,
        workload: {
          ...(service === undefined ? {} : { service }),
          task: task.arn,
          taskDefinition: task.taskDefinition,
          container: name,
        },
        action: actions[index] ?? "tell",
        correlation: look.correlation,
      }),
    ),
  );
  return kept || look.last ? "done" : "again";
}

/** What came of every container; without the task definition nobody knows which belong to it. */
async function judge(
  task: Task,
  membership: Membership,
  { ecs, log, ...judges }: Surroundings,
): Promise<JudgedContainer[]> {
  try {
    const definition = await ecs.containers(task.taskDefinition);
    const judged = await judgeContainers(task, definition, judges);
    if (membership.kind !== "unknown") return judged;
    const asService = await judgeContainers(asMember(task), definition, judges);
    return await Promise.all(judged.map((each) => either(task, each, asService, membership, judges.history)));
  } catch (error) {
    log.warn("cannot judge the task", { task: task.arn, error });
    const outcome = {
      outcome: "undecided",
      code: error instanceof Undecided ? error.code : "task-definition-not-read",
      message: errorMessage(error),
      transient: error instanceof Undecided ? error.transient : isTransient(error),
    } as const;
    // ECS may not tell of any container yet, and the task has to be looked at again all the same.
    if (task.containers.length === 0)
      return [{ name: ALL, outcome: { ...outcome, image: { reference: task.taskDefinition } } }];
    return task.containers.map(({ name, image, digest }) => ({
      name,
      outcome: { ...outcome, image: { reference: image ?? NOT_NAMED, ...(digest && { digest }) } },
    }));
  }
}

/**
 * What holds of a container whether its task is of the service or not; else nobody can say. Of a task that has ended,
 * what comes of it in the service holds too when the image was trusted there before: then it ran there while ECS still
 * said so.
 */
async function either(
  task: Task,
  one: JudgedContainer,
  asService: readonly JudgedContainer[],
  { message, transient }: Extract<Membership, { kind: "unknown" }>,
  history: DecisionHistory,
): Promise<JudgedContainer> {
  const { name, outcome } = one;
  const unknown = { image: outcome.image, outcome: "undecided", code: "service-not-known" } as const;
  const hasEnded = task.phase === "ended";
  // By name: one that waits for its digest may be missing on one side alone.
  const other = asService.find((each) => each.name === name);
  if (other?.outcome.outcome === outcome.outcome) return hasEnded ? other : one;
  try {
    if (other && hasEnded && (await trustedBefore(asMember(task), other, history))) return other;
    return { name, outcome: { ...unknown, message, transient } };
  } catch (error) {
    const why = `${message}, nor whether the image was trusted there: ${errorMessage(error)}`;
    return { name, outcome: { ...unknown, message: why, transient: isTransient(error) } };
  }
}

async function stopTask(
  task: Task,
  membership: Membership,
  judged: readonly JudgedContainer[],
  { settings, ecs, history, log, clock }: Surroundings,
): Promise<StopResult> {
  const { cluster, workload, arn } = task;
  const refused = judged.filter(({ outcome: { outcome } }) => outcome === "refused");
  try {
    const rule = stopRule(
      await Promise.all(refused.map((container) => pastOf(task, membership, container, history))),
    );
    if (rule === "ask-again") {
      log.error("does not stop the task: whose past counts is not known", {
        task: arn,
        workload,
        membership,
      });
      return "unknown";
    }
    if (rule === "count") {
      const stop = {
        cluster,
        workload,
        task: arn,
        at: clock.now(),
        ...(task.service !== undefined && { replacedBy: task.taskDefinition }),
      };
      if (!(await history.countStop(stop, stopLimitOf(settings)))) {
        log.error("does not stop the task: too many of its workload were stopped", { task: arn, workload });
        return "limited";
      }
    }
  } catch (error) {
    log.error("does not stop the task: the history does not answer", { task: arn, workload, error });
    return "unknown";
  }
  try {
    await ecs.stop(task, reasonOf(refused));
    return "stopped";
  } catch (error) {
    log.error("cannot stop the task", { task: arn, workload, error });
    return "failed";
  }
}

/** Whether an image was ever trusted; where nobody knows whose task it is, that it was somewhere says nothing. */
async function pastOf(
  task: Task,
  { kind }: Membership,
  container: JudgedContainer,
  history: DecisionHistory,
): Promise<boolean | undefined> {
  const own = await trustedBefore(task, container, history);
  if (kind !== "unknown") return own;
  return own || (await trustedBefore(asMember(task), container, history)) ? undefined : false;
}

function reasonOf(refused: readonly JudgedContainer[]): string {
  const why = refused.map(
    ({ name, outcome }) => `${name}: ${"code" in outcome ? outcome.code : outcome.outcome}`,
  );
  return `${STOP_REASON} (${why.join(", ")})`.slice(0, REASON_LENGTH);
}
