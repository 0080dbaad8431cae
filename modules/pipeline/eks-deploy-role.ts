import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association";
import { Construct } from "constructs";
import { clusterArn } from "../../aws";
import { ROLE_PATH } from "../../names";
import { placeProblems, throwProblems } from "../checks";
import { Role } from "../iam";
import { checkWorkloads, type DeployRoleProps, trustDeployStages } from "./deploy-role";

/** What an {@link EksDeployRole} needs to be told. */
export interface EksDeployRoleProps extends DeployRoleProps {
  /** Namespaces of the cluster that the pipeline may change. */
  readonly namespaces: readonly string[];
}

/**
 * The right of one pipeline to deploy to namespaces of an existing EKS cluster, in the account that owns it.
 *
 * The cluster's authentication mode must include access entries (`API` or `API_AND_CONFIG_MAP`).
 *
 * @throws ProblemError `invalid-account-id`, `invalid-region`, `invalid-partition`, `region-of-other-partition`
 * @throws ProblemError `deploy-role-without-target` when no namespace is named
 * @throws ProblemError `terraform-template`
 */
export class EksDeployRole extends Construct {
  readonly resource: Role;

  constructor(scope: Construct, id: string, props: EksDeployRoleProps) {
    super(scope, id);
    const { partition, clusterName, namespaces } = props;
    throwProblems(placeProblems(this.node.path, props));
    checkWorkloads(this.node.path, clusterName, {
      prop: "namespaces",
      names: namespaces,
      noun: "namespaces",
    });
    this.resource = new Role(this, "Resource", {
      name: props.roleName,
      path: ROLE_PATH,
      description: `Deploys to namespaces of the EKS cluster ${clusterName}`,
      trust: [trustDeployStages(props, namespaces)],
    });
    this.resource.allow({
      sid: "FindCluster",
      actions: ["eks:DescribeCluster"],
      resources: [clusterArn("eks", props, clusterName)],
    });
    const entry = new EksAccessEntry(this, "AccessEntry", { clusterName, principalArn: this.resource.arn });
    new EksAccessPolicyAssociation(this, "AccessPolicy", {
      clusterName,
      principalArn: entry.principalArn,
      policyArn: `arn:${partition}:eks::aws:cluster-access-policy/AmazonEKSEditPolicy`,
      accessScope: { type: "namespace", namespaces: [...new Set(namespaces)].sort() },
    });
  }
}
