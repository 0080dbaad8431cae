import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { type EcsServiceDeploymentConfigurationLifecycleHook } from "@cdktf/provider-aws/lib/ecs-service";
import { Construct } from "constructs";
import { functionArn, logGroupArn, type Location, ROLE_NAME_LENGTH } from "../../aws";
import { fitName } from "../../names";
import { placeProblems, throwProblems } from "../checks";
import { Role, trustService } from "../iam";
import { FUNCTION_PREFIX, runtimeKey } from "./runtime-key";
import { verificationStatements } from "./verification-actions";

/** What {@link EcsImageVerification} needs to be told. */
export interface EcsImageVerificationProps extends Location {
  readonly clusterName: string;
  /** `block` rolls a deployment back when an image is not trusted, `alert` only tells. */
  readonly mode: "block" | "alert";
  /**
   * Repositories whose images the cluster may run; 7,000 characters of ARNs are listed one by one, for more the
   * verifier may read the whole registries they are in.
   */
  readonly repositoryArns: readonly string[];
  /** Names the function, the roles and the log group; unique in the account. @default - the cluster's name */
  readonly name?: string;
}

/** Longest name of a function. @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const FUNCTION_NAME_LENGTH = 64;
/** How long the verifier's decisions are kept. */
const RETENTION_DAYS = 365;

/**
 * Where image verification attaches to an ECS cluster: the verifier's name, role and log group, the role with
 * which ECS calls it, and the hook for each service.
 *
 * It makes the places, not the function: a function of the name `functionName`, with the role `verifierRole`, is
 * deployed onto them. Until it is there, a service with the hook and `mode` "block" cannot be deployed, because
 * ECS rolls back when a hook cannot be called.
 *
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html
 * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-permissions.html
 * @throws ProblemError `invalid-account-id`, `invalid-region`, `invalid-partition`, `region-of-other-partition`
 */
export class EcsImageVerification extends Construct {
  /** Name that the verifier function must have. */
  readonly functionName: string;
  /** ARN of the verifier function. */
  readonly functionArn: string;
  /** Role the verifier function runs with. */
  readonly verifierRole: Role;
  /** Role with which ECS calls the function. */
  readonly hookRole: Role;
  /** Where the function writes its decisions. */
  readonly resource: CloudwatchLogGroup;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: EcsImageVerificationProps,
  ) {
    super(scope, id);
    throwProblems(placeProblems(this.node.path, props));
    const { clusterName, accountId, region, partition, repositoryArns, name = clusterName } = props;
    this.functionName = fitName(`${FUNCTION_PREFIX}${name}`, FUNCTION_NAME_LENGTH);
    this.functionArn = functionArn(props, this.functionName);

    const logGroupName = `/aws/lambda/${this.functionName}`;
    this.resource = new CloudwatchLogGroup(this, "Resource", {
      name: logGroupName,
      retentionInDays: RETENTION_DAYS,
      kmsKeyId: runtimeKey(this, { accountId, region, partition }).resource.arn,
    });

    this.verifierRole = new Role(this, "VerifierRole", {
      name: fitName(`${FUNCTION_PREFIX}${name}-${region}`, ROLE_NAME_LENGTH),
      description: `Verifies the images of the ECS cluster ${clusterName}`,
      // Lambda assumes an execution role without naming account or function, so no condition can hold here.
      trust: [{ actions: ["sts:AssumeRole"], principals: { service: ["lambda.amazonaws.com"] } }],
    });
    const statements = [
      ...verificationStatements(repositoryArns),
      {
        sid: "ReadRevisions",
        actions: ["ecs:DescribeServiceRevisions"],
        resources: ["service", "service-revision"].map(
          (type) => `arn:${partition}:ecs:${region}:${accountId}:${type}/${clusterName}/*`,
        ),
      },
      { sid: "ReadTaskDefinitions", actions: ["ecs:DescribeTaskDefinition"], resources: ["*"] },
      {
        sid: "WriteLogs",
        actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
        resources: [`${logGroupArn(props, logGroupName)}:*`],
      },
    ];
    for (const statement of statements) this.verifierRole.allow(statement);

    this.hookRole = new Role(this, "HookRole", {
      name: fitName(`supply-chain-hook-${name}-${region}`, ROLE_NAME_LENGTH),
      description: `Lets ECS call the image verifier of the cluster ${clusterName}`,
      trust: [trustService("ecs.amazonaws.com", accountId)],
    });
    this.hookRole.allow({
      sid: "CallVerifier",
      actions: ["lambda:InvokeFunction"],
      resources: [this.functionArn, `${this.functionArn}:*`],
    });
  }

  /**
   * The hook for a service's `deployment_configuration`: before the first task of a new revision starts.
   *
   * ECS calls it in blue/green, linear and canary deployments.
   *
   * @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/blue-green-deployment-how-it-works.html
   */
  lifecycleHook(): EcsServiceDeploymentConfigurationLifecycleHook {
    return {
      hookTargetArn: this.functionArn,
      roleArn: this.hookRole.arn,
      lifecycleStages: ["PRE_SCALE_UP"],
      hookDetails: JSON.stringify({ mode: this.props.mode }),
    };
  }
}
