import {
  type Cluster,
  type Finding,
  type Image,
  type LiveContainer,
  type LiveTask,
  type Use,
} from "../../where";
import { imageArn, type Repository } from "../../images";

export const AT = new Date("2026-03-04T05:06:07Z");
export const HOUR = 3_600_000;

export const REPOSITORY: Repository = {
  account: "333333333333",
  region: "eu-central-1",
  partition: "aws",
  name: "shop/api",
};

/** A digest made of one character or number, repeated. */
export function digestOf(seed: string | number): string {
  return `sha256:${String(seed).padStart(8, "0").repeat(8)}`;
}

export function imageOf(seed: string | number, members: Partial<Image> = {}): Image {
  const digest = digestOf(seed);
  const repository = members.repository ?? REPOSITORY;
  return {
    arn: imageArn(repository, digest),
    repository,
    digest,
    tags: [],
    scanned: true,
    inUse: 1,
    ...members,
  };
}

export function findingOf(image: Image, members: Partial<Finding> = {}): Finding {
  return {
    image,
    vulnerability: "CVE-2024-3094",
    severity: "CRITICAL",
    exploit: "NO",
    fix: "YES",
    ...members,
  };
}

export const CLUSTER: Cluster = {
  arn: "arn:aws:ecs:eu-central-1:444444444444:cluster/shop",
  type: "ecs",
  account: "444444444444",
  region: "eu-central-1",
  name: "shop",
};
export const TASK_DEFINITION = "arn:aws:ecs:eu-central-1:444444444444:task-definition/api:42";
export const USE: Use = {
  cluster: CLUSTER,
  workload: { taskDefinitionArn: TASK_DEFINITION, group: "service:api" },
  running: 3,
  stopped: 1,
  lastInUseAt: new Date(AT.getTime() - 2 * HOUR),
};

/** A task of the service `api`. */
export function taskOf(
  id: string,
  containers: readonly LiveContainer[],
  members: Partial<LiveTask> = {},
): LiveTask {
  return {
    id,
    status: "RUNNING",
    taskDefinitionArn: TASK_DEFINITION,
    group: "service:api",
    containers,
    ...members,
  };
}
