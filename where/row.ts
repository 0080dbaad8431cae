import { compareUrgency, type Weight } from "../aws";
import { type Count, type Image } from "./image";
import { compareText } from "./rank";
import { type Affected } from "./tally";

/** One task definition or Kubernetes workload that runs an image in one cluster, as Inspector last saw it. */
export interface Use {
  readonly cluster: Cluster;
  readonly workload: Workload;
  readonly running: Count;
  /** Ended within the 24 hours before. */
  readonly stopped: Count;
  readonly lastInUseAt?: Date;
}

/** A cluster by its ARN. */
export interface Cluster {
  readonly arn: string;
  readonly type: "ecs" | "eks";
  readonly account: string;
  readonly region: string;
  readonly name: string;
}

/** What runs the image: a task definition and its group, or the workloads of a namespace. */
export type Workload =
  | { readonly taskDefinitionArn: string; readonly group: string }
  | {
      readonly namespace: string;
      readonly workloads: readonly { readonly type: string; readonly name: string }[];
    };

/** A task of ECS at this moment. */
export interface Task {
  readonly id: string;
  readonly status: string;
  /** Whether a container of it has the image's digest, or that of an index that lists the image. */
  readonly digest: "same" | "index" | "other" | "unknown";
}

/** One place where an affected image runs, or one image of which no place is known. */
export interface Row {
  readonly image: Image;
  readonly worst: Weight;
  readonly vulnerability?: string;
  readonly findings: number;
  /** @default - no cluster is known */
  readonly use?: Pick<Use, "cluster" | "workload">;
  readonly running: Count;
  readonly stopped: Count;
  readonly lastInUseAt?: Date;
  /** What ECS says at this moment. @default - ECS was not asked, or did not answer */
  readonly tasks?: readonly Task[];
}

/** The ARN of a cluster taken apart, or `undefined` for any other text. */
export function parseClusterArn(arn: string): Cluster | undefined {
  const [, type, region = "", account = "", name = ""] =
    /^arn:aws[\w-]*:(ecs|eks):([a-z0-9-]+):(\d{12}):cluster\/([\w-]{1,255})$/.exec(arn) ?? [];
  return type === "ecs" || type === "eks" ? { arn, type, account, region, name } : undefined;
}

/**
 * The rows of one image.
 *
 * Without a place there is one row, with what is known of the image as a whole: a number, or `unknown`. Where the
 * image is in use more often than its places say, the rest runs nobody knows where, and is `unknown` beside them.
 *
 * @param uses `undefined` when nobody answered where it runs
 */
export function rowsOf(
  { image, worst, vulnerability, findings }: Affected,
  uses: readonly Use[] | undefined,
): Row[] {
  const base = { image, worst, ...(vulnerability === undefined ? {} : { vulnerability }), findings };
  const unplaced = (running: Count): Row => ({
    ...base,
    running,
    stopped: "unknown",
    ...(image.lastInUseAt === undefined ? {} : { lastInUseAt: image.lastInUseAt }),
  });
  if (uses === undefined || uses.length === 0) return [unplaced(image.inUse)];
  const rows = uses.map(({ cluster, workload, running, stopped, lastInUseAt }) => ({
    ...base,
    use: { cluster, workload },
    running,
    stopped,
    ...(lastInUseAt === undefined ? {} : { lastInUseAt }),
  }));
  return lacksPlaces(image, uses) ? [...rows, unplaced("unknown")] : rows;
}

/** A place of which nobody says how many it runs may run them all. */
function lacksPlaces({ inUse }: Image, uses: readonly Use[]): boolean {
  if (inUse === "unknown") return false;
  let placed = 0;
  for (const { running } of uses) {
    if (running === "unknown") return false;
    placed += running;
  }
  return placed < inUse;
}

/** What a workload is called in a table: `api:42 (service:api)`, `shop/api`. */
export function workloadName(workload: Workload): string {
  if ("namespace" in workload) {
    const { namespace, workloads } = workload;
    return workloads.map(({ name }) => `${namespace}/${name}`).join(", ") || `${namespace}/unknown`;
  }
  const { taskDefinitionArn, group } = workload;
  const name = taskDefinitionArn.slice(taskDefinitionArn.lastIndexOf("/") + 1);
  return group === "" ? name : `${name} (${group})`;
}

/** Order of rows: rank, severity, known exploitation, fix, then what runs or may run, and the same every time. */
export function compareRows(a: Row, b: Row): number {
  return compareUrgency(a, b) || compareText(a.image.arn, b.image.arn) || compareText(placeOf(a), placeOf(b));
}

function placeOf({ use }: Row): string {
  return use ? `${use.cluster.arn} ${workloadName(use.workload)}` : "";
}
