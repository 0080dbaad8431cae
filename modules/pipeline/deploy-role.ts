import { type Partition } from "../../aws";
import { type Statement } from "../iam";
import { deployStageRoleArn } from "./names";

/** What a deploy role of either kind needs to be told. */
export interface DeployRoleProps {
  /** Name of the role, under the IAM path `/supply-chain/`; at most 64 characters. */
  readonly roleName: string;
  /** Account and region of the cluster. */
  readonly accountId: string;
  readonly region: string;
  readonly partition: Partition;
  /** ARN of the pipeline's own role; the roles that may assume this one follow from it. */
  readonly pipelineRoleArn: string;
  readonly pipelineAccountId: string;
  readonly clusterName: string;
}

/** Trust of exactly those roles of one pipeline that deploy to these services or namespaces. */
export function trustDeployStages(props: DeployRoleProps, workloads: readonly string[]): Statement {
  const { accountId, region, partition, pipelineRoleArn, pipelineAccountId, clusterName } = props;
  return {
    actions: ["sts:AssumeRole"],
    principals: { aws: [`arn:${partition}:iam::${pipelineAccountId}:root`] },
    conditions: {
      ArnEquals: {
        "aws:PrincipalArn": workloads.map((workload) =>
          deployStageRoleArn(pipelineRoleArn, { accountId, region, clusterName, workload }),
        ),
      },
    },
  };
}
