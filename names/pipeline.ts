import { BUCKET_NAME_LENGTH, type Location, ROLE_NAME_LENGTH } from "../aws";
import { fitName, joinName, shortHash } from "./fit";

/** Name of a pipeline's role that pushes, under {@link PUSH_ROLE_PATH}. */
export function buildRoleName(key: string): string {
  return fitName(`supply-chain-${key}-build`, ROLE_NAME_LENGTH);
}

/** Name of a pipeline's own role, under {@link ROLE_PATH}. */
export function pipelineRoleName(key: string): string {
  return fitName(`supply-chain-${key}-pipeline`, ROLE_NAME_LENGTH);
}

/** Name of the bucket in which a pipeline hands over from stage to stage. */
export function artifactBucketName(at: Pick<Location, "accountId" | "region">, key: string): string {
  const name = `supply-chain-${at.accountId}-${at.region}-${key.replaceAll("_", "-")}`;
  return fitName(name, BUCKET_NAME_LENGTH);
}

/** Name of the role with which one pipeline deploys to one cluster. */
export function deployRoleName(pipeline: string, cluster: string): string {
  return fitName(`supply-chain-deploy-${pipeline}-${cluster}`, ROLE_NAME_LENGTH);
}

/** What tells one deployment of a pipeline from another: the service or namespace of one cluster. */
export interface DeployPlace {
  readonly accountId: string;
  readonly region: string;
  readonly clusterName: string;
  /** Name of the ECS service or of the Kubernetes namespace. */
  readonly workload: string;
}

/** Short name of the stage role or project of one deployment; always of the same length. */
export function deployStageName(place: DeployPlace): string {
  const { accountId, region, clusterName, workload } = place;
  return `deploy-${shortHash(JSON.stringify([accountId, region, clusterName, workload]))}`;
}

/** Name of the role of one stage; it follows from the name of the pipeline's role, so other accounts can compute it. */
export function stageRoleName(pipelineRoleName: string, stage: string): string {
  return joinName(pipelineRoleName, stage, ROLE_NAME_LENGTH);
}

/** ARN of the role that assumes the deploy role of one place, from the ARN of the pipeline's role. */
export function deployStageRoleArn(pipelineRoleArn: string, place: DeployPlace): string {
  const end = pipelineRoleArn.lastIndexOf("/") + 1;
  const name = stageRoleName(pipelineRoleArn.slice(end), deployStageName(place));
  return `${pipelineRoleArn.slice(0, end)}${name}`;
}
