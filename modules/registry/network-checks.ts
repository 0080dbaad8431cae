import { Token } from "cdktf";
import { BUCKET_ARN, endpointServiceName, ipv4Range } from "../../aws";
import { type Problem } from "../../problem";
import { accountIdProblems, organizationIdProblems, placeProblems, templateProblems } from "../checks";
import { type RegistryNetworkProps } from "./registry-network-props";

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

/** What is wrong with a network, all of it. */
export function networkProblems(path: string, props: RegistryNetworkProps): Problem[] {
  const { registryAccountIds, subnetIds, routeTableIds, cidr, extraServices = [] } = props;
  const problems = [
    ...placeProblems(path, props),
    ...accountIdProblems(path, registryAccountIds),
    ...organizationIdProblems(path, props.organizationId),
    ...templateProblems(path, { vpcId: props.vpcId, subnetIds, routeTableIds, extraServices }),
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
  problems.push(...bucketProblems(path, props));
  return [...problems, ...serviceProblems(path, props)];
}

function bucketProblems(path: string, { partition, foreignBuckets = [] }: RegistryNetworkProps): Problem[] {
  return foreignBuckets
    .filter(
      (arn) => !Token.isUnresolved(arn) && !(BUCKET_ARN.test(arn) && arn.startsWith(`arn:${partition}:`)),
    )
    .map((arn) => ({
      code: "invalid-bucket-arn",
      path,
      message: `foreignBuckets names "${arn}"`,
      allowed: `the ARN of one bucket, e.g. arn:${partition}:s3:::amzn-s3-demo-bucket`,
    }));
}

/** Endpoints that every network has. */
const OWN = new Set(["ecr.api", "ecr.dkr", "logs", "s3", "sts"]);

function serviceProblems(
  path: string,
  { partition, region, extraServices = [] }: RegistryNetworkProps,
): Problem[] {
  const nameOf = (service: string) => endpointServiceName(partition, region, service);
  const taken = new Set([...OWN].map(nameOf));
  return extraServices.flatMap((service): Problem[] => {
    const name = nameOf(service);
    if (name === undefined) {
      return [
        {
          code: "unknown-endpoint-service",
          path,
          message: `extraServices names ${service}, whose complete name in China is not known`,
          change: "write the complete name that `aws ec2 describe-vpc-endpoint-services` lists there",
        },
      ];
    }
    if (!taken.has(name)) {
      taken.add(name);
      return [];
    }
    return [
      {
        code: "endpoint-twice",
        path,
        message: `extraServices names ${service}, which has an endpoint already`,
        change: "leave it out",
      },
    ];
  });
}
