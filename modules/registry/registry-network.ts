import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { ENDPOINT_POLICY_LENGTH, endpointServiceName } from "../../aws";
import { throwProblems } from "../checks";
import { exceptFromBaseline } from "../exception";
import { sizedPolicy, type Statement } from "../iam";
import { claimSingleton } from "../singleton";
import {
  ecrEndpointStatements,
  logsEndpointStatements,
  organizationStatements,
  s3EndpointStatements,
  stsEndpointStatements,
} from "./endpoint-policies";
import { networkProblems } from "./network-checks";
import { type RegistryNetworkProps } from "./registry-network-props";

/** Services with endpoints of our own, and how each policy is made. */
const SERVICES = {
  "ecr.api": ecrEndpointStatements,
  "ecr.dkr": ecrEndpointStatements,
  logs: logsEndpointStatements,
  sts: stsEndpointStatements,
} as const;

/**
 * Private ways from an existing VPC to its images: pulls, logs and role sessions without an internet route.
 *
 * @throws ProblemError `invalid-account-id`, `invalid-region`, `invalid-partition`, `region-of-other-partition`
 * @throws ProblemError `invalid-account-id`, `invalid-organization-id`, `no-registry-account`, `no-subnets`,
 * `no-route-tables`, `invalid-cidr`, `invalid-bucket-arn`, `unknown-endpoint-service`, `endpoint-twice`,
 * `singleton-owned-twice` and `policy-too-long`.
 */
export class RegistryNetwork extends Construct {
  /** The security group of the interface endpoints. */
  readonly resource: SecurityGroup;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: RegistryNetworkProps,
  ) {
    super(scope, id);
    const { vpcId, cidr, routeTableIds, extraServices = [], foreignBuckets = [] } = props;
    throwProblems(networkProblems(this.node.path, props));
    // A service has one endpoint with private names in a VPC.
    claimSingleton(this, `set of registry endpoints in ${vpcId}`, props);
    this.resource = new SecurityGroup(this, "Resource", {
      namePrefix: "supply-chain-endpoints-",
      description: "HTTPS from the VPC to the endpoints of ECR and its companions",
      vpcId,
      // A new group is attached before the old one goes, as the endpoints always have one.
      lifecycle: { createBeforeDestroy: true },
    });
    new VpcSecurityGroupIngressRule(this, "Https", {
      securityGroupId: this.resource.id,
      description: "HTTPS from the VPC",
      cidrIpv4: cidr,
      ipProtocol: "tcp",
      fromPort: 443,
      toPort: 443,
    });
    for (const [service, statements] of Object.entries(SERVICES)) this.interface(service, statements(props));
    for (const service of extraServices) this.interface(service, organizationStatements(props));
    const s3 = new VpcEndpoint(this, "s3", {
      vpcId,
      serviceName: this.serviceName("s3"),
      vpcEndpointType: "Gateway",
      routeTableIds: [...routeTableIds],
      policy: this.policy("s3", s3EndpointStatements(props), "name fewer buckets in foreignBuckets"),
    });
    if (foreignBuckets.length > 0) {
      exceptFromBaseline(s3, {
        rule: "restricted-principal",
        reason: `anybody in the VPC reads, unsigned too, what is named: ${foreignBuckets.join(", ")}`,
      });
    }
  }

  private interface(service: string, statements: readonly Statement[]): VpcEndpoint {
    return new VpcEndpoint(this, service, {
      vpcId: this.props.vpcId,
      serviceName: this.serviceName(service),
      vpcEndpointType: "Interface",
      subnetIds: [...this.props.subnetIds],
      securityGroupIds: [this.resource.id],
      privateDnsEnabled: true,
      policy: this.policy(service, statements, "name fewer accounts in registryAccountIds"),
    });
  }

  private policy(service: string, statements: readonly Statement[], shorten: string): string {
    const what = `policy of the endpoint ${service}`;
    return sizedPolicy(this, { what, limit: ENDPOINT_POLICY_LENGTH, shorten }, statements);
  }

  private serviceName(service: string): string {
    const { partition, region } = this.props;
    const name = endpointServiceName(partition, region, service);
    if (name === undefined) throw new RangeError(`${service} was let through`);
    return name;
  }
}
