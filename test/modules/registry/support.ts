import { type RegistryNetworkProps } from "../../../modules/registry";
import { type Problem, ProblemError } from "../../../problem";
import { type Grantee, type Statement } from "../../../modules/iam";
import { synthStack } from "../../support/synth";
import { type TerraformStack } from "cdktf";

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

/** The statements of a policy that stands as JSON text in a resource. */
export function statementsOf(policy: unknown): Record<string, unknown>[] {
  const document = JSON.parse(policy as string) as { Version: string; Statement: Record<string, unknown>[] };
  expect(document.Version).toBe("2012-10-17");
  return document.Statement;
}

/** The problems a build is refused for; fails when it is not refused. */
export function problemsOf(build: (stack: TerraformStack) => void): readonly Problem[] {
  try {
    synthStack(build);
  } catch (error) {
    if (error instanceof ProblemError) return error.problems;
    throw error;
  }
  throw new Error("expected a ProblemError");
}

/** The text a person reads for each problem. */
export function messagesOf(build: (stack: TerraformStack) => void): string[] {
  return new ProblemError(problemsOf(build)).message.split("\n");
}

/** An identity that only remembers what it was allowed. */
export class Recorder implements Grantee {
  readonly statements: Statement[] = [];
  allow(statement: Statement): void {
    this.statements.push(statement);
  }
}
