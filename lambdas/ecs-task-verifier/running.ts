import { pool } from "../../asking/pool";
import { type Fields } from "../../asking/fields";
import { type ImageJudge, judgeOnce } from "../image-verification/image-judge";
import { type Failures } from "../shared/failures";
import { upTo } from "../shared/pages";
import { inTurn, RATIO } from "../shared/turns";
import { type RecorderOnce, recordOnce } from "./once";
import { readTask, type Task } from "./task";
import { type Surroundings, verifyTask } from "./verify-task";

/** What running tasks are looked at with. */
export interface RunningSurroundings extends Omit<Surroundings, "judge"> {
  /** A judge that knows nothing yet. */
  readonly newJudge: () => ImageJudge;
}

/** What runs, as far as it was looked at. */
export interface Running {
  readonly tasks: number;
  /** Clusters whose tasks were all looked at. */
  readonly complete: ReadonlySet<string>;
  /** Ids of findings about images that run and are not trusted. */
  readonly holding: RecorderOnce["holding"];
}

const WIDTH = 5;
/** Of a hundred tasks each; a cluster holds as many tasks as its quotas allow. */
const MAX_PAGES = 200;

/**
 * Judges the tasks that run in the known clusters, as if their events came now: events may be lost, and a signature
 * may have been revoked since. What is undecided is judged once more at the end. Where the time is not enough, the
 * next run begins at another cluster, and elsewhere in each.
 *
 * @param deadline milliseconds since 1970, after which nothing is begun
 */
export async function verifyRunning(
  around: RunningSurroundings,
  correlation: Readonly<Record<string, string>>,
  deadline: number,
  failures: Failures,
): Promise<Running> {
  const { settings, ecs, clock } = around;
  const recorder = recordOnce(around.recorder);
  const complete = new Set<string>();
  const unsettled: Task[] = [];
  let tasks = 0;
  let isLate = false;
  const verify = async (some: readonly Task[], last: boolean, judge: ImageJudge) => {
    await pool(some, WIDTH, async (task) => {
      if (clock.now() >= deadline) {
        isLate = true;
        complete.delete(task.cluster);
        return;
      }
      const verified = await failures.attempt(`task ${task.arn}`, {}, () =>
        verifyTask(task, { ...around, recorder, judge }, { source: "ecs-schedule", last, correlation }),
      );
      if (verified === undefined) complete.delete(task.cluster);
      if (verified === "again") unsettled.push(task);
      if (!last) tasks += 1;
    });
  };
  const judge = judgeOnce(around.newJudge());
  for (const cluster of inTurn(Object.keys(settings.clusters).sort(), clock.now())) {
    complete.add(cluster);
    let isCut = false;
    const cut = () => {
      if (isCut) return;
      isCut = true;
      complete.delete(cluster);
      failures.leaveOut("does not look at all tasks of the cluster", { cluster, tasks });
    };
    const attempt = async (work: () => Promise<void>) => {
      const done = await failures.attempt(`tasks of ${cluster}`, { cluster }, () => work().then(() => true));
      if (done === undefined) complete.delete(cluster);
    };
    const isOver = () => {
      if (clock.now() < deadline) return false;
      cut();
      return true;
    };
    const pages: string[][] = [];
    await attempt(async () => {
      if (isOver()) return;
      for await (const page of upTo(MAX_PAGES, ecs.taskArns(cluster), cut)) {
        pages.push(page);
        if (isOver()) break;
      }
    });
    for (const arns of inTurn(pages, clock.now(), undefined, RATIO.silver)) {
      if (isOver()) break;
      await attempt(async () => {
        const described = await ecs.tasks(cluster, arns);
        const read = await readTasks(described, failures);
        if (read.length < described.length) complete.delete(cluster);
        await verify(read, false, judge);
      });
    }
  }
  await verify(unsettled.splice(0), true, judgeOnce(around.newJudge()));
  if (isLate) failures.leaveOut("does not look at all tasks that it listed", { tasks });
  return { tasks, complete, holding: recorder.holding };
}

/** A task that cannot be read keeps no other of its page back. */
async function readTasks(described: readonly Fields[], failures: Failures): Promise<Task[]> {
  const tasks: Task[] = [];
  for (const fields of described) {
    await failures.attempt(`task ${String(fields["taskArn"])}`, {}, () => {
      tasks.push(readTask(fields));
      return Promise.resolve();
    });
  }
  return tasks;
}
