import { CLUSTER_MODES, type ClusterMode, type ClusterModes } from "../../verification";
import { type EcsArn } from "../image-verification/ecs-arn";

/** Which clusters are known, and what happens in them. */
export interface Clusters {
  /** Mode of the cluster that an ARN is in; `undefined` when the file does not name it. */
  modeOf(arn: EcsArn): ClusterMode | undefined;
  /**
   * The mode when a cluster may not be the one it is said to be: of all that the ARNs name the strictest,
   * `block` before `alert` before `off`. What is unknown blocks, and so does no ARN at all.
   */
  strictest(arns: readonly EcsArn[]): ClusterMode;
}

/** What the modes say of clusters; without them none is known. */
export function clustersOf(known: ClusterModes | undefined): Clusters {
  const modeOf = (arn: EcsArn): ClusterMode | undefined => {
    const [name = ""] = arn.path;
    const isHere =
      arn.partition === known?.partition && arn.accountId === known.accountId && arn.region === known.region;
    return isHere && Object.hasOwn(known.modes, name) ? known.modes[name] : undefined;
  };
  return {
    modeOf,
    strictest: (arns) => {
      const modes = arns.map((arn) => modeOf(arn) ?? "block");
      return CLUSTER_MODES.find((mode) => modes.includes(mode)) ?? "block";
    },
  };
}
