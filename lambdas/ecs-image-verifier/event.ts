import { type Problem, ProblemError } from "../../problem";
import { type EcsArn, parseEcsArn } from "../image-verification/ecs-arn";
import { type Fields, fields } from "../../asking/fields";
import { isSamePlace } from "../shared/place";
import { LIMITS, type Stage, STAGES } from "./limits";

/** What ECS asks at a stage of a deployment. */
export interface HookEvent {
  readonly stage: Stage;
  readonly deploymentArn: string;
  readonly revisionArn: string;
  /** How often the hook has answered "in progress" at this stage. */
  readonly attempts: number;
  /** By which ECS's own log names the call. @default - the event has none */
  readonly executionId?: string;
}

/**
 * Names of the counter in `hookDetails`. ECS keeps the details for a hook and a deployment, so that each stage needs
 * its own.
 */
const COUNTERS: Readonly<Record<Stage, string>> = {
  PRE_SCALE_UP: "preScaleUpAttempts",
  POST_SCALE_UP: "postScaleUpAttempts",
};

/**
 * Reads the event of a lifecycle hook. Of `hookDetails`, which the owner of a service writes, only the counter counts.
 *
 * @throws ProblemError `invalid-event` with everything that is wrong
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/lambda-lifecycle-hooks.html
 */
export function parseHookEvent(event: unknown): HookEvent {
  const { lifecycleStage, resourceArn, executionDetails, executionId, hookDetails } = fields(event);
  const { targetServiceRevisionArn, serviceArn } = fields(executionDetails);
  const deployment = parseEcsArn(resourceArn, "service-deployment");
  const revision = parseEcsArn(targetServiceRevisionArn, "service-revision");
  const service = parseEcsArn(serviceArn, "service");
  const stage = STAGES.find((known) => known === lifecycleStage);
  const problems = [
    ...(stage ? [] : [problem("lifecycleStage", lifecycleStage, STAGES.join(", "))]),
    ...(deployment ? [] : [problem("resourceArn", resourceArn, "the ARN of a service deployment")]),
    ...(revision
      ? []
      : [
          problem(
            "executionDetails.targetServiceRevisionArn",
            targetServiceRevisionArn,
            "the ARN of a service revision",
          ),
        ]),
    ...(service ? [] : [problem("executionDetails.serviceArn", serviceArn, "the ARN of a service")]),
    ...(deployment && revision && service && !areOne(deployment, revision, service)
      ? [problem("executionDetails", "about more than one service", "ARNs of one service")]
      : []),
  ];
  if (!stage || problems.length > 0) throw new ProblemError(problems);
  return {
    stage,
    deploymentArn: String(resourceArn),
    revisionArn: String(targetServiceRevisionArn),
    attempts: attemptsIn(hookDetails, stage, LIMITS[stage].attempts),
    ...(typeof executionId === "string" ? { executionId: executionId.slice(0, 200) } : {}),
  };
}

/** What is to come back with the next call. */
export function hookDetailsOf(stage: Stage, attempts: number): Readonly<Record<string, number>> {
  return { [COUNTERS[stage]]: attempts };
}

/** The clusters, as ARNs of something in them, that an event names, however wrong it is otherwise. */
export function clustersNamed(event: unknown): EcsArn[] {
  const { resourceArn, executionDetails } = fields(event);
  const { targetServiceRevisionArn, serviceArn } = fields(executionDetails);
  return [
    parseEcsArn(resourceArn, "service-deployment"),
    parseEcsArn(targetServiceRevisionArn, "service-revision"),
    parseEcsArn(serviceArn, "service"),
  ].flatMap((arn) => (arn && arn.path.length > 1 ? [arn] : []));
}

function areOne(deployment: EcsArn, revision: EcsArn, service: EcsArn): boolean {
  const [cluster, name] = revision.path;
  const sameCluster = service.path.length === 1 || service.path[0] === cluster;
  return (
    [deployment, service].every((arn) => isSamePlace(arn, revision)) &&
    deployment.path[0] === cluster &&
    deployment.path[1] === name &&
    sameCluster &&
    service.path.at(-1) === name
  );
}

/** A counter that is missing is zero; one that nobody of us wrote is used up. */
function attemptsIn(hookDetails: unknown, stage: Stage, bound: number): number {
  if (hookDetails === undefined || hookDetails === null) return 0;
  if (typeof hookDetails !== "object" || Array.isArray(hookDetails)) return bound;
  const name = COUNTERS[stage];
  if (!Object.hasOwn(hookDetails, name)) return 0;
  const value = (hookDetails as Fields)[name];
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= bound ? value : bound;
}

function problem(path: string, value: unknown, allowed: string): Problem {
  const said = value === undefined ? "missing" : JSON.stringify(value).slice(0, 300);
  return { code: "invalid-event", path, message: `is ${said}`, allowed };
}
