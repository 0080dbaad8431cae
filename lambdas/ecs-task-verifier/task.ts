import { IMAGE_DIGEST } from "../../aws";
import { type Problem, ProblemError } from "../../problem";
import { parseEcsArn } from "../image-verification/ecs-arn";
import { type Fields, fieldsOf } from "../shared/fields";
import { isSamePlace, type Place } from "../shared/place";

/** A task as ECS tells of it. */
export interface Task extends Place {
  readonly arn: string;
  /** Name of the cluster. */
  readonly cluster: string;
  /** ARN with the revision. */
  readonly taskDefinition: string;
  /** Name of the service that started it. @default - it is in none */
  readonly service?: string;
  /** What stops are counted for: `service:…`, or `family:…` of a task that is in none. */
  readonly workload: string;
  /** Milliseconds since 1970. @default - ECS does not say */
  readonly createdAt?: number;
  readonly phase: Phase;
  /** Why it was stopped. @default - it was not */
  readonly stoppedReason?: string;
  readonly containers: readonly TaskContainer[];
  /** Name of the container that ECS attached as the proxy of Service Connect. @default - there is none */
  readonly serviceConnect?: string;
}

/** `starting` until all containers run, `ending` while they are stopped one by one. */
export type Phase = "starting" | "running" | "ending" | "ended";

/** A container as ECS tells of it. */
export interface TaskContainer {
  readonly name: string;
  /** @default - ECS does not say: it put the container there itself */
  readonly image?: string;
  /** `sha256:…` that was pulled. @default - it was not yet, or comes from a registry outside of ECR */
  readonly digest?: string;
  /** Whether it runs or ran, so that what ECS does not say of it by now it will not say. */
  readonly begun: boolean;
}

const SERVICE_GROUP = /^service:([\w-]{1,255})$/;
/** What ECS writes into `startedBy` of the tasks of a service, before the id of the deployment. */
const SERVICE_STARTER = "ecs-svc/";
/** Of tasks and of containers. @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html */
const STARTING: readonly unknown[] = ["PROVISIONING", "PENDING", "ACTIVATING"];

/**
 * Reads a task.
 *
 * @param fields an event's `detail`, or a task of the API
 * @throws ProblemError `invalid-task`
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs_task_events.html
 */
export function readTask(fields: Fields): Task {
  const { taskArn, clusterArn, taskDefinitionArn, containers = [] } = fields;
  const task = parseEcsArn(taskArn, "task");
  const cluster = parseEcsArn(clusterArn, "cluster");
  const definition = parseEcsArn(taskDefinitionArn, "task-definition");
  if (!task) throw invalid("taskArn", "is not the ARN of a task");
  if (!cluster || cluster.path[0] !== task.path[0] || !isSamePlace(cluster, task))
    throw invalid("clusterArn", "is not the ARN of the task's cluster");
  if (!definition || !isSamePlace(definition, task))
    throw invalid("taskDefinitionArn", "is not the ARN of a task definition beside the task");
  if (!Array.isArray(containers)) throw invalid("containers", "is not a list");
  const service = serviceOf(fields);
  const createdAt = timeOf(fields["createdAt"]);
  const { stoppedReason } = fields;
  const serviceConnect = serviceConnectOf(fields);
  const { partition, region, accountId } = task;
  return {
    arn: String(taskArn),
    partition,
    region,
    accountId,
    cluster: String(cluster.path[0]),
    taskDefinition: String(taskDefinitionArn),
    ...(service === undefined ? {} : { service }),
    workload:
      service === undefined
        ? `family:${String(definition.path[0]).split(":")[0] ?? ""}`
        : `service:${service}`,
    ...(createdAt === undefined ? {} : { createdAt }),
    phase: phaseOf(fields),
    ...(typeof stoppedReason === "string" ? { stoppedReason } : {}),
    containers: containers.map(containerOf),
    ...(serviceConnect === undefined ? {} : { serviceConnect }),
  };
}

function containerOf(value: unknown, index: number): TaskContainer {
  const { name, image, imageDigest, lastStatus } = fieldsOf(value);
  const path = `containers[${String(index)}]`;
  if (typeof name !== "string" || name === "") throw invalid(`${path}.name`, "is not a name");
  const digest = imageDigest === "" || imageDigest === null ? undefined : imageDigest;
  if (digest !== undefined && !(typeof digest === "string" && IMAGE_DIGEST.test(digest)))
    throw invalid(`${path}.imageDigest`, "is not a digest");
  return {
    name,
    ...(typeof image === "string" && image !== "" ? { image } : {}),
    ...(digest === undefined ? {} : { digest }),
    begun: !STARTING.includes(lastStatus),
  };
}

/** Whoever calls RunTask chooses the group, so the group alone makes no service of a task. */
function serviceOf({ group, startedBy }: Fields): string | undefined {
  const [, service] = SERVICE_GROUP.exec(typeof group === "string" ? group : "") ?? [];
  return typeof startedBy === "string" && startedBy.startsWith(SERVICE_STARTER) ? service : undefined;
}

/**
 * Attachments are made by ECS alone: neither RunTask nor StartTask takes one, and the agent of a container instance
 * may only tell the state of one that ECS made.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RunTask.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AttachmentStateChange.html
 */
function serviceConnectOf({ attachments }: Fields): string | undefined {
  for (const attachment of listOf(attachments)) {
    if (attachment["type"] !== "ServiceConnect" && attachment["type"] !== "Service Connect") continue;
    const named = listOf(attachment["details"]).find(({ name }) => name === "ContainerName");
    if (typeof named?.["value"] === "string") return named["value"];
  }
  return undefined;
}

function listOf(value: unknown): readonly Fields[] {
  return Array.isArray(value) ? value.map(fieldsOf) : [];
}

function phaseOf({ lastStatus, desiredStatus }: Fields): Phase {
  if (lastStatus === "STOPPED") return "ended";
  if (desiredStatus === "STOPPED") return "ending";
  if (STARTING.includes(lastStatus)) return "starting";
  return lastStatus === "RUNNING" ? "running" : "ending";
}

/** A time of the API is a date, that of an event a text. */
function timeOf(value: unknown): number | undefined {
  const time = value instanceof Date ? value.getTime() : Date.parse(typeof value === "string" ? value : "");
  return Number.isNaN(time) ? undefined : time;
}

function invalid(path: string, message: string): ProblemError {
  const problem: Problem = { code: "invalid-task", path, message };
  return new ProblemError([problem]);
}
