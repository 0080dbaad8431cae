import { RegistryNetwork, type RegistryNetworkProps } from "../../../modules/registry";
import { statementsOf } from "../../support/statements";
import { resourcesOf, synthStack } from "../../support/synth";
import { type Grantee, type Statement } from "../../../modules/iam";

/** Where the registry of every test is. */
export const REGISTRY = { accountId: "333333333333", region: "eu-central-1", partition: "aws" } as const;
export const ORGANIZATION = "o-exampleorg1";
export const BUILD_ROLE = "arn:aws:iam::333333333333:role/supply-chain/push/supply-chain-shop-api-build";
export const FOREIGN_ROLE = "arn:aws:iam::555555555555:role/ci/release";
export const REPLICATION_ROLE =
  "arn:aws:iam::333333333333:role/aws-service-role/replication.ecr.amazonaws.com/AWSServiceRoleForECRReplication";
export const CACHE_ROLE =
  "arn:aws:iam::333333333333:role/aws-service-role/pullthroughcache.ecr.amazonaws.com/AWSServiceRoleForECRPullThroughCache";

/** A network of a workload account. */
export const NETWORK: RegistryNetworkProps = {
  ...REGISTRY,
  accountId: "444444444444",
  organizationId: ORGANIZATION,
  vpcId: "vpc-0a1b2c3d4e5f60718",
  subnetIds: ["subnet-0a1b2c3d4e5f60718", "subnet-0a1b2c3d4e5f60719"],
  routeTableIds: ["rtb-0a1b2c3d4e5f60718"],
  cidr: "10.0.0.0/16",
  registryAccountIds: ["333333333333", "666666666666"],
};

/** The network with some of its props changed. */
export function synthNetwork(props: Partial<RegistryNetworkProps> = {}) {
  return synthStack((stack) => {
    new RegistryNetwork(stack, "network", { ...NETWORK, ...props });
  });
}

/** The endpoint of one service in that network. */
export function endpointOf(service: string, props: Partial<RegistryNetworkProps> = {}) {
  const endpoints = resourcesOf(synthNetwork(props), "aws_vpc_endpoint");
  const endpoint = endpoints.find((candidate) => String(candidate["service_name"]).endsWith(`.${service}`));
  if (!endpoint) throw new Error(`no endpoint of ${service}`);
  return endpoint;
}

/** What the policy of that endpoint says. */
export const endpointPolicyOf = (service: string, props: Partial<RegistryNetworkProps> = {}) =>
  statementsOf(endpointOf(service, props)["policy"]);

/** An identity that only remembers what it was allowed. */
export class Recorder implements Grantee {
  readonly arn = BUILD_ROLE;
  readonly statements: Statement[] = [];
  allow(statement: Statement): void {
    this.statements.push(statement);
  }
}
