import { type Place } from "../shared/place";
import { parseEcsArn } from "./ecs-arn";

/** What tasks are started from. */
export interface Definition extends Place {
  /** Name, without the revision. */
  readonly family: string;
  /** Whether ECS runs it as a daemon, on every instance of a capacity provider. */
  readonly isDaemon: boolean;
  /** What its tasks are known by where they are of no service: `family:…`, or `daemon:…`. */
  readonly workload: string;
}

/**
 * Reads the ARN of a task definition, or of a daemon task definition, with its revision. A family of the one is not
 * that of the other, whatever their names.
 *
 * @returns `undefined` for anything else
 * @see https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DaemonTaskDefinition.html
 */
export function parseDefinition(arn: unknown): Definition | undefined {
  const daemon = parseEcsArn(arn, "daemon-task-definition");
  const found = daemon ?? parseEcsArn(arn, "task-definition");
  if (found === undefined) return undefined;
  const { partition, region, accountId, path } = found;
  const [family = ""] = path[0]?.split(":") ?? [];
  const isDaemon = daemon !== undefined;
  return {
    partition,
    region,
    accountId,
    family,
    isDaemon,
    workload: `${isDaemon ? "daemon" : "family"}:${family}`,
  };
}
