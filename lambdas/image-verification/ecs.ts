import {
  type ContainerDefinition,
  DescribeServiceDeploymentsCommand,
  DescribeServiceRevisionsCommand,
  DescribeTaskDefinitionCommand,
  type ECSClient,
  type ServiceRevision as Answered,
} from "@aws-sdk/client-ecs";
import { IMAGE_DIGEST } from "../../aws";
import { isSamePlace, type Place } from "../shared/place";
import { parseEcsArn } from "./ecs-arn";
import { Undecided } from "./failure";

/** A container as the task definition names it: main ones, sidecars and those that only run at the start. */
export interface Container {
  readonly name: string;
  readonly image: string;
  /** Whether ECS pins its tag to the digest that the first task pulled. */
  readonly pinned: boolean;
}

/** What a deployment brings. */
export interface ServiceRevision extends Place {
  readonly arn: string;
  /** Name of the cluster. */
  readonly cluster: string;
  readonly serviceArn: string;
  /** Name of the service. */
  readonly service: string;
  /** ARN, or family and revision. */
  readonly taskDefinition: string;
  /** `sha256:…` that ECS pulled, by the name of the container; empty before a task has started. */
  readonly digests: ReadonlyMap<string, string>;
}

/** What image verification asks ECS. */
export interface Ecs {
  /** @throws Undecided `ecs-missing`, `ecs-answer`, and errors of the SDK */
  serviceRevision(arn: string): Promise<ServiceRevision>;
  /**
   * All containers of a task definition, at least one.
   *
   * @throws Undecided `ecs-missing`, `ecs-answer`, and errors of the SDK
   */
  containers(taskDefinition: string): Promise<Container[]>;
  /**
   * When a service deployment started, in milliseconds since 1970; when it was made, if it has not started.
   *
   * @throws Undecided `ecs-missing`, `ecs-answer`, and errors of the SDK
   */
  deploymentStart(arn: string): Promise<number>;
}

/** ECS does not know what it was asked for, as for a moment after that was made. */
export function missing(what: string): Undecided {
  return new Undecided("ecs-missing", `ECS does not know the ${what}`, true);
}

/** ECS answered, and not what was asked. */
export function unfit(message: string): Undecided {
  return new Undecided("ecs-answer", message, false);
}

const TASK_DEFINITION = /^[\w-]{1,255}:\d{1,10}$/;

/** ECS of the function's account and region; calls end when the signal says so. */
export function ecsOf(client: ECSClient, abortSignal: AbortSignal): Ecs {
  const options = { abortSignal };
  return {
    serviceRevision: async (arn) => {
      const command = new DescribeServiceRevisionsCommand({ serviceRevisionArns: [arn] });
      const { serviceRevisions = [] } = await client.send(command, options);
      const revision = serviceRevisions.find(({ serviceRevisionArn }) => serviceRevisionArn === arn);
      if (!revision) throw missing(`service revision ${arn}`);
      return revisionFrom(arn, revision);
    },
    containers: async (taskDefinition) => {
      const wanted = revisionOf(taskDefinition);
      // A family alone would be answered with its latest revision, whatever the service runs.
      if (wanted === undefined)
        throw unfit(`"${taskDefinition.slice(0, 300)}" is no revision of a task definition`);
      const command = new DescribeTaskDefinitionCommand({ taskDefinition });
      const { taskDefinition: found } = await client.send(command, options);
      if (!found) throw missing(`task definition ${taskDefinition}`);
      const { taskDefinitionArn = "" } = found;
      const isOne = taskDefinition.startsWith("arn:")
        ? taskDefinitionArn === taskDefinition
        : revisionOf(taskDefinitionArn) === wanted;
      if (!isOne) throw unfit(`ECS answers ${taskDefinition} with another task definition`);
      return containersFrom(taskDefinition, found.containerDefinitions);
    },
    deploymentStart: async (arn) => {
      const command = new DescribeServiceDeploymentsCommand({ serviceDeploymentArns: [arn] });
      const { serviceDeployments = [] } = await client.send(command, options);
      const deployment = serviceDeployments.find(({ serviceDeploymentArn }) => serviceDeploymentArn === arn);
      if (!deployment) throw missing(`service deployment ${arn}`);
      const time = (deployment.startedAt ?? deployment.createdAt)?.getTime() ?? NaN;
      if (Number.isNaN(time)) throw unfit(`ECS does not say when ${arn} started`);
      return time;
    },
  };
}

/** What a service revision belongs to by its own words; these and its ARN have to name one cluster and service. */
function revisionFrom(arn: string, revision: Answered): ServiceRevision {
  const cluster = parseEcsArn(revision.clusterArn, "cluster");
  const service = parseEcsArn(revision.serviceArn, "service");
  const own = parseEcsArn(arn, "service-revision");
  const { taskDefinition, serviceArn } = revision;
  const [clusterName] = cluster?.path ?? [];
  const serviceName = service?.path.at(-1);
  if (!cluster || !service || !own || !clusterName || !serviceName || !serviceArn || !taskDefinition)
    throw unfit(`ECS does not say what the service revision ${arn} belongs to`);
  const isOne =
    own.path[0] === clusterName &&
    own.path[1] === serviceName &&
    (service.path.length === 1 || service.path[0] === clusterName) &&
    [service, own].every((each) => isSamePlace(each, cluster));
  if (!isOne) throw unfit(`ECS names another cluster or service for ${arn}`);
  const { partition, region, accountId } = cluster;
  return {
    arn,
    partition,
    region,
    accountId,
    cluster: clusterName,
    serviceArn,
    service: serviceName,
    taskDefinition,
    digests: digestsIn(arn, revision),
  };
}

function digestsIn(arn: string, { containerImages = [] }: Answered): ReadonlyMap<string, string> {
  const digests = new Map<string, string>();
  for (const { containerName, imageDigest } of containerImages) {
    if (containerName === undefined || imageDigest === undefined) continue;
    if (!IMAGE_DIGEST.test(imageDigest) || digests.has(containerName))
      throw unfit(`ECS says in no known form what the service revision ${arn} runs`);
    digests.set(containerName, imageDigest);
  }
  return digests;
}

/**
 * Reads the containers of what tasks are started from, at least one.
 *
 * @throws Undecided `ecs-answer`
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
 */
export function containersFrom(
  taskDefinition: string,
  definitions: readonly Pick<ContainerDefinition, "name" | "image" | "versionConsistency">[] = [],
): Container[] {
  const containers = definitions.map(({ name, image, versionConsistency }) => {
    if (!name || !image) throw unfit(`${taskDefinition} has a container without name or image`);
    return { name, image, pinned: versionConsistency !== "disabled" };
  });
  if (containers.length === 0 || new Set(containers.map(({ name }) => name)).size < containers.length)
    throw unfit(`${taskDefinition} has no containers, or two of the same name`);
  return containers;
}

/** Family and revision. */
function revisionOf(taskDefinition: string): string | undefined {
  if (TASK_DEFINITION.test(taskDefinition)) return taskDefinition;
  return parseEcsArn(taskDefinition, "task-definition")?.path[0];
}
