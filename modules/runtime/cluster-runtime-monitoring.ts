import { EcsTag } from "@cdktf/provider-aws/lib/ecs-tag";
import { EksAddon } from "@cdktf/provider-aws/lib/eks-addon";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { clusterArn, type Coverage, type Location } from "../../aws";
import { ProblemError } from "../../problem";
import { placeProblems, throwProblems } from "../checks";
import { GUARDDUTY_MANAGED_TAG } from "./coverage";

/** What {@link ClusterRuntimeMonitoring} needs to be told. */
export interface ClusterRuntimeMonitoringProps extends Location {
  readonly type: "ecs" | "eks";
  readonly clusterName: string;
  /** What the organization says for clusters of this type. */
  readonly coverage: Coverage;
  /** Whether this cluster is to be watched. */
  readonly monitored: boolean;
  /** What must be there before the add-on is installed: the endpoint that its agents report to. @default - nothing */
  readonly after?: readonly ITerraformDependable[];
}

/**
 * Opts one existing cluster in or out of GuardDuty Runtime Monitoring.
 *
 * Makes nothing where the organization's coverage already says what is wanted.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/managing-gdu-agent-ecs-automated.html
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/how-runtime-monitoring-works-eks.html
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/eksrunmon-prereq-deploy-security-agent.html
 */
export class ClusterRuntimeMonitoring extends Construct {
  /** The tag of an ECS cluster or the add-on of an EKS cluster; none when there is nothing to say. */
  readonly resource: EcsTag | EksAddon | undefined;

  /**
   * @throws ProblemError `invalid-account-id`, `invalid-region`, `invalid-partition`, `region-of-other-partition`
   * @throws ProblemError `monitoring-off`, `exclusion-impossible`
   */
  constructor(scope: Construct, id: string, props: ClusterRuntimeMonitoringProps) {
    super(scope, id);
    throwProblems(placeProblems(this.node.path, props));
    const { type, clusterName, coverage, monitored, after = [] } = props;
    if (coverage === "off") {
      if (monitored) throw monitoringIsOff(this, props);
      this.resource = undefined;
    } else if (monitored === (coverage === "all")) {
      this.resource = undefined;
    } else if (type === "ecs") {
      this.resource = new EcsTag(this, "Resource", {
        resourceArn: clusterArn("ecs", props, clusterName),
        key: GUARDDUTY_MANAGED_TAG,
        value: String(monitored),
      });
    } else if (monitored) {
      this.resource = new EksAddon(this, "Resource", {
        clusterName,
        addonName: "aws-guardduty-agent",
        resolveConflictsOnCreate: "OVERWRITE",
        resolveConflictsOnUpdate: "OVERWRITE",
        // Opting out must take the agent off the nodes.
        preserve: false,
        ...(after.length > 0 ? { dependsOn: [...after] } : {}),
      });
    } else {
      throw exclusionNeedsTag(this, props);
    }
  }
}

function monitoringIsOff(
  owner: Construct,
  { type, clusterName }: ClusterRuntimeMonitoringProps,
): ProblemError {
  return new ProblemError([
    {
      code: "monitoring-off",
      path: owner.node.path,
      message: `the cluster "${clusterName}" is to be watched, but Runtime Monitoring of ${type.toUpperCase()} is off`,
      change: `set the coverage of ${type} to "selected" or "all", or leave the cluster unwatched`,
    },
  ]);
}

function exclusionNeedsTag(owner: Construct, { clusterName }: ClusterRuntimeMonitoringProps): ProblemError {
  return new ProblemError([
    {
      code: "exclusion-impossible",
      path: owner.node.path,
      message: `the EKS cluster "${clusterName}" is to be left out while GuardDuty watches all EKS clusters, and only the owner of a cluster can tag it`,
      change: `tag the cluster ${GUARDDUTY_MANAGED_TAG}=false where it is made and leave it out here, or set the coverage of eks to "selected"`,
    },
  ]);
}
