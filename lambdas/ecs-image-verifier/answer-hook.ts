import { type DecisionRecord, type ImageOutcome, type Mode } from "../../verification";
import { type EcsArn } from "../image-verification/ecs-arn";
import { decisionRecord } from "../image-verification/decision-record";
import { type Ecs } from "../image-verification/ecs";
import { type ImageJudge } from "../image-verification/image-judge";
import { type DecisionRecorder } from "../image-verification/recorder";
import { type VerifiedTags } from "./verified-tags";
import { type Clock } from "../shared/clock";
import { type Logger } from "../shared/logger";
import { type Clusters } from "./clusters";
import { decide, type Decision, type HookResponse } from "./decide";
import { clustersNamed, type HookEvent, parseHookEvent } from "./event";
import { failureOutcome, waiting } from "./failure";
import { type JudgedContainer, judgeContainers } from "./judge-containers";

/** What holds whatever happens. */
export interface Ground {
  /** What is known of the clusters even if the settings are broken. */
  readonly clusters: Clusters;
  readonly log: Logger;
}

/** What the function works with. */
export interface Surroundings extends Ground {
  /**
   * Makes the judge of this call.
   *
   * @throws Undecided `configuration` when the function was not started well
   */
  readonly judge: () => ImageJudge;
  readonly ecs: Ecs;
  readonly recorder: DecisionRecorder;
  readonly verifiedTags: VerifiedTags;
  readonly clock: Clock;
  /** Ends with the time that the function has for its answer. */
  readonly signal: AbortSignal;
  readonly requestId: string;
}

/** What was found out before the decision. */
interface Findings {
  readonly event?: HookEvent;
  readonly containers: readonly JudgedContainer[];
  readonly elapsedSeconds: number | undefined;
  readonly service?: string;
  readonly taskDefinition?: string;
}

/**
 * Answers ECS whether a deployment may go on. It never fails: ECS rolls a deployment back when its hook does, and a
 * cluster that only alerts must not notice.
 */
export async function answerHook(
  event: unknown,
  { clusters, log }: Ground,
  prepare: () => Omit<Surroundings, "clusters">,
): Promise<HookResponse> {
  let mode: Mode = "block";
  try {
    const named = clustersNamed(event);
    const strictest = clusters.strictest(named);
    if (strictest === "off") {
      log.info("nothing is verified: signatures are off for the cluster", { cluster: named[0]?.path[0] });
      return { hookStatus: "SUCCEEDED" };
    }
    mode = strictest;
    const surroundings = { clusters, ...prepare() };
    const findings = await look(event, surroundings);
    const decision = decide({
      mode,
      attempts: findings.event?.attempts ?? 0,
      elapsedSeconds: findings.elapsedSeconds,
      outcomes: findings.containers.map(({ outcome }) => outcome),
      ...(findings.event ? { stage: findings.event.stage } : {}),
    });
    // Whatever comes of telling, the decision stands.
    await tell(findings, decision, mode, named, surroundings).catch((error: unknown) => {
      log.error("cannot tell", { error });
    });
    return decision.response;
  } catch (error) {
    log.error("failed", { mode, error });
    return { hookStatus: mode === "alert" ? "SUCCEEDED" : "FAILED" };
  }
}

/** Finds out what came of the images; what goes wrong is an outcome too. */
async function look(event: unknown, surroundings: Surroundings): Promise<Findings> {
  const { ecs, clock, signal, log } = surroundings;
  let hook: HookEvent;
  try {
    hook = parseHookEvent(event);
  } catch (error) {
    log.error("cannot read the event", { error });
    return { containers: [{ outcome: failureOutcome("unknown", error) }], elapsedSeconds: undefined };
  }
  const orDeadline = waiting(signal);
  // Asked for at once, though it only matters when something has to be waited for.
  const start = orDeadline(ecs.deploymentStart(hook.deploymentArn)).catch((error: unknown) =>
    failureOutcome(hook.deploymentArn, error),
  );
  let about: Pick<Findings, "service" | "taskDefinition"> = {};
  let containers: JudgedContainer[];
  try {
    const judge = surroundings.judge();
    const revision = await orDeadline(ecs.serviceRevision(hook.revisionArn));
    about = { service: revision.service, taskDefinition: revision.taskDefinition };
    const listed = await orDeadline(ecs.containers(revision.taskDefinition));
    containers = await judgeContainers(listed, {
      judge,
      stage: hook.stage,
      deployment: hook,
      revision,
      verifiedTags: surroundings.verifiedTags,
      orDeadline,
    });
  } catch (error) {
    log.error("cannot verify", { error });
    containers = [{ outcome: failureOutcome(hook.revisionArn, error) }];
  }
  return { event: hook, containers, elapsedSeconds: elapsed(await start, clock.now()), ...about };
}

/** Seconds; ECS that will never say when a deployment started leaves no time to wait. */
function elapsed(start: number | ImageOutcome, now: number): number | undefined {
  if (typeof start === "number") return (now - start) / 1_000;
  return start.outcome === "undecided" && start.transient ? undefined : Infinity;
}

/** Tells what was decided; while it is waited, only of what is waited for. */
async function tell(
  { event, containers, service, taskDefinition }: Findings,
  { actions, response }: Decision,
  mode: Mode,
  [named]: readonly EcsArn[],
  { clusters, recorder, clock, log, requestId }: Surroundings,
): Promise<void> {
  log.info("answer", { response, mode, attempts: event?.attempts, executionId: event?.executionId });
  const cluster = named?.path[0];
  if (!named || cluster === undefined) return;
  const { partition, accountId, region } = named;
  const records = containers.flatMap(({ container, outcome }, index): DecisionRecord[] => {
    const action = actions[index] ?? "deny";
    if (response.hookStatus === "IN_PROGRESS" && action !== "wait") return [];
    return [
      decisionRecord(outcome, {
        at: new Date(clock.now()).toISOString(),
        source: "ecs-deployment",
        partition,
        accountId,
        region,
        cluster,
        mode,
        known: clusters.modeOf(named) !== undefined,
        workload: {
          ...(service === undefined ? {} : { service }),
          ...(taskDefinition === undefined ? {} : { taskDefinition }),
          ...(container === undefined ? {} : { container }),
        },
        action,
        correlation: {
          requestId,
          ...(event && {
            stage: event.stage,
            attempt: String(event.attempts + 1),
            serviceDeployment: event.deploymentArn,
            serviceRevision: event.revisionArn,
          }),
          ...(event?.executionId === undefined ? {} : { executionId: event.executionId }),
        },
      }),
    ];
  });
  await recorder.record(records);
}
