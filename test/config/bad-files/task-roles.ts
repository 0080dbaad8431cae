import { type BadFile, type Edit } from "./base";

const target = (entry: string): Edit[] => [
  ["{ cluster: shop/web, service: api }", `{ cluster: shop/web, ${entry} }`],
];
const LONG = "s".repeat(60);

/** Roles of tasks that nobody could pass, or that are none. */
export const BAD_TASK_ROLES: readonly BadFile[] = [
  [
    "a service whose name no role can have",
    target(`service: ${LONG}`),
    [
      `organization.yaml:33:39 pipelines.api.deploy[0].service: ${LONG} is too long a name for roles to be named after; add \`taskRoles\` with the path and name of the task and execution roles [task-roles-missing]`,
    ],
  ],
  [
    "task roles of an EKS cluster",
    [["manifests: [deploy/api.yaml]", "manifests: [deploy/api.yaml], taskRoles: [api]"]],
    [
      "organization.yaml:34:61 pipelines.api.deploy[1].taskRoles: an EKS cluster has no taskRoles; remove it [key-without-effect]",
    ],
  ],
  [
    "every role as a task role",
    target('service: api, taskRoles: ["*"]'),
    [
      'organization.yaml:33:56 pipelines.api.deploy[0].taskRoles[0]: is "*"; allowed: path and name without a leading slash; write it like ci/release [invalid-value]',
    ],
  ],
  [
    "a task role by its ARN",
    target("service: api, taskRoles: [arn:aws:iam::444444444444:role/api]"),
    [
      'organization.yaml:33:56 pipelines.api.deploy[0].taskRoles[0]: is "arn:aws:iam::444444444444:role/api"; allowed: path and name without a leading slash; write api [invalid-value]',
    ],
  ],
  [
    "a task role twice",
    target("service: api, taskRoles: [api, api]"),
    [
      "organization.yaml:33:61 pipelines.api.deploy[0].taskRoles[1]: api is in this list already; remove it [repeated-entry]",
    ],
  ],
  [
    "no task role",
    target("service: api, taskRoles: []"),
    [
      "organization.yaml:33:55 pipelines.api.deploy[0].taskRoles: is an empty list; allowed: at least 1 entry; write it like [ci/release], or remove the key [invalid-value]",
    ],
  ],
  ...[
    "supply-chain-deployment",
    "supply-chain/push/build",
    "aws-service-role/ecs.amazonaws.com/AWSServiceRoleForECS",
  ].map((role): BadFile => [
    `the role ${role} for tasks`,
    [["{ cluster: shop/web, service: api }", `{ cluster: shop/web, service: api, taskRoles: [${role}] }`]],
    [
      `organization.yaml:33:56 pipelines.api.deploy[0].taskRoles[0]: ${role} deploys, is exempt from the guardrails, or belongs to a service or to the suite; allowed: the task and execution roles of the service; name the role that the task itself needs [no-task-role]`,
    ],
  ]),
];
