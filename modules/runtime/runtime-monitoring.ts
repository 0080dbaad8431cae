import { DataAwsGuarddutyDetector } from "@cdktf/provider-aws/lib/data-aws-guardduty-detector";
import { GuarddutyDetectorFeature } from "@cdktf/provider-aws/lib/guardduty-detector-feature";
import { GuarddutyOrganizationConfiguration } from "@cdktf/provider-aws/lib/guardduty-organization-configuration";
import { GuarddutyOrganizationConfigurationFeature } from "@cdktf/provider-aws/lib/guardduty-organization-configuration-feature";
import { type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { hasRuntimeMonitoring, partitionOf, type RuntimeCoverage } from "../../aws";
import { ProblemError } from "../../problem";
import { placeProblems, throwProblems } from "../checks";
import { isMonitored } from "./coverage";
import { GuardDutyDetector } from "./guardduty-detector";

/** What {@link RuntimeMonitoring} needs to be told. */
export interface RuntimeMonitoringProps {
  /** The delegated administrator. */
  readonly accountId: string;
  readonly region: string;
  readonly coverage: RuntimeCoverage;
  /**
   * `own` makes the detector, `existing` finds the one that the account has in the region.
   * @default "own"
   */
  readonly detector?: "own" | "existing";
  /** What must be there before the organization is configured. @default - nothing */
  readonly after?: readonly ITerraformDependable[];
}

/**
 * GuardDuty Runtime Monitoring for an organization, in one region, set by the delegated administrator.
 *
 * Every account gets GuardDuty; where coverage is `selected`, GuardDuty leaves agents alone and clusters opt in
 * with `ClusterRuntimeMonitoring`. Removing the features from Terraform does not switch them off in AWS; set the
 * coverage to `off` first. The partition `aws-cn` gets GuardDuty alone.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/runtime-monitoring-configuration.html
 */
export class RuntimeMonitoring extends Construct {
  readonly resource: GuarddutyOrganizationConfiguration;
  /** Terraform reference to the id of the detector. */
  readonly detectorId: string;
  /** ARN of the detector, for policies of the same stack. */
  readonly detectorArn: string;

  /**
   * @throws ProblemError `invalid-account-id`, `invalid-region`
   * @throws ProblemError `singleton-owned-twice`, `service-not-in-partition`
   */
  constructor(scope: Construct, id: string, props: RuntimeMonitoringProps) {
    super(scope, id);
    throwProblems(placeProblems(this.node.path, props));
    const { accountId, region, coverage, after = [] } = props;
    const enabled = isMonitored(coverage);
    const offered = hasRuntimeMonitoring(partitionOf(region));
    if (enabled && !offered) throw notOffered(this, region);
    this.detectorId =
      props.detector === "existing"
        ? new DataAwsGuarddutyDetector(this, "Detector", {}).id
        : new GuardDutyDetector(this, "Detector", { accountId, region }).resource.id;
    this.detectorArn = `arn:${partitionOf(region)}:guardduty:${region}:${accountId}:detector/${this.detectorId}`;

    this.resource = new GuarddutyOrganizationConfiguration(this, "Resource", {
      detectorId: this.detectorId,
      autoEnableOrganizationMembers: "ALL",
      ...(after.length > 0 ? { dependsOn: [...after] } : {}),
    });
    // GuardDuty refuses to switch off, too, what a partition does not have.
    if (!offered) return;
    new GuarddutyDetectorFeature(this, "Feature", {
      detectorId: this.detectorId,
      name: "RUNTIME_MONITORING",
      status: enabled ? "ENABLED" : "DISABLED",
      additionalConfiguration: agentManagement(coverage).map(({ name, managed }) => ({
        name,
        status: managed ? "ENABLED" : "DISABLED",
      })),
    });
    new GuarddutyOrganizationConfigurationFeature(this, "OrganizationFeature", {
      detectorId: this.detectorId,
      name: "RUNTIME_MONITORING",
      autoEnable: enabled ? "ALL" : "NONE",
      additionalConfiguration: agentManagement(coverage).map(({ name, managed }) => ({
        name,
        autoEnable: managed ? "ALL" : "NONE",
      })),
      // The feature is written together with the members' setting, which must be ours by then.
      dependsOn: [this.resource],
    });
  }
}

function notOffered(owner: Construct, region: string): ProblemError {
  return new ProblemError([
    {
      code: "service-not-in-partition",
      path: owner.node.path,
      message: `GuardDuty has no Runtime Monitoring in ${region}`,
      change: "set the coverage of ecs and eks to off and of ec2 to false",
    },
  ]);
}

/**
 * The three kinds of agents and whether GuardDuty installs them by itself, in the order of the API: the
 * provider compares the list by position and replaces the resource at every plan otherwise.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws/blob/main/website/docs/r/guardduty_organization_configuration_feature.html.markdown
 */
function agentManagement({ ecs, eks, ec2 }: RuntimeCoverage): { name: string; managed: boolean }[] {
  return [
    { name: "EKS_ADDON_MANAGEMENT", managed: eks === "all" },
    { name: "ECS_FARGATE_AGENT_MANAGEMENT", managed: ecs === "all" },
    { name: "EC2_AGENT_MANAGEMENT", managed: ec2 },
  ];
}
