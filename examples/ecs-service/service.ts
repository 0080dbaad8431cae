import { EcsService } from "@cdktf/provider-aws/lib/ecs-service";
import { EcsTaskDefinition } from "@cdktf/provider-aws/lib/ecs-task-definition";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { TerraformStack } from "cdktf";
import { type Construct } from "constructs";
import { EcsImageVerification } from "../../modules/runtime";
import { trustPolicyDocument } from "../../trust-policy";

const at = { accountId: "444444444444", region: "eu-central-1", partition: "aws" } as const;
const CLUSTER = "shop";
const REPOSITORY = "333333333333.dkr.ecr.eu-central-1.amazonaws.com/shop/api";
const PROFILE = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_1a2b3c4d";
const roleArn = (name: string) => `arn:aws:iam::${at.accountId}:role/${name}`;

/**
 * A service on ECS whose deployments are verified before their first task starts: blue/green, without a load balancer,
 * by digest, with the hook. The cluster, the subnets and the roles of the task exist already.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-blue-green.html
 */
export class VerifiedService extends TerraformStack {
  constructor(scope: Construct, id: string) {
    super(scope, id);
    new AwsProvider(this, "aws", { region: at.region, allowedAccountIds: [at.accountId] });
    const verification = new EcsImageVerification(this, "verification", {
      ...at,
      clusters: {
        [CLUSTER]: {
          mode: "block",
          tags: "refuse",
          repositories: [REPOSITORY],
          services: {},
          enforcedSince: "2026-12-01T00:00:00Z",
        },
      },
      trustPolicy: trustPolicyDocument({
        profiles: [{ name: "release", profileArns: [PROFILE], registryScopes: [REPOSITORY] }],
      }),
      repositoryArns: ["arn:aws:ecr:eu-central-1:333333333333:repository/shop/api"],
    });

    const task = new EcsTaskDefinition(this, "task", {
      family: "api",
      requiresCompatibilities: ["FARGATE"],
      networkMode: "awsvpc",
      cpu: "256",
      memory: "512",
      executionRoleArn: roleArn("ecsTaskExecutionRole"),
      taskRoleArn: roleArn("shop/api"),
      containerDefinitions: JSON.stringify([
        {
          name: "api",
          // A tag is refused: it may name another image by the time that the task starts.
          image: `${REPOSITORY}@sha256:${"0a".repeat(32)}`,
          essential: true,
          readonlyRootFilesystem: true,
          versionConsistency: "enabled",
        },
      ]),
    });
    new EcsService(this, "service", {
      name: "api",
      cluster: `arn:aws:ecs:${at.region}:${at.accountId}:cluster/${CLUSTER}`,
      taskDefinition: task.arn,
      desiredCount: 2,
      launchType: "FARGATE",
      networkConfiguration: { subnets: ["subnet-0a1b2c3d4e5f60711", "subnet-0a1b2c3d4e5f60712"] },
      deploymentController: { type: "ECS" },
      deploymentConfiguration: {
        // Rolling deployments call no hook.
        strategy: "BLUE_GREEN",
        bakeTimeInMinutes: "5",
        lifecycleHook: [verification.lifecycleHook(CLUSTER)],
      },
      // An apply waits for the deployment; whether it fails when the hook keeps the image out, README.md says.
      waitForSteadyState: true,
      // The first deployment asks the function, which needs its permissions by then, and ECS those to call it.
      dependsOn: verification.hookDependencies,
    });
  }
}
