import {
  ClusterRuntimeMonitoring,
  type ClusterRuntimeMonitoringProps,
  GuardDutyEndpoint,
} from "../../../modules/runtime";
import { resourceOf, synthStack } from "../../support/synth";

const at = { accountId: "444444444444", region: "eu-central-1", partition: "aws" as const };
const network = {
  region: "eu-central-1",
  partition: "aws" as const,
  vpcId: "vpc-0a1b2c3d4e5f60718",
  subnetIds: ["subnet-0a1b2c3d4e5f60711"],
  cidr: "10.40.0.0/16",
  organizationId: "o-exampleorg1",
};
const cluster = (changes: Pick<ClusterRuntimeMonitoringProps, "type" | "coverage" | "monitored">) =>
  synthStack(
    (scope) => new ClusterRuntimeMonitoring(scope, "monitoring", { ...at, clusterName: "shop", ...changes }),
  );

describe("ClusterRuntimeMonitoring of ECS", () => {
  it.each([
    { coverage: "selected" as const, monitored: true, value: "true" },
    { coverage: "all" as const, monitored: false, value: "false" },
  ])("tags the cluster $value when coverage is $coverage", ({ coverage, monitored, value }) => {
    expect(resourceOf(cluster({ type: "ecs", coverage, monitored }), "aws_ecs_tag")).toEqual({
      resource_arn: "arn:aws:ecs:eu-central-1:444444444444:cluster/shop",
      key: "GuardDutyManaged",
      value,
    });
  });
});

describe("ClusterRuntimeMonitoring of EKS", () => {
  it("owns the agent's add-on where clusters opt in, and takes it away with the resource", () => {
    const stack = cluster({ type: "eks", coverage: "selected", monitored: true });
    expect(resourceOf(stack, "aws_eks_addon")).toEqual({
      cluster_name: "shop",
      addon_name: "aws-guardduty-agent",
      resolve_conflicts_on_create: "OVERWRITE",
      resolve_conflicts_on_update: "OVERWRITE",
      preserve: false,
    });
  });

  it("installs the add-on after the endpoint that its agents report to", () => {
    const stack = synthStack((scope) => {
      const endpoint = new GuardDutyEndpoint(scope, "endpoint", network);
      new ClusterRuntimeMonitoring(scope, "monitoring", {
        ...at,
        type: "eks",
        clusterName: "shop",
        coverage: "selected",
        monitored: true,
        after: [endpoint.resource],
      });
    });
    const endpoint = String(Object.keys(stack.resource?.["aws_vpc_endpoint"] ?? {})[0]);
    expect(resourceOf(stack, "aws_eks_addon")["depends_on"]).toEqual([`aws_vpc_endpoint.${endpoint}`]);
  });

  it("cannot leave a cluster out of all", () => {
    expect(() => cluster({ type: "eks", coverage: "all", monitored: false })).toThrow(
      'test/monitoring: the EKS cluster "shop" is to be left out while GuardDuty watches all EKS clusters, and only the owner of a cluster can tag it; tag the cluster GuardDutyManaged=false where it is made and leave it out here, or set the coverage of eks to "selected" [exclusion-impossible]',
    );
  });
});

describe("ClusterRuntimeMonitoring of both", () => {
  it.each(
    (["ecs", "eks"] as const).flatMap((type) => [
      { type, coverage: "all" as const, monitored: true },
      { type, coverage: "selected" as const, monitored: false },
      { type, coverage: "off" as const, monitored: false },
    ]),
  )("makes nothing for $type when coverage is $coverage and monitored is $monitored", (changes) => {
    expect(cluster(changes).resource).toBeUndefined();
  });

  it.each(["ecs", "eks"] as const)("cannot watch one %s cluster where coverage is off", (type) => {
    expect(() => cluster({ type, coverage: "off", monitored: true })).toThrow(
      `test/monitoring: the cluster "shop" is to be watched, but Runtime Monitoring of ${type.toUpperCase()} is off; set the coverage of ${type} to "selected" or "all", or leave the cluster unwatched [monitoring-off]`,
    );
  });
});

describe("GuardDutyEndpoint", () => {
  const endpoint = (region: string, partition: "aws" | "aws-us-gov" | "aws-cn") =>
    synthStack((scope) => new GuardDutyEndpoint(scope, "endpoint", { ...network, region, partition }));

  it("lets only agents of the organization report", () => {
    const stack = endpoint("eu-central-1", "aws");
    const group = String(Object.keys(stack.resource?.["aws_security_group"] ?? {})[0]);
    const { policy, ...rest } = resourceOf(stack, "aws_vpc_endpoint");
    expect(rest).toEqual({
      vpc_id: "vpc-0a1b2c3d4e5f60718",
      service_name: "com.amazonaws.eu-central-1.guardduty-data",
      vpc_endpoint_type: "Interface",
      subnet_ids: ["subnet-0a1b2c3d4e5f60711"],
      security_group_ids: [`\${aws_security_group.${group}.id}`],
      private_dns_enabled: true,
    });
    expect(JSON.parse(String(policy))).toEqual({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AgentsOfTheOrganization",
          Effect: "Allow",
          Principal: "*",
          Action: "guardduty:SendSecurityTelemetry",
          Resource: "*",
          Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } },
        },
        {
          Sid: "NobodyElse",
          Effect: "Deny",
          Principal: "*",
          Action: "*",
          Resource: "*",
          Condition: { StringNotEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } },
        },
      ],
    });
  });

  it("takes TLS from the given range and nothing else", () => {
    const stack = endpoint("eu-central-1", "aws");
    const group = String(Object.keys(stack.resource?.["aws_security_group"] ?? {})[0]);
    expect(resourceOf(stack, "aws_security_group")).toEqual({
      name_prefix: "guardduty-data-",
      description: "Agents of GuardDuty to their endpoint",
      vpc_id: "vpc-0a1b2c3d4e5f60718",
      lifecycle: { create_before_destroy: true },
    });
    expect(resourceOf(stack, "aws_vpc_security_group_ingress_rule")).toEqual({
      security_group_id: `\${aws_security_group.${group}.id}`,
      description: "TLS from the VPC",
      ip_protocol: "tcp",
      from_port: 443,
      to_port: 443,
      cidr_ipv4: "10.40.0.0/16",
    });
  });

  it.each([
    ["us-gov-west-1", "aws-us-gov", "com.amazonaws.us-gov-west-1.guardduty-data-fips"],
    ["cn-north-1", "aws-cn", "com.amazonaws.cn-north-1.guardduty-data"],
  ] as const)("has the service's name in %s", (region, partition, name) => {
    expect(resourceOf(endpoint(region, partition), "aws_vpc_endpoint")["service_name"]).toBe(name);
  });
});
