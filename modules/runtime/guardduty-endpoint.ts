import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { type Partition } from "../../aws";
import { placeProblems, templateProblems, throwProblems } from "../checks";
import { policyDocument } from "../iam";

/** What a {@link GuardDutyEndpoint} needs to be told. */
export interface GuardDutyEndpointProps {
  readonly region: string;
  readonly partition: Partition;
  readonly vpcId: string;
  /** One subnet per availability zone. */
  readonly subnetIds: readonly string[];
  /** Address range whose agents may reach the endpoint. */
  readonly cidr: string;
  readonly organizationId: string;
}

/**
 * The only action of the agents.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/prereq-runtime-monitoring-ecs-support.html
 */
const AGENT_ACTIONS = ["guardduty:SendSecurityTelemetry"] as const;

/**
 * The private endpoint through which GuardDuty's agents in a VPC report.
 *
 * GuardDuty makes one by itself where none is, outside of Terraform, and then the VPC cannot be destroyed; this
 * one is owned and goes with its stack.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/eksrunmon-prereq-deploy-security-agent.html
 * @throws ProblemError `invalid-region`, `invalid-partition`, `region-of-other-partition`
 */
export class GuardDutyEndpoint extends Construct {
  readonly resource: VpcEndpoint;

  constructor(scope: Construct, id: string, props: GuardDutyEndpointProps) {
    super(scope, id);
    const { vpcId, subnetIds, cidr, organizationId } = props;
    throwProblems([
      ...placeProblems(this.node.path, props),
      ...templateProblems(this.node.path, { vpcId, cidr, subnetIds }),
    ]);
    const group = new SecurityGroup(this, "SecurityGroup", {
      namePrefix: "guardduty-data-",
      description: "Agents of GuardDuty to their endpoint",
      vpcId,
      // A new group is attached before the old one goes, as an endpoint always has one.
      lifecycle: { createBeforeDestroy: true },
    });
    new VpcSecurityGroupIngressRule(this, "Ingress", {
      securityGroupId: group.id,
      description: "TLS from the VPC",
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
      cidrIpv4: cidr,
    });
    this.resource = new VpcEndpoint(this, "Resource", {
      vpcId,
      serviceName: serviceName(props),
      vpcEndpointType: "Interface",
      subnetIds: [...subnetIds],
      securityGroupIds: [group.id],
      privateDnsEnabled: true,
      policy: policyDocument([
        {
          sid: "AgentsOfTheOrganization",
          actions: AGENT_ACTIONS,
          resources: ["*"],
          principals: "*",
          conditions: { StringEquals: { "aws:PrincipalOrgID": organizationId } },
        },
        {
          sid: "NobodyElse",
          effect: "Deny",
          actions: ["*"],
          resources: ["*"],
          principals: "*",
          conditions: { StringNotEquals: { "aws:PrincipalOrgID": organizationId } },
        },
      ]),
    });
  }
}

/** @see https://docs.aws.amazon.com/govcloud-us/latest/UserGuide/govcloud-guardduty.html */
function serviceName({ region, partition }: GuardDutyEndpointProps): string {
  return `com.amazonaws.${region}.${partition === "aws-us-gov" ? "guardduty-data-fips" : "guardduty-data"}`;
}
