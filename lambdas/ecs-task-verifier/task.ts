import { IMAGE_DIGEST } from "../../aws";
import { type Problem, ProblemError } from "../../problem";
import { parseDefinition } from "../image-verification/definition";
import { parseEcsArn } from "../image-verification/ecs-arn";
import { type Fields, fields } from "../../asking/fields";
import { isSamePlace, type Place } from "../shared/place";

/** A task as ECS tells of it. */
export interface Task extends Place {
  readonly arn: string;
  /** Name of the cluster. */
  readonly cluster: string;
  /** ARN with the revision, of a task definition or of a daemon task definition. */
  readonly taskDefinition: string;
  /** Whether it is a daemon's. */
  readonly isDaemon: boolean;
  /** The service that it says it is of, which whoever started it may have written. @default - it names none */
  readonly claim?: ServiceClaim;
  /** Name of the service that started it, once ECS has said the same. @default - it is in none */
  readonly service?: string;
  /** What stops are counted for: `service:…`, or of a task that is in none `family:…`, of a daemon's `daemon:…`. */
  readonly workload: string;
  /** Milliseconds since 1970. @default - ECS does not say */
  readonly createdAt?: number;
  readonly phase: Phase;
  readonly containers: readonly TaskContainer[];
  /** Name of the container that ECS attached as the proxy of Service Connect. @default - there is none */
  readonly serviceConnect?: string;
}

/** What a task says of where it comes from. */
export interface ServiceClaim {
  /** Name of the service. */
  readonly service: string;
  /** Id of the service's deployment or task set, `ecs-svc/…`. */
  readonly deployment: string;
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
const ENDING: readonly unknown[] = ["DEACTIVATING", "STOPPING", "DEPROVISIONING"];
const ENDED: readonly unknown[] = ["STOPPED", "DELETED"];

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
  const definition = parseDefinition(taskDefinitionArn);
  if (!task) throw invalid("taskArn", "is not the ARN of a task");
  if (!cluster || cluster.path[0] !== task.path[0] || !isSamePlace(cluster, task))
    throw invalid("clusterArn", "is not the ARN of the task's cluster");
  if (!definition || !isSamePlace(definition, task))
    throw invalid("taskDefinitionArn", "is not the ARN of a task definition beside the task");
  if (!Array.isArray(containers)) throw invalid("containers", "is not a list");
  // What a daemon's task has in `group` and `startedBy` is not documented; of a service it never is.
  const claim = definition.isDaemon ? undefined : claimOf(fields);
  const createdAt = timeOf(fields["createdAt"]);
  const serviceConnect = serviceConnectOf(fields);
  const { partition, region, accountId } = task;
  return {
    arn: String(taskArn),
    partition,
    region,
    accountId,
    cluster: String(cluster.path[0]),
    taskDefinition: String(taskDefinitionArn),
    isDaemon: definition.isDaemon,
    ...(claim === undefined ? {} : { claim }),
    workload: definition.workload,
    ...(createdAt === undefined ? {} : { createdAt }),
    phase: phaseOf(fields),
    containers: containers.map(containerOf),
    ...(serviceConnect === undefined ? {} : { serviceConnect }),
  };
}

function containerOf(value: unknown, index: number): TaskContainer {
  const { name, image, imageDigest, lastStatus } = fields(value);
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

/** What stops of a service are counted for. */
export function serviceWorkload(service: string): string {
  return `service:${service}`;
}

function claimOf({ group, startedBy }: Fields): ServiceClaim | undefined {
  const [, service] = SERVICE_GROUP.exec(typeof group === "string" ? group : "") ?? [];
  if (service === undefined || typeof startedBy !== "string") return undefined;
  return startedBy.startsWith(SERVICE_STARTER) ? { service, deployment: startedBy } : undefined;
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
  return Array.isArray(value) ? value.map(fields) : [];
}

/** A state that nobody knows yet is judged as one that runs, so that none is passed over. */
function phaseOf({ lastStatus, desiredStatus }: Fields): Phase {
  if (ENDED.includes(lastStatus)) return "ended";
  if (desiredStatus === "STOPPED" || ENDING.includes(lastStatus)) return "ending";
  return STARTING.includes(lastStatus) ? "starting" : "running";
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
