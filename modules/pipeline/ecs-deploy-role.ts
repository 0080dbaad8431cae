import { Token } from "cdktf";
import { Construct } from "constructs";
import { roleArn } from "../../aws";
import { ROLE_PATH } from "../../names";
import { type Problem } from "../../problem";
import { parseRoleArn, placeProblems, throwProblems } from "../checks";
import { Role } from "../iam";
import { checkWorkloads, type DeployRoleProps, trustDeployStages } from "./deploy-role";

/** What an {@link EcsDeployRole} needs to be told. */
export interface EcsDeployRoleProps extends DeployRoleProps {
  /** Services of the cluster that the pipeline may update. */
  readonly serviceNames: readonly string[];
  /** Exact ARNs of the task and execution roles that the services' task definitions name. */
  readonly taskRoleArns: readonly string[];
}

/** @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerservice.html */
const SERVICE_ACTIONS = [
  "ecs:DescribeServiceDeployments",
  "ecs:DescribeServices",
  "ecs:ListServiceDeployments",
  "ecs:UpdateService",
] as const;

/**
 * The right of one pipeline to deploy to services of an existing ECS cluster, in the account that owns it.
 *
 * @throws ProblemError `invalid-account-id`, `invalid-region`, `invalid-partition`, `region-of-other-partition`
 * @throws ProblemError `deploy-role-without-target` when no service is named
 * @throws ProblemError `terraform-template`, `deploy-role-without-task-roles`, `invalid-task-role-arn`
 */
export class EcsDeployRole extends Construct {
  readonly resource: Role;

  constructor(scope: Construct, id: string, props: EcsDeployRoleProps) {
    super(scope, id);
    const { accountId, region, partition, clusterName, serviceNames } = props;
    throwProblems(placeProblems(this.node.path, props));
    checkWorkloads(this.node.path, clusterName, {
      prop: "serviceNames",
      names: serviceNames,
      noun: "services",
    });
    throwProblems(taskRoleProblems(this.node.path, props));
    this.resource = new Role(this, "Resource", {
      name: props.roleName,
      path: ROLE_PATH,
      description: `Deploys to services of the ECS cluster ${clusterName}`,
      trust: [trustDeployStages(props, serviceNames)],
    });
    const ecs = `arn:${partition}:ecs:${region}:${accountId}`;
    this.resource.allow({
      sid: "UpdateServices",
      actions: SERVICE_ACTIONS,
      resources: serviceNames.map((service) => `${ecs}:service/${clusterName}/${service}`),
    });
    // Describing a deployment is authorised for the service, above, and for the deployment.
    this.resource.allow({
      sid: "FollowDeployments",
      actions: ["ecs:DescribeServiceDeployments"],
      resources: [`${ecs}:service-deployment/${clusterName}/*`],
    });
    // ECS takes no ARN for describing, and which families the services run is theirs to change.
    this.resource.allow({
      sid: "DescribeTaskDefinitions",
      actions: ["ecs:DescribeTaskDefinition"],
      resources: ["*"],
    });
    this.resource.allow({
      sid: "RegisterTaskDefinitions",
      actions: ["ecs:RegisterTaskDefinition"],
      resources: [`${ecs}:task-definition/*`],
    });
    this.resource.allow({
      sid: "KeepTags",
      actions: ["ecs:TagResource"],
      resources: [`${ecs}:task-definition/*`],
      conditions: { StringEquals: { "ecs:CreateAction": "RegisterTaskDefinition" } },
    });
    this.resource.allow({
      sid: "PassTaskRoles",
      actions: ["iam:PassRole"],
      resources: props.taskRoleArns,
      conditions: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
    });
  }
}

/** Whoever may pass a role to a task may do what that role may, so each is named in full. */
function taskRoleProblems(
  path: string,
  { accountId, partition, taskRoleArns }: EcsDeployRoleProps,
): Problem[] {
  const form = roleArn({ partition, accountId }, "NAME");
  if (taskRoleArns.length === 0) {
    return [
      {
        code: "deploy-role-without-task-roles",
        path,
        message: "taskRoleArns is empty: no task definition could be registered that names a role",
        allowed: form,
        change: "name the task and execution roles of the services",
      },
    ];
  }
  return taskRoleArns
    .filter((arn) => {
      const role = parseRoleArn(arn);
      return (
        !Token.isUnresolved(arn) && (role?.partition !== partition || !ownedBy(role.accountId, accountId))
      );
    })
    .map((arn) => ({
      code: "invalid-task-role-arn",
      path,
      message: `"${arn}" does not name one role of account ${accountId}`,
      allowed: `${form}, with its path and without wildcards`,
    }));
}

function ownedBy(found: string, accountId: string): boolean {
  return Token.isUnresolved(accountId) || found === accountId;
}
