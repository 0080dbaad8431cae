import { type Mode } from "../../verification";
import { type EcsArn } from "../image-verification/ecs-arn";
import { fieldsOf } from "../shared/fields";

/** Which clusters are known, and what happens in them. */
export interface Clusters {
  /** Mode of the cluster that an ARN is in; `undefined` when the settings do not name it. */
  modeOf(arn: EcsArn): Mode | undefined;
  /**
   * The mode when a cluster may not be the one it is said to be: it alerts only when every ARN, at least one, is in a
   * cluster that alerts. What is unknown blocks.
   */
  strictest(arns: readonly EcsArn[]): Mode;
}

/**
 * Reads the modes out of the settings and nothing else: they hold even when the rest of the settings is broken, so
 * that a mistake there does not stop the deployments of a cluster that only alerts. What cannot be read is unknown.
 */
export function clustersIn(settings: string): Clusters {
  const { partition, accountId, region, clusters } = fieldsOf(parse(settings));
  const byName = fieldsOf(clusters);
  const modeOf = (arn: EcsArn): Mode | undefined => {
    const [name = ""] = arn.path;
    const isHere = arn.partition === partition && arn.accountId === accountId && arn.region === region;
    if (!isHere || !Object.hasOwn(byName, name)) return undefined;
    const { mode } = fieldsOf(byName[name]);
    return mode === "alert" || mode === "block" ? mode : undefined;
  };
  return {
    modeOf,
    strictest: (arns) =>
      arns.length > 0 && arns.every((arn) => modeOf(arn) === "alert") ? "alert" : "block",
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
