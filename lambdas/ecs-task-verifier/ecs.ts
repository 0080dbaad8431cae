import {
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  type ECSClient,
  type Failure,
  ListClustersCommand,
  ListServicesCommand,
  ListTasksCommand,
  type Service,
  StopTaskCommand,
} from "@aws-sdk/client-ecs";
import { IncompleteAnswer } from "../../asking/incomplete-answer";
import { listed } from "../shared/pages";
import { type Container, ecsOf } from "../image-verification/ecs";
import { parseDefinition } from "../image-verification/definition";
import { parseEcsArn } from "../image-verification/ecs-arn";
import { type Fields } from "../../asking/fields";
import { daemonContainers } from "./daemon";
import { type Task } from "./task";

/** What the function asks ECS. */
export interface TaskEcs {
  /**
   * All containers of a task definition, or of a daemon's, which never change: ECS is asked once.
   *
   * @throws Undecided `ecs-missing`, `ecs-answer`, and errors of the SDK
   */
  containers(taskDefinition: string): Promise<Container[]>;
  /** Stops a task; one that is gone already is stopped too. */
  stop(task: Task, reason: string): Promise<void>;
  /** Clusters of the region, page by page. */
  clusters(): AsyncIterable<Cluster[]>;
  /** A service of a cluster by its name; `undefined` when there is none. */
  service(cluster: string, name: string): Promise<Service | undefined>;
  /** Services of a cluster, page by page; none when it is gone. */
  services(cluster: string): AsyncIterable<Service[]>;
  /** ARNs of the tasks of a cluster that run or are about to, a hundred at most at a time; none when it is gone. */
  taskArns(cluster: string): AsyncIterable<string[]>;
  /** Tasks of a cluster as ECS tells of them, by at most a hundred ARNs; without those that are gone. */
  tasks(cluster: string, arns: string[]): Promise<Fields[]>;
}

/** A cluster of the region. */
export interface Cluster {
  readonly arn: string;
  readonly name: string;
  /** Tasks that run or are about to. */
  readonly tasks: number;
}

/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DescribeServices.html */
const SERVICES_AT_ONCE = 10;
/** @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ListTasks.html */
const PAGE_SIZE = 100;
/** A task that is stopped can be read for an hour. @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_StopTask.html */
const GONE = /not found/i;

/** ECS of the function's account and region; calls end when the signal says so. */
export function taskEcs(client: ECSClient, abortSignal: AbortSignal): TaskEcs {
  const options = { abortSignal };
  const describeServices = async (cluster: string, services: string[]) => {
    const command = new DescribeServicesCommand({ cluster, services });
    const answer = await client.send(command, options);
    return complete("ecs:DescribeServices", services, answer.services, answer.failures);
  };
  const definitions = new Map<string, Promise<Container[]>>();
  return {
    containers: (taskDefinition) => {
      const known = definitions.get(taskDefinition);
      if (known !== undefined) return known;
      const asked = parseDefinition(taskDefinition)?.isDaemon
        ? daemonContainers(client, taskDefinition, abortSignal)
        : ecsOf(client, abortSignal).containers(taskDefinition);
      definitions.set(taskDefinition, asked);
      asked.catch(() => definitions.delete(taskDefinition));
      return asked;
    },
    stop: async ({ arn, cluster }, reason) => {
      try {
        await client.send(new StopTaskCommand({ cluster, task: arn, reason }), options);
      } catch (error) {
        const { name, message = "" } = error as Partial<Error>;
        if (name !== "InvalidParameterException" || !GONE.test(message)) throw error;
      }
    },
    clusters: async function* () {
      const lists = listed("ecs:ListClusters", "clusterArns", (nextToken?: string) =>
        client.send(new ListClustersCommand({ maxResults: PAGE_SIZE, nextToken }), options),
      );
      for await (const clusters of lists) {
        if (clusters.length === 0) {
          yield [];
          continue;
        }
        const answer = await client.send(new DescribeClustersCommand({ clusters }), options);
        const described = complete("ecs:DescribeClusters", clusters, answer.clusters, answer.failures);
        yield described.flatMap(({ clusterArn = "", ...counts }) => {
          const name = parseEcsArn(clusterArn, "cluster")?.path[0];
          const tasks = (counts.runningTasksCount ?? 0) + (counts.pendingTasksCount ?? 0);
          return name === undefined ? [] : [{ arn: clusterArn, name, tasks }];
        });
      }
    },
    service: async (cluster, name) => {
      const services = await describeServices(cluster, [name]);
      const service = services.find(({ serviceName }) => serviceName === name);
      if (service === undefined ? services.length > 0 : !service.deployments && !service.taskSets)
        throw new IncompleteAnswer("ecs:DescribeServices", `does not say which deployments ${name} has`);
      return service;
    },
    services: (cluster) =>
      unlessGone(async function* () {
        const lists = listed("ecs:ListServices", "serviceArns", (nextToken?: string) =>
          client.send(new ListServicesCommand({ cluster, maxResults: PAGE_SIZE, nextToken }), options),
        );
        for await (const services of lists) {
          const found: Service[] = [];
          for (let start = 0; start < services.length; start += SERVICES_AT_ONCE)
            found.push(...(await describeServices(cluster, services.slice(start, start + SERVICES_AT_ONCE))));
          yield found;
        }
      }),
    taskArns: (cluster) =>
      unlessGone(() =>
        listed("ecs:ListTasks", "taskArns", (nextToken?: string) =>
          client.send(new ListTasksCommand({ cluster, maxResults: PAGE_SIZE, nextToken }), options),
        ),
      ),
    tasks: async (cluster, tasks) => {
      if (tasks.length === 0) return [];
      try {
        const answer = await client.send(new DescribeTasksCommand({ cluster, tasks }), options);
        const described = complete("ecs:DescribeTasks", tasks, answer.tasks, answer.failures);
        return described.map((task) => ({ ...task }));
      } catch (error) {
        if (isClusterGone(error)) return [];
        throw error;
      }
    },
  };
}

/**
 * What ECS describes of all that it was asked for. What ended since it was listed is no failure; everything else that
 * ECS leaves out is, whether it says so or not.
 *
 * @throws IncompleteAnswer, and an Error with ECS's reason
 */
function complete<T>(
  operation: string,
  asked: readonly string[],
  described: readonly T[] = [],
  failures: readonly Failure[] = [],
): readonly T[] {
  const failure = failures.find(({ reason }) => reason !== "MISSING");
  if (failure) throw new Error(`${operation} does not describe all: ${failure.reason ?? "without a reason"}`);
  if (described.length + failures.length < asked.length)
    throw new IncompleteAnswer(operation, "does not describe all that it was asked for");
  return described;
}

async function* unlessGone<T>(pages: () => AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* pages();
  } catch (error) {
    if (!isClusterGone(error)) throw error;
  }
}

function isClusterGone(error: unknown): boolean {
  return (error as Partial<Error>).name === "ClusterNotFoundException";
}
