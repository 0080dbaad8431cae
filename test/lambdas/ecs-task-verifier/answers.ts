import type * as ecr from "@aws-sdk/client-ecr";
import type * as ecs from "@aws-sdk/client-ecs";
import type * as lambda from "@aws-sdk/client-lambda";
import type * as securityhub from "@aws-sdk/client-securityhub";
import { type Answers, fault } from "../../support/aws-service";
import { refusedFilters } from "../security-hub";
import { arnOf } from "./images";
import { batchOf } from "../../support/registry/batch";
import { type World } from "./support";

/** What ECS answers. */
export function ecsAnswers(world: World): Answers<typeof ecs> {
  const named = (cluster = "") => cluster.split("/").at(-1) ?? "";
  const tasksOf = (cluster: string) =>
    [...world.tasks.values()].filter(({ clusterArn }) => named(clusterArn) === cluster);
  const names = () =>
    new Set([
      ...[...world.tasks.values()].map(({ clusterArn }) => named(clusterArn)),
      ...world.services.keys(),
    ]);
  return {
    DescribeTaskDefinition: ({ taskDefinition = "" }) => {
      const containerDefinitions = world.definitions.get(taskDefinition);
      if (!containerDefinitions) return fault("ClientException", "Unable to describe task definition.");
      return { taskDefinition: { taskDefinitionArn: taskDefinition, containerDefinitions } };
    },
    DescribeDaemonTaskDefinition: ({ daemonTaskDefinition = "" }) => {
      const containers = world.definitions.get(daemonTaskDefinition);
      if (!containers) return fault("ClientException", "Unable to describe daemon task definition.");
      const containerDefinitions = containers.map(({ name, image }) => ({ name, image }));
      return {
        daemonTaskDefinition: { daemonTaskDefinitionArn: daemonTaskDefinition, containerDefinitions },
      };
    },
    StopTask: (request) => {
      world.stopped.push(request);
      return {};
    },
    ListClusters: () => ({ clusterArns: [...names()].map((name) => arnOf("cluster", name)) }),
    DescribeClusters: ({ clusters = [] }) => ({
      clusters: clusters.map((clusterArn) => {
        const tasks = tasksOf(named(clusterArn));
        const runningTasksCount = tasks.filter(({ lastStatus }) => lastStatus === "RUNNING").length;
        return { clusterArn, runningTasksCount, pendingTasksCount: tasks.length - runningTasksCount };
      }),
    }),
    ListServices: ({ cluster }) => ({
      serviceArns: (world.services.get(named(cluster)) ?? []).flatMap(({ serviceArn }) => serviceArn ?? []),
    }),
    DescribeServices: ({ cluster, services = [] }) => {
      const found = services.flatMap((asked) => describedService(world, named(cluster), asked) ?? []);
      const isFound = (asked: string) => found.some(({ serviceArn = "" }) => isNamed(serviceArn, asked));
      const missing = services.filter((asked) => !isFound(asked));
      return { services: found, failures: missing.map((arn) => ({ arn, reason: "MISSING" })) };
    },
    ListTasks: ({ cluster }) => ({
      taskArns: tasksOf(named(cluster)).flatMap(({ taskArn }) => taskArn ?? []),
    }),
    DescribeTasks: ({ tasks = [] }) => ({ tasks: tasks.flatMap((task) => world.tasks.get(task) ?? []) }),
  };
}

/** What AWS's registries answer. */
export function ecrAnswers(world: World): Answers<typeof ecr> {
  return {
    BatchGetImage: ({ registryId = "", repositoryName = "", imageIds = [] }) => {
      const repository = `${registryId}.dkr.ecr.eu-central-1.amazonaws.com/${repositoryName}`;
      return batchOf(imageIds, ({ imageDigest = "" }) =>
        world.managed.get(repository)?.includes(imageDigest) === true ? { imageManifest: "{}" } : undefined,
      );
    },
  };
}

/** What Lambda answers. */
export function lambdaAnswers(world: World): Answers<typeof lambda> {
  return {
    GetFunctionConfiguration: ({ FunctionName }) =>
      world.hookCode === undefined
        ? fault("ResourceNotFoundException", "Function not found")
        : {
            ...(FunctionName === undefined ? {} : { FunctionArn: FunctionName }),
            CodeSha256: world.hookCode,
          },
  };
}

/** What Security Hub answers. */
export function hubAnswers(world: World): Answers<typeof securityhub> {
  return {
    GetFindings: ({ Filters = {} }) => {
      const ids = Filters.Id?.map(({ Value }) => Value);
      const generator = Filters.GeneratorId?.[0]?.Value;
      const state = Filters.RecordState?.[0]?.Value;
      return (
        refusedFilters(Filters) ?? {
          Findings: [...world.findings.values()].filter(
            ({ Id, GeneratorId, RecordState }) =>
              GeneratorId === generator &&
              (ids === undefined || ids.includes(Id)) &&
              (state === undefined || RecordState === state),
          ),
        }
      );
    },
    BatchImportFindings: ({ Findings = [] }) => {
      for (const finding of Findings) {
        const Workflow = world.findings.get(finding.Id ?? "")?.Workflow;
        world.findings.set(finding.Id ?? "", { ...finding, ...(Workflow ? { Workflow } : {}) });
      }
      return { FailedCount: 0, SuccessCount: Findings.length };
    },
  };
}

const isNamed = (arn: string, asked: string) => arn === asked || arn.endsWith(`/${asked}`);

/** A service by name or ARN, with the deployments that tasks were started by. */
function describedService(world: World, cluster: string, asked: string): ecs.Service | undefined {
  const served = (world.services.get(cluster) ?? []).find(({ serviceArn = "" }) =>
    isNamed(serviceArn, asked),
  );
  const serviceName = served?.serviceName ?? asked;
  const deployments = world.deployments.get(`${cluster}/${serviceName}`);
  if (served === undefined && deployments === undefined) return undefined;
  const serviceArn = arnOf("service", `${cluster}/${serviceName}`);
  return { serviceName, serviceArn, ...(deployments ? { deployments } : {}), ...served };
}
