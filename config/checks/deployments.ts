import { type Path } from "../document";
import { clusterOf, clusterSites, lookUp } from "../lookup";
import { type Organization, type Pipeline } from "../schema/organization";
import { namesRoles } from "../task-roles";
import { didYouMean, namesOf, shown } from "../words";
import { type Check, type Finding, type Written } from "./check";
import { firstOwners } from "./first-owner";

type Target = Pipeline["deploy"][number];

function kindFindings(type: "ecs" | "eks", target: Target, path: Path, written: Written): Finding[] {
  const kind = type.toUpperCase();
  const foreign = type === "ecs" ? ["manifests", "namespace"] : ["service", "container", "taskRoles"];
  const needed = type === "ecs" ? "service" : "manifests";
  return [
    ...(target[needed] === undefined
      ? [
          {
            code: "target-incomplete",
            path,
            message: `an ${kind} cluster is deployed to through ${needed}`,
            change: `add \`${needed}\``,
          },
        ]
      : []),
    ...foreign
      .filter((key) => written([...path, key]))
      .map((key): Finding => ({
        code: "key-without-effect",
        path: [...path, key],
        at: "key",
        message: `an ${kind} cluster has no ${key}`,
        change: "remove it",
      })),
  ];
}

const targets: Check = {
  reads: ["accounts", "deployment", "guardrails.exemptRoles", "pipelines.*.deploy"],
  find: (organization, written) =>
    Object.entries(organization.pipelines).flatMap(([key, { deploy }]) => {
      const firstAt = firstOwners<Target>();
      return deploy.flatMap((target, index): Finding[] => {
        const path = ["pipelines", key, "deploy", index];
        const found = clusterOf(organization, target.cluster);
        if (!found) return unknownCluster(organization, [...path, "cluster"], target.cluster);
        const { type } = found.cluster;
        const workload = workloadOf(type, target);
        const first = firstAt(`${target.cluster} ${String(workload)}`, target);
        return [
          ...kindFindings(type, target, path, written),
          ...(first && workload !== undefined ? repeatedFindings(type, workload, first, target, path) : []),
          ...manifestFindings(target, path),
          ...(type === "ecs" ? taskRoleFindings(organization, target, path) : []),
        ];
      });
    }),
};

/** What of a cluster is deployed to, as far as it is said. */
function workloadOf(type: "ecs" | "eks", { service, namespace }: Target): string | undefined {
  if (type === "eks") return `namespace ${namespace}`;
  return service === undefined ? undefined : `service ${service}`;
}

/** One stage of a pipeline deploys to one service or namespace. */
function repeatedFindings(
  type: "ecs" | "eks",
  workload: string,
  first: Target,
  target: Target,
  path: Path,
): Finding[] {
  const same = JSON.stringify(first) === JSON.stringify(target);
  const what = same ? "same deployment to" : `${workload} of`;
  const change = type === "ecs" ? "remove one of the two" : "list its manifests in one entry";
  return [
    {
      code: "repeated-entry",
      path,
      message: `the ${what} ${target.cluster} is in this list already`,
      change: same ? "remove it" : change,
    },
  ];
}

/**
 * Characters of the manifests of one deployment, which a build gets in one variable; all its variables together
 * take 5,500.
 *
 * @see https://docs.aws.amazon.com/codebuild/latest/userguide/troubleshooting.html
 */
const MANIFESTS_LENGTH = 4000;

function manifestFindings({ manifests = [] }: Target, path: Path): Finding[] {
  const { length } = manifests.join(" ");
  if (length <= MANIFESTS_LENGTH) return [];
  return [
    {
      code: "manifests-too-long",
      path: [...path, "manifests"],
      at: "key",
      message: `the paths of the manifests have ${String(length)} characters together`,
      allowed: `at most ${String(MANIFESTS_LENGTH)}`,
      change: "put several manifests into one file, or shorten their paths",
    },
  ];
}

/** Whoever may pass such a role to a task is as powerful as the role. */
function powerfulRoles({ deployment, guardrails, accounts }: Organization): ReadonlySet<string> {
  const own = Object.values(accounts).flatMap(({ deploymentRole }) => deploymentRole ?? []);
  const arns = [...own, ...guardrails.exemptRoles];
  return new Set([deployment.role, ...arns.map((arn) => arn.replace(/^.*:role\//, ""))]);
}

function taskRoleFindings(organization: Organization, target: Target, path: Path): Finding[] {
  const powerful = powerfulRoles(organization);
  const refused = (target.taskRoles ?? []).flatMap((role, index): Finding[] =>
    powerful.has(role) || /^(?:aws-service-role|supply-chain)\//.test(role)
      ? [
          {
            code: "no-task-role",
            path: [...path, "taskRoles", index],
            message: `${shown(role)} deploys, is exempt from the guardrails, or belongs to a service or to the suite`,
            allowed: "the task and execution roles of the service",
            change: "name the role that the task itself needs",
          },
        ]
      : [],
  );
  if (namesRoles(target)) return refused;
  return [
    {
      code: "task-roles-missing",
      path: [...path, "service"],
      message: `${shown(target.service ?? "")} is too long a name for roles to be named after`,
      change: "add `taskRoles` with the path and name of the task and execution roles",
    },
  ];
}

/** Reports a cluster that the file does not list. */
export function unknownCluster(organization: Organization, path: Path, reference: string): Finding[] {
  const known = () => clusterSites(organization).map((site) => site.reference);
  return [
    {
      code: "unknown-cluster",
      path,
      message: `there is no cluster ${shown(reference)}`,
      allowed: () =>
        known().length === 0 ? "a key of an account's `clusters`, and there are none" : namesOf(known()),
      change: () => didYouMean(reference, known(), "add the cluster to its account"),
    },
  ];
}

const pulls: Check = {
  reads: ["accounts", "registry.repositories", "pipelines"],
  find: (organization) =>
    Object.entries(organization.pipelines).flatMap(([key, { image, deploy }]) => {
      const pull = lookUp(organization.registry.repositories, image)?.pull ?? "organization";
      if (pull === "organization") return [];
      if (pull.some((account) => lookUp(organization.accounts, account) === undefined)) return [];
      return deploy.flatMap(({ cluster }, index): Finding[] => {
        const found = clusterOf(organization, cluster);
        if (!found || pull.includes(found.site.key)) return [];
        return [
          {
            code: "image-not-pullable",
            path: ["pipelines", key, "deploy", index, "cluster"],
            message: `account ${found.site.key} may not pull ${image}`,
            allowed: `clusters of ${namesOf(pull)}`,
            change: `add ${found.site.key} to registry.repositories.${image}.pull`,
          },
        ];
      });
    }),
};

/** Rules over where pipelines deploy to. */
export const deploymentChecks: readonly Check[] = [targets, pulls];
