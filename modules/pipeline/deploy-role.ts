import { type Location } from "../../aws";
import { deployStageRoleArn } from "../../names";
import { type Problem } from "../../problem";
import { templateProblems, throwProblems } from "../checks";
import { type Statement, trustRole } from "../iam";

/** What a deploy role of either kind needs to be told. */
export interface DeployRoleProps extends Location {
  /** Name of the role, under the IAM path `/supply-chain/`; at most 64 characters. */
  readonly roleName: string;
  /** Account and region of the cluster. */
  readonly accountId: string;
  /** ARN of the pipeline's own role; the roles that may assume this one follow from it. */
  readonly pipelineRoleArn: string;
  /** Account of the pipeline. */
  readonly pipelineAccountId: string;
  readonly clusterName: string;
}

/** @throws ProblemError `deploy-role-without-target` when the list is empty, `terraform-template` */
export function checkWorkloads(
  path: string,
  clusterName: string,
  { prop, names, noun }: { readonly prop: string; readonly names: readonly string[]; readonly noun: string },
): void {
  const without: Problem = {
    code: "deploy-role-without-target",
    path,
    message: `${prop} is empty: nobody could assume the role`,
    change: `name the ${noun} that the pipeline deploys to, or leave the role out`,
  };
  throwProblems([
    ...(names.length === 0 ? [without] : []),
    ...templateProblems(path, { clusterName, [prop]: names }),
  ]);
}

/** Trust of exactly those roles of one pipeline that deploy to these services or namespaces. */
export function trustDeployStages(props: DeployRoleProps, workloads: readonly string[]): Statement {
  const { accountId, region, partition, pipelineRoleArn, pipelineAccountId, clusterName } = props;
  const roleArns = workloads.map((workload) =>
    deployStageRoleArn(pipelineRoleArn, { accountId, region, clusterName, workload }),
  );
  return trustRole(partition, pipelineAccountId, ...roleArns);
}
