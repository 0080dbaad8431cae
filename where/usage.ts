import { type Doubts, pool } from "../asking";
import { type Repository } from "../images";
import { type Image } from "./image";
import { matcherOf } from "./match";
import { type Aws, type LiveTask } from "./ports";
import { type Cluster, type Row, type Task } from "./row";

const WIDTH = 4;

/** Which clusters ECS told everything of, and which not: those of EKS, and those that did not answer. */
export interface Usage {
  readonly asked: readonly Cluster[];
  readonly unasked: readonly Cluster[];
}

/** Where ECS may know what Inspector does not say. */
export interface Inventory {
  readonly clusters: readonly Cluster[];
  /** Ids of the accounts that may run what a repository holds, if these clusters are all they run it in. */
  pullersOf(repository: Repository): ReadonlySet<string> | undefined;
}

/** One task definition with its group in one cluster, that runs an image. */
interface Place {
  readonly cluster: Cluster;
  readonly workload: { readonly taskDefinitionArn: string; readonly group: string };
  readonly tasks: Task[];
}

/** An image of which Inspector does not say whether it runs, and what ECS says. */
interface Followed {
  readonly row: Row;
  readonly places: Map<string, Place>;
  /** Whether a container may run it of which that cannot be told. */
  doubtful: boolean;
}

/** When ECS is asked, and who hears how that goes. */
interface Asking {
  readonly at: Date;
  readonly doubts: Doubts;
  progress(done: number, of: number): void;
}

/**
 * Asks ECS about the images of which Inspector does not say whether they run, and puts what it counts in the place of
 * `unknown`.
 *
 * An image stays `unknown` beside the places found as long as anything may run it that was not asked or did not
 * answer in full. Nothing found is 0 only when everything that may run it answered.
 */
export async function addUsage(
  rows: readonly Row[],
  { clusters, pullersOf }: Inventory,
  { tasks, registry }: Pick<Aws, "tasks" | "registry">,
  { at, doubts, progress }: Asking,
): Promise<{ readonly rows: readonly Row[]; readonly usage?: Usage }> {
  const followed = new Map(rows.filter(isUnknown).map((row) => [row.image.arn, newlyFollowed(row)]));
  if (followed.size === 0 || clusters.length === 0) return { rows };
  const match = matcherOf(
    [...followed.values()].map(({ row }) => row.image),
    registry,
    doubts,
  );
  const ecs = clusters.filter(({ type }) => type === "ecs");
  const answered = new Set<Cluster>();
  let done = 0;
  await pool(ecs, WIDTH, async (cluster) => {
    const place = `ecs:ListTasks ${cluster.account} ${cluster.region}`;
    const live = await doubts.attempt(place, () => tasks.running(cluster));
    if (live) answered.add(cluster);
    for (const task of live ?? []) await count(cluster, task);
    done += 1;
    progress(done, ecs.length);
  });
  const usage = {
    asked: clusters.filter((cluster) => answered.has(cluster)),
    unasked: clusters.filter((cluster) => !answered.has(cluster)),
  };
  const isComplete = ({ row, doubtful }: Followed): boolean => {
    const pullers = doubtful ? undefined : pullersOf(row.image.repository);
    return pullers !== undefined && !usage.unasked.some(({ account }) => pullers.has(account));
  };
  return {
    rows: rows.flatMap((row) => {
      const found = isUnknown(row) ? followed.get(row.image.arn) : undefined;
      return found ? rowsOf(found, isComplete(found), at) : [row];
    }),
    usage,
  };

  async function count(cluster: Cluster, task: LiveTask): Promise<void> {
    const runs = new Map<Image, Task["digest"]>();
    for (const container of task.containers) {
      const { digest, images } = await match(container);
      for (const image of images) if (runs.get(image) !== "same") runs.set(image, digest);
    }
    for (const [{ arn }, digest] of runs) {
      const one = followed.get(arn);
      if (one) add(one, cluster, task, digest);
    }
  }
}

/** Of an image that Inspector counts, ECS would tell the named places once more. */
function isUnknown({ image, use, running }: Row): boolean {
  return use === undefined && running === "unknown" && image.inUse === "unknown";
}

function newlyFollowed(row: Row): Followed {
  return { row, places: new Map(), doubtful: false };
}

function add(one: Followed, cluster: Cluster, task: LiveTask, digest: Task["digest"]): void {
  if (digest === "unknown") {
    one.doubtful = true;
    return;
  }
  const { id, status, taskDefinitionArn, group } = task;
  const key = [cluster.arn, taskDefinitionArn, group].join(" ");
  const place = one.places.get(key) ?? { cluster, workload: { taskDefinitionArn, group }, tasks: [] };
  one.places.set(key, place);
  place.tasks.push({ id, status, digest });
}

function rowsOf({ row, places }: Followed, complete: boolean, at: Date): Row[] {
  const found = [...places.values()].map(({ cluster, workload, tasks }) => ({
    ...row,
    use: { cluster, workload },
    running: tasks.length,
    lastInUseAt: at,
    tasks,
  }));
  if (!complete) return [...found, row];
  return found.length > 0 ? found : [{ ...row, running: 0, tasks: [] }];
}
