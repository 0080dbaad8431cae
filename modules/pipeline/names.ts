import { digestOf, fitName, ROLE_NAME_LENGTH } from "../names";

/** Longest name of a build project. @see https://docs.aws.amazon.com/codebuild/latest/userguide/limits.html */
const PROJECT_NAME_LENGTH = 150;

/** Longest name of a rule. @see https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutRule.html */
const RULE_NAME_LENGTH = 64;
/** Longest name of a connection. @see https://docs.aws.amazon.com/codeconnections/latest/APIReference/API_CreateConnection.html */
const CONNECTION_NAME_LENGTH = 32;

/** Joins two parts of a name, of which the first is shortened where both are too long. */
function join(name: string, suffix: string, length: number): string {
  return `${fitName(name, length - suffix.length - 1)}-${suffix}`;
}

/** What tells one deployment of a pipeline from another: the service or namespace of one cluster. */
export interface DeployPlace {
  readonly accountId: string;
  readonly region: string;
  readonly clusterName: string;
  /** Name of the ECS service or of the Kubernetes namespace. */
  readonly workload: string;
}

/** Short name of the stage role or project of one deployment. */
export function deployStageName(place: DeployPlace): string {
  const { accountId, region, clusterName, workload } = place;
  return `deploy-${digestOf(JSON.stringify([accountId, region, clusterName, workload]))}`;
}

/** Name of the role of one stage; it follows from the name of the pipeline's role, so other accounts can compute it. */
export function stageRoleName(pipelineRoleName: string, stage: string): string {
  return join(pipelineRoleName, stage, ROLE_NAME_LENGTH);
}

/** Name of the pipeline itself. */
export function pipelineNameOf(key: string): string {
  return `supply-chain-${key}`;
}

/** Name of the build project of one stage. */
export function projectNameOf(key: string, stage: string): string {
  return join(pipelineNameOf(key), stage, PROJECT_NAME_LENGTH);
}

/** Name of the rule that tells of failed executions, and of its topic. */
export function ruleNameOf(key: string): string {
  return join(pipelineNameOf(key), "failed", RULE_NAME_LENGTH);
}

/** Name of the connection to the code host. */
export function connectionNameOf(key: string): string {
  return fitName(key, CONNECTION_NAME_LENGTH);
}

/** ARN of the role that assumes the deploy role of one place, from the ARN of the pipeline's role. */
export function deployStageRoleArn(pipelineRoleArn: string, place: DeployPlace): string {
  const end = pipelineRoleArn.lastIndexOf("/") + 1;
  const name = stageRoleName(pipelineRoleArn.slice(end), deployStageName(place));
  return `${pipelineRoleArn.slice(0, end)}${name}`;
}
