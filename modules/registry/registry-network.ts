import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Token } from "cdktf";
import { Construct } from "constructs";
import { ipv4Range, type Location } from "../../aws";
import { type Problem } from "../../problem";
import { accountIdProblems, organizationIdProblems, placeProblems, throwProblems } from "../checks";
import { policyDocument, type Statement } from "../iam";
import {
  ecrEndpointStatements,
  logsEndpointStatements,
  organizationStatements,
  s3EndpointStatements,
  stsEndpointStatements,
} from "./endpoint-policies";

/** What a {@link RegistryNetwork} needs to be told. */
export interface RegistryNetworkProps extends Location {
  /** Id of the organization, whose principals alone use the endpoints. */
  readonly organizationId: string;
  readonly vpcId: string;
  /** Subnets that get the endpoints' network interfaces, at most one in each availability zone. */
  readonly subnetIds: readonly string[];
  /** Route tables of the private subnets that pull images. */
  readonly routeTableIds: readonly string[];
  /** IPv4 range that reaches the endpoints, by its first address, e.g. `10.0.0.0/16`. */
  readonly cidr: string;
  /** Accounts whose registries the network pushes to and reads from. */
  readonly registryAccountIds: readonly string[];
  /**
   * More services that get an interface endpoint, such as `ecs`, `ecs-agent`, `secretsmanager` or a complete
   * service name. @default - none
   */
  readonly extraServices?: readonly string[];
}

/** Services with endpoints of our own, and how each policy is made. */
const SERVICES = {
  "ecr.api": ecrEndpointStatements,
  "ecr.dkr": ecrEndpointStatements,
  logs: logsEndpointStatements,
  sts: stsEndpointStatements,
} as const;

/** Services whose endpoints in China have names of their own kind. @see https://docs.amazonaws.cn/en_us/vpc/latest/privatelink/aws-services-privatelink-support.html */
const CHINA_PREFIXED = new Set(["ecr.api", "ecr.dkr", "sts"]);

/**
 * Private ways from an existing VPC to its images: pulls, logs and role sessions without an internet route.
 *
 * @throws ProblemError `invalid-account-id`, `invalid-region`, `invalid-partition`, `region-of-other-partition`
 * @throws ProblemError `invalid-account-id`, `invalid-organization-id`, `no-registry-account`, `no-subnets`,
 * `no-route-tables`, `invalid-cidr` and `endpoint-twice`.
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
    const { vpcId, cidr, routeTableIds, extraServices = [] } = props;
    throwProblems(networkProblems(this.node.path, props));
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
    new VpcEndpoint(this, "s3", {
      vpcId,
      serviceName: this.serviceName("s3"),
      vpcEndpointType: "Gateway",
      routeTableIds: [...routeTableIds],
      policy: policyDocument(s3EndpointStatements(props)),
    });
  }

  private interface(service: string, statements: readonly Statement[]): VpcEndpoint {
    return new VpcEndpoint(this, service, {
      vpcId: this.props.vpcId,
      serviceName: this.serviceName(service),
      vpcEndpointType: "Interface",
      subnetIds: [...this.props.subnetIds],
      securityGroupIds: [this.resource.id],
      privateDnsEnabled: true,
      policy: policyDocument(statements),
    });
  }

  private serviceName(service: string): string {
    const { partition, region } = this.props;
    if (service.includes("amazonaws.")) return service;
    const prefix = partition === "aws-cn" && CHINA_PREFIXED.has(service) ? "cn." : "";
    return `${prefix}com.amazonaws.${region}.${service}`;
  }
}

function rangeProblems(path: string, cidr: string): Problem[] {
  const range = ipv4Range(cidr);
  if (Token.isUnresolved(cidr) || range === cidr) return [];
  return [
    {
      code: "invalid-cidr",
      path,
      ...(range === undefined
        ? {
            message: `"${cidr}" is not an IPv4 range`,
            allowed: "an address and a prefix length, e.g. 10.0.0.0/16",
          }
        : { message: `${cidr} does not name the range by its first address`, change: `write ${range}` }),
    },
  ];
}

function networkProblems(path: string, props: RegistryNetworkProps): Problem[] {
  const { registryAccountIds, subnetIds, routeTableIds, cidr, extraServices = [] } = props;
  const problems = [
    ...placeProblems(path, props),
    ...accountIdProblems(path, registryAccountIds),
    ...organizationIdProblems(path, props.organizationId),
  ];
  const empty = (code: string, key: string, change: string): void => {
    problems.push({ code, path, message: `${key} is empty`, change });
  };
  if (registryAccountIds.length === 0) {
    empty("no-registry-account", "registryAccountIds", "name the accounts whose registries the network uses");
  }
  if (subnetIds.length === 0) {
    empty(
      "no-subnets",
      "subnetIds",
      "name the subnets that get the endpoints, one in each availability zone",
    );
  }
  if (routeTableIds.length === 0) {
    empty("no-route-tables", "routeTableIds", "name the route tables of the subnets that pull images");
  }
  problems.push(...rangeProblems(path, cidr));
  extraServices.forEach((service, index) => {
    const known = Object.hasOwn(SERVICES, service) || service === "s3";
    if (!known && extraServices.indexOf(service) === index) return;
    problems.push({
      code: "endpoint-twice",
      path,
      message: `extraServices names ${service}, which has an endpoint already`,
      change: "leave it out",
    });
  });
  return problems;
}
