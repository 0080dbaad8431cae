import { type VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { RegistryNetwork, type RegistryNetworkProps } from "../../../modules/registry";
import { resourceOf, resourcesOf, synthStack } from "../../support/synth";
import { stackRejectionOf } from "../../support/rejection";
import { endpointOf, endpointPolicyOf, NETWORK, synthNetwork } from "./support";

describe("RegistryNetwork", () => {
  test("has one endpoint of each service it needs", () => {
    const names = resourcesOf(synthNetwork(), "aws_vpc_endpoint").map((endpoint) => endpoint["service_name"]);
    expect(names.sort()).toEqual([
      "com.amazonaws.eu-central-1.ecr.api",
      "com.amazonaws.eu-central-1.ecr.dkr",
      "com.amazonaws.eu-central-1.logs",
      "com.amazonaws.eu-central-1.s3",
      "com.amazonaws.eu-central-1.sts",
    ]);
  });

  test.each(["ecr.api", "ecr.dkr", "logs", "sts"])(
    "answers to the usual name of %s in the VPC",
    (service) => {
      expect(endpointOf(service)).toEqual({
        vpc_id: NETWORK.vpcId,
        service_name: `com.amazonaws.eu-central-1.${service}`,
        vpc_endpoint_type: "Interface",
        subnet_ids: NETWORK.subnetIds,
        security_group_ids: [expect.stringMatching(/^\$\{aws_security_group\.\w+\.id\}$/)],
        private_dns_enabled: true,
        policy: expect.any(String) as unknown,
      });
    },
  );

  test("routes S3 by the given tables", () => {
    expect(endpointOf("s3")).toEqual({
      vpc_id: NETWORK.vpcId,
      service_name: "com.amazonaws.eu-central-1.s3",
      vpc_endpoint_type: "Gateway",
      route_table_ids: NETWORK.routeTableIds,
      policy: expect.any(String) as unknown,
    });
  });

  test("opens HTTPS from the VPC and nothing else, in either direction", () => {
    const stack = synthNetwork();
    expect(resourceOf(stack, "aws_security_group")).toEqual({
      name_prefix: "supply-chain-endpoints-",
      description: "HTTPS from the VPC to the endpoints of ECR and its companions",
      vpc_id: NETWORK.vpcId,
      lifecycle: { create_before_destroy: true },
    });
    expect(resourceOf(stack, "aws_vpc_security_group_ingress_rule")).toEqual({
      security_group_id: expect.stringMatching(/^\$\{aws_security_group\.\w+\.id\}$/) as unknown,
      description: "HTTPS from the VPC",
      cidr_ipv4: "10.0.0.0/16",
      ip_protocol: "tcp",
      from_port: 443,
      to_port: 443,
    });
    expect(stack.resource?.["aws_vpc_security_group_egress_rule"]).toBeUndefined();
  });

  test("uses China's names in China", () => {
    const china = { partition: "aws-cn", region: "cn-north-1" } as const;
    const names = resourcesOf(synthNetwork(china), "aws_vpc_endpoint").map(
      (endpoint) => endpoint["service_name"],
    );
    expect(names.sort()).toEqual([
      "cn.com.amazonaws.cn-north-1.ecr.api",
      "cn.com.amazonaws.cn-north-1.ecr.dkr",
      "cn.com.amazonaws.cn-north-1.sts",
      "com.amazonaws.cn-north-1.logs",
      "com.amazonaws.cn-north-1.s3",
    ]);
    expect(endpointPolicyOf("s3", china)[0]?.["Resource"]).toBe(
      "arn:aws-cn:s3:::prod-cn-north-1-starport-layer-bucket/*",
    );
  });
});

test("foreign buckets are told as an exception of the baseline", () => {
  synthStack((stack) => {
    const foreignBuckets = ["arn:aws:s3:::amzn-s3-demo-vendor"];
    const network = new RegistryNetwork(stack, "network", { ...NETWORK, foreignBuckets });
    const endpoint = network.node.findChild("s3") as VpcEndpoint;
    expect(JSON.stringify(endpoint.toTerraform())).toContain(
      '"baselineException":{"restricted-principal":"anybody in the VPC reads, unsigned too, what is named: ' +
        'arn:aws:s3:::amzn-s3-demo-vendor"}',
    );
  });
});

test.each([
  ["cn-north-1", "eks", "cn.com.amazonaws.cn-north-1.eks"],
  ["cn-north-1", "ecs-agent", "com.amazonaws.cn-north-1.ecs-agent"],
  ["cn-north-1", "iotsitewise.api", "cn.com.amazonaws.cn-north-1.iotsitewise.api"],
  ["cn-northwest-1", "polly", "cn.com.amazonaws.cn-northwest-1.polly"],
  ["cn-northwest-1", "transcribe", "cn.com.amazonaws.cn-northwest-1.transcribe.cn"],
  ["cn-north-1", "aws.sagemaker.cn-north-1.studio", "aws.sagemaker.cn-north-1.studio"],
])("in %s the endpoint of %s is %s", (region, service, name) => {
  const stack = synthNetwork({ partition: "aws-cn", region, extraServices: [service] });
  expect(resourcesOf(stack, "aws_vpc_endpoint").map((endpoint) => endpoint["service_name"])).toContain(name);
});

describe("RegistryNetwork refuses", () => {
  const refused = (props: Partial<RegistryNetworkProps>) =>
    stackRejectionOf((stack) => {
      new RegistryNetwork(stack, "network", { ...NETWORK, ...props });
    });

  test("empty lists, all at once", () => {
    expect(refused({ registryAccountIds: [], subnetIds: [], routeTableIds: [] })).toEqual([
      "test/network: registryAccountIds is empty; name the accounts whose registries the network uses " +
        "[no-registry-account]",
      "test/network: subnetIds is empty; name the subnets that get the endpoints, one in each availability zone " +
        "[no-subnets]",
      "test/network: routeTableIds is empty; name the route tables of the subnets that pull images " +
        "[no-route-tables]",
    ]);
  });

  test.each(["o-*", "o-short", "*"])("the organization %s", (organizationId) => {
    expect(refused({ organizationId })).toEqual([
      `test/network: "${organizationId}" is not the id of an organization; allowed: o- and 10 to 32 lowercase ` +
        "letters and digits [invalid-organization-id]",
    ]);
  });

  test("account ids that are none", () => {
    expect(refused({ accountId: "4", registryAccountIds: ["3"] })).toEqual([
      'test/network: "4" is not an account id; allowed: 12 digits [invalid-account-id]',
      'test/network: "3" is not an account id; allowed: 12 digits [invalid-account-id]',
    ]);
  });

  test.each(["10.0.0.0", "10.0.0.0/33", "10.0.0.0/08", "10.0.0.256/16", "10.0.0.0/16/1", "fd00::/8", ""])(
    "the range %j",
    (cidr) => {
      expect(refused({ cidr })).toEqual([
        `test/network: "${cidr}" is not an IPv4 range; allowed: an address and a prefix length, e.g. 10.0.0.0/16 ` +
          "[invalid-cidr]",
      ]);
    },
  );

  test.each([
    ["10.0.7.1/16", "10.0.0.0/16"],
    ["10.255.0.0/9", "10.128.0.0/9"],
    ["172.31.255.255/30", "172.31.255.252/30"],
  ])("the range %s by an address in its middle", (cidr, range) => {
    expect(refused({ cidr })).toEqual([
      `test/network: ${cidr} does not name the range by its first address; write ${range} [invalid-cidr]`,
    ]);
  });

  test.each(["s3", "sts"])("a second endpoint of %s", (service) => {
    expect(refused({ extraServices: [service] })).toEqual([
      `test/network: extraServices names ${service}, which has an endpoint already; leave it out ` +
        "[endpoint-twice]",
    ]);
  });

  test.each([
    ["cn-north-1", "eks-auth"],
    ["cn-north-1", "polly"],
    ["cn-northwest-1", "iotsitewise.api"],
  ])("in %s the service %s, whose name there is not known", (region, service) => {
    expect(refused({ partition: "aws-cn", region, extraServices: [service] })).toEqual([
      `test/network: extraServices names ${service}, whose complete name in China is not known; write the complete ` +
        "name that `aws ec2 describe-vpc-endpoint-services` lists there [unknown-endpoint-service]",
    ]);
  });

  test("a service again by its complete name", () => {
    expect(refused({ extraServices: ["com.amazonaws.eu-central-1.sts"] })).toEqual([
      "test/network: extraServices names com.amazonaws.eu-central-1.sts, which has an endpoint already; leave it " +
        "out [endpoint-twice]",
    ]);
  });

  test.each([
    "*",
    "arn:aws:s3:::*",
    "arn:aws:s3:::vendor-*",
    "arn:aws:s3:::vendor/*",
    "arn:aws-cn:s3:::vendor",
    "vendor",
  ])("the foreign bucket %s", (bucket) => {
    expect(refused({ foreignBuckets: [bucket] })).toEqual([
      `test/network: foreignBuckets names "${bucket}"; allowed: the ARN of one bucket, e.g. ` +
        "arn:aws:s3:::amzn-s3-demo-bucket [invalid-bucket-arn]",
    ]);
  });

  test("more registries than the policy of an endpoint holds", () => {
    const registryAccountIds = Array.from({ length: 400 }, (_, index) => String(300_000_000_000 + index));
    expect(refused({ registryAccountIds })).toEqual([
      "test/network: the policy of the endpoint ecr.api has 22209 characters; allowed: 20480 characters; name fewer " +
        "accounts in registryAccountIds [policy-too-long]",
    ]);
  });

  test("more foreign buckets than the policy of an endpoint holds", () => {
    const foreignBuckets = Array.from(
      { length: 250 },
      (_, index) => `arn:aws:s3:::${"b".repeat(60)}${String(100 + index)}`,
    );
    expect(refused({ foreignBuckets })).toEqual([
      "test/network: the policy of the endpoint s3 has 23254 characters; allowed: 20480 characters; name fewer " +
        "buckets in foreignBuckets [policy-too-long]",
    ]);
  });

  test("one more service twice", () => {
    expect(refused({ extraServices: ["ecs", "ecs"] })).toEqual([
      "test/network: extraServices names ecs, which has an endpoint already; leave it out [endpoint-twice]",
    ]);
  });
});

test("a VPC has its registry endpoints once, and another VPC its own", () => {
  const second = (vpcId: string) =>
    stackRejectionOf((stack) => {
      new RegistryNetwork(stack, "first", NETWORK);
      new RegistryNetwork(stack, "second", { ...NETWORK, vpcId });
    });
  expect(second(NETWORK.vpcId)).toEqual([
    `test/second: the set of registry endpoints in ${NETWORK.vpcId} of an account and region has one owner, and test/first owns it already; keep one of the two constructs and pass it the settings of both [singleton-owned-twice]`,
  ]);
  expect(() =>
    synthStack((stack) => {
      new RegistryNetwork(stack, "first", NETWORK);
      new RegistryNetwork(stack, "second", { ...NETWORK, vpcId: "vpc-0a1b2c3d4e5f60799" });
    }),
  ).not.toThrow();
});
