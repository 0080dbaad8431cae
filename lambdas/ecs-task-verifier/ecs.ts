import {
  DescribeClustersCommand,
  DescribeServicesCommand,
  DescribeTasksCommand,
  type ECSClient,
  paginateListClusters,
  paginateListServices,
  paginateListTasks,
  type Service,
  StopTaskCommand,
} from "@aws-sdk/client-ecs";
import { type Container, ecsOf } from "../image-verification/ecs";
import { parseDefinition } from "../image-verification/definition";
import { parseEcsArn } from "../image-verification/ecs-arn";
import { type Fields } from "../../verification/fields";
import { daemonContainers } from "./daemon";
import { type Task } from "./task";

/** What the function asks ECS. */
export interface TaskEcs {
  /**
   * All containers of a task definition, or of a daemon's, which never change: ECS is asked once.
   *
   * @throws EcsError, and errors of the SDK
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
  /** Tasks of a cluster that run or are about to, as ECS tells of them, page by page; none when it is gone. */
  tasks(cluster: string): AsyncIterable<Fields[]>;
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
  const paging = { client, pageSize: PAGE_SIZE, stopOnSameToken: true };
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
      for await (const { clusterArns = [] } of paginateListClusters(paging, {}, options)) {
        if (clusterArns.length === 0) {
          yield [];
          continue;
        }
        const described = await client.send(new DescribeClustersCommand({ clusters: clusterArns }), options);
        complete("clusters", described.failures);
        yield (described.clusters ?? []).flatMap(({ clusterArn = "", ...counts }) => {
          const name = parseEcsArn(clusterArn, "cluster")?.path[0];
          const tasks = (counts.runningTasksCount ?? 0) + (counts.pendingTasksCount ?? 0);
          return name === undefined ? [] : [{ arn: clusterArn, name, tasks }];
        });
      }
    },
    service: async (cluster, name) => {
      const command = new DescribeServicesCommand({ cluster, services: [name] });
      const { services = [], failures } = await client.send(command, options);
      complete("services", failures);
      return services.find(({ serviceName }) => serviceName === name);
    },
    services: (cluster) =>
      unlessGone(async function* () {
        for await (const { serviceArns = [] } of paginateListServices(paging, { cluster }, options)) {
          const found: Service[] = [];
          for (let start = 0; start < serviceArns.length; start += SERVICES_AT_ONCE) {
            const services = serviceArns.slice(start, start + SERVICES_AT_ONCE);
            const described = await client.send(new DescribeServicesCommand({ cluster, services }), options);
            complete("services", described.failures);
            found.push(...(described.services ?? []));
          }
          yield found;
        }
      }),
    tasks: (cluster) =>
      unlessGone(async function* () {
        for await (const { taskArns = [] } of paginateListTasks(paging, { cluster }, options)) {
          if (taskArns.length === 0) {
            yield [];
            continue;
          }
          const described = await client.send(
            new DescribeTasksCommand({ cluster, tasks: taskArns }),
            options,
          );
          complete("tasks", described.failures);
          yield (described.tasks ?? []).map((task) => ({ ...task }));
        }
      }),
  };
}

/** What ended since it was listed is no failure; everything else that ECS leaves out is. */
function complete(what: string, failures: readonly { readonly reason?: string | undefined }[] = []): void {
  const failure = failures.find(({ reason }) => reason !== "MISSING");
  if (failure) throw new Error(`ECS does not describe all ${what}: ${failure.reason ?? "without a reason"}`);
}

async function* unlessGone<T>(pages: () => AsyncIterable<T>): AsyncGenerator<T> {
  try {
    yield* pages();
  } catch (error) {
    if ((error as Partial<Error>).name !== "ClusterNotFoundException") throw error;
  }
}
