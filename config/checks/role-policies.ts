import { roleArn } from "../../aws";
import { deployStageRoleArn, pipelineRoleName, ROLE_PATH } from "../../names";
import { type Path } from "../document";
import { clusterOf, pipelineSite, regionOf } from "../lookup";
import { type Organization } from "../schema/organization";
import { taskRolesOf } from "../task-roles";
import { type Check, type Finding } from "./check";
import { charactersOf, LISTED_LENGTH } from "./policy-length";

/** The part of one pipeline that deploys to one cluster, through one role of the cluster's account. */
interface Deployments {
  readonly path: Path;
  readonly cluster: string;
  readonly kind: "services" | "namespaces";
  readonly workloads: readonly string[];
  /** Characters of the ARN of a stage that the role trusts. */
  readonly stageLength: number;
  /** Characters of the ARNs of the services and their task roles in the role's permissions. */
  readonly servicesLength: number;
}

/** The names of stages that deploy are of one length. */
const ANY_PLACE = { accountId: "", region: "", clusterName: "", workload: "" };

function deploymentsOf(organization: Organization): Deployments[] {
  const { partition } = organization.organization;
  return Object.entries(organization.pipelines).flatMap(([key, { account, deploy }]) => {
    const own = pipelineSite(organization, account)?.account;
    if (!own) return [];
    const pipelineRoleArn = roleArn({ partition, accountId: own.id }, pipelineRoleName(key), ROLE_PATH);
    return [...new Set(deploy.map(({ cluster }) => cluster))].flatMap((reference): Deployments[] => {
      const found = clusterOf(organization, reference);
      if (!found) return [];
      const targets = deploy.filter(({ cluster }) => cluster === reference);
      const ecs = found.cluster.type === "ecs";
      const workloads = targets.flatMap(({ service, namespace }) => (ecs ? (service ?? []) : namespace));
      const region = regionOf(organization, found.site.account, found.cluster.region);
      const name = found.cluster.name ?? found.clusterKey;
      const taskRoles = targets.flatMap((target) =>
        taskRolesOf(target).map((role) => roleArn({ partition, accountId: found.site.account.id }, role)),
      );
      const ofService = `arn:${partition}:ecs:${region}:${found.site.account.id}:service/${name}/`;
      return [
        {
          path: ["pipelines", key, "deploy"],
          cluster: reference,
          kind: ecs ? "services" : "namespaces",
          workloads: [...new Set(workloads)],
          stageLength: deployStageRoleArn(pipelineRoleArn, ANY_PLACE).length,
          servicesLength: ecs
            ? charactersOf(workloads.map((service) => ofService + service)) + charactersOf(taskRoles)
            : 0,
        },
      ];
    });
  });
}

/** The role names in its trust policy every stage that deploys, and in its permissions every service of ECS. */
function deployRoleFindings(deployments: Deployments): Finding[] {
  const { path, cluster, kind, workloads, stageLength, servicesLength } = deployments;
  const tooLong = { code: "policy-too-long", path, at: "key" } as const;
  const most = Math.floor(LISTED_LENGTH.trust / (stageLength + 3));
  if (workloads.length <= most) {
    if (servicesLength <= LISTED_LENGTH.services) return [];
    return [
      {
        ...tooLong,
        message: `the ARNs of the ${String(workloads.length)} services of ${cluster} and of their task roles take ${String(servicesLength)} characters of the deploy role's permissions`,
        allowed: `at most ${String(LISTED_LENGTH.services)}`,
        change: "deploy some of them with another pipeline",
      },
    ];
  }
  return [
    {
      ...tooLong,
      message: `deploys to ${String(workloads.length)} ${kind} of ${cluster}, each from a stage that the deploy role has to trust`,
      allowed: `at most ${String(most)} of one cluster`,
      change: "deploy some of them with another pipeline",
    },
  ];
}

const ofDeployRoles: Check = {
  reads: ["organization", "accounts", "pipelines"],
  find: (organization) => deploymentsOf(organization).flatMap(deployRoleFindings),
};

const ofGuardrails: Check = {
  reads: ["organization.partition", "accounts.*.deploymentRole", "deployment.role", "guardrails"],
  find: ({ organization: { partition }, accounts, deployment, guardrails: { attachTo, exemptRoles } }) => {
    const roles = new Set([
      roleArn({ partition, accountId: "*" }, deployment.role),
      ...Object.values(accounts).flatMap(({ deploymentRole }) => deploymentRole ?? []),
      ...exemptRoles,
    ]);
    const characters = charactersOf(roles);
    if (attachTo.length === 0 || characters <= LISTED_LENGTH.exemption) return [];
    return [
      {
        code: "policy-too-long",
        path: ["guardrails"],
        at: "key",
        message: `the ${String(roles.size)} roles that no guardrail binds take ${String(characters)} characters of every policy`,
        allowed: `at most ${String(LISTED_LENGTH.exemption)}`,
        change:
          "exempt fewer, or let the accounts have one `deployment.role` instead of a `deploymentRole` each",
      },
    ];
  },
};

/** Rules over what has to fit into the policies of deploy roles and into guardrails. */
export const rolePolicyChecks: readonly Check[] = [ofDeployRoles, ofGuardrails];
