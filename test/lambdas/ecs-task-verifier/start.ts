import type * as ecs from "@aws-sdk/client-ecs";
import { arnOf } from "./images";

/** Id of the deployment of each service. */
export const DEPLOYMENT = "ecs-svc/1234567890123456789";

/** How a task is started. */
export interface Start {
  readonly cluster?: string;
  readonly service?: string;
  /** Family of the daemon task definition that it is started from. */
  readonly daemon?: string;
  /** Of the task definition. @default 1 */
  readonly revision?: number;
  readonly startedBy?: string;
  readonly group?: string;
  readonly minutesAgo?: number;
  readonly lastStatus?: string;
  readonly desiredStatus?: string;
  /** Images of the task definition by the name of the container. */
  readonly containers?: Readonly<Record<string, string>>;
  /** Digests that were pulled. */
  readonly digests?: Readonly<Record<string, string>>;
  /** Containers that are in no task definition. */
  readonly added?: readonly ecs.Container[];
  readonly attachments?: ecs.Attachment[];
}

/** ARN of what a task is started from. */
export function definitionOf({ service = "job", revision = 1, daemon }: Start): string {
  return daemon === undefined
    ? arnOf("task-definition", `${service}:${String(revision)}`)
    : arnOf("daemon-task-definition", `${daemon}:${String(revision)}`);
}
