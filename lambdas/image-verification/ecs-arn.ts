import { type Place } from "../shared/place";

/** What an ARN of ECS names. */
export interface EcsArn extends Place {
  /** Names behind the kind, such as cluster, service and id. */
  readonly path: readonly string[];
}

/** Kinds of ARNs that are read, by how many names follow. A service of long ago has no cluster in its ARN. */
const NAMES = {
  cluster: [1],
  "daemon-task-definition": [1],
  service: [2, 1],
  "service-deployment": [3],
  "service-revision": [3],
  task: [2],
  "task-definition": [1],
} as const satisfies Readonly<Record<string, readonly number[]>>;

const ARN =
  /^arn:(aws(?:-[a-z]+)*):ecs:([a-z]{2}(?:-[a-z]+)+-\d{1,2}):(\d{12}):([a-z-]+)\/([\w-]{1,255}(?:\/[\w-]{1,255}){0,2}(?::\d{1,10})?)$/;

/**
 * Reads an ARN of ECS, from wherever it comes.
 *
 * @returns `undefined` for what is not exactly an ARN of this kind
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html
 */
export function parseEcsArn(arn: unknown, kind: keyof typeof NAMES): EcsArn | undefined {
  if (typeof arn !== "string" || arn.length > 1_024) return undefined;
  const [, partition = "", region = "", accountId = "", found = "", rest = ""] = ARN.exec(arn) ?? [];
  const path = rest.split("/");
  const counts: readonly number[] = NAMES[kind];
  // Only what tasks are started from has a revision behind its name.
  const hasRevision = kind === "task-definition" || kind === "daemon-task-definition";
  if (found !== kind || !counts.includes(path.length) || rest.includes(":") !== hasRevision) return undefined;
  return { partition, region, accountId, path };
}
