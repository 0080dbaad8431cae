import { type Doubts, pool } from "../asking";
import { type LiveTask, type Tasks } from "./ports";
import { type Cluster, type Row, type Task } from "./row";

const WIDTH = 4;

interface Asked {
  readonly cluster: Cluster;
  /** @default - all tasks, where Inspector does not say which task definition it is */
  readonly family?: string;
}

/** Adds to every row of ECS the tasks that run its task definition at this moment. */
export async function addTasks(
  rows: readonly Row[],
  tasks: Tasks,
  doubts: Doubts,
  progress: (done: number, of: number) => void,
): Promise<Row[]> {
  const asked = new Map(rows.flatMap((row) => askedOf(row)).map((ask) => [keyOf(ask), ask]));
  const found = new Map<string, readonly LiveTask[]>();
  let done = 0;
  await pool([...asked], WIDTH, async ([key, { cluster, family }]) => {
    const live = await doubts.attempt(`ecs:ListTasks ${cluster.account} ${cluster.region}`, () =>
      tasks.running(cluster, family),
    );
    if (live) found.set(key, live);
    done += 1;
    progress(done, asked.size);
  });
  return rows.map((row) => {
    const live = askedOf(row).map((ask) => found.get(keyOf(ask)))[0];
    const tasks = live && tasksOf(row, live);
    // A task started from an index names another digest: none found among all is no statement.
    const silent = tasks?.length === 0 && askedOf(row).some(({ family }) => family === undefined);
    return tasks && !silent ? { ...row, tasks } : row;
  });
}

function askedOf({ use, tasks }: Row): Asked[] {
  if (tasks !== undefined || use === undefined || "namespace" in use.workload) return [];
  const { taskDefinitionArn } = use.workload;
  return [
    {
      cluster: use.cluster,
      ...(taskDefinitionArn === "unknown" ? {} : { family: familyOf(taskDefinitionArn) }),
    },
  ];
}

/** `api` of `…:task-definition/api:42`. */
function familyOf(taskDefinitionArn: string): string {
  return taskDefinitionArn.replace(/^.*\//, "").replace(/:\d+$/, "");
}

function tasksOf({ use, image }: Row, live: readonly LiveTask[]): Task[] {
  const arn = use && "taskDefinitionArn" in use.workload ? use.workload.taskDefinitionArn : undefined;
  return live
    .filter(({ taskDefinitionArn }) => arn === "unknown" || taskDefinitionArn === arn)
    .map(({ id, status, containers }) => ({ id, status, digest: compared(containers, image.digest) }))
    .filter(({ digest }) => arn !== "unknown" || digest !== "other");
}

function compared(containers: LiveTask["containers"], digest: string): Task["digest"] {
  const digests = containers.map((container) => container.digest);
  if (digests.includes(digest)) return "same";
  return digests.length === 0 || digests.includes(undefined) ? "unknown" : "other";
}

function keyOf({ cluster, family }: Asked): string {
  return `${cluster.arn} ${family ?? ""}`;
}
