import { type BadFile, type Edit } from "./base";

const deployment = (entry: string): readonly Edit[] => [
  ["signing:\n", `deployment: { ${entry} }\nsigning:\n`],
];
const target = (entry: string): readonly Edit[] => [
  ["{ cluster: shop/web, service: api }", `{ cluster: shop/web, ${entry} }`],
];
const ROLE = "allowed: path and name without a leading slash";

/** ARNs in the place of the names that they hold. */
const ARNS: readonly BadFile[] = [
  [
    "the deployment role by its ARN",
    deployment("role: arn:aws:iam::111111111111:role/foo"),
    [
      `organization.yaml:20:21 deployment.role: is "arn:aws:iam::111111111111:role/foo"; ${ROLE}; write foo [invalid-value]`,
    ],
  ],
  [
    "a role that pushes by its ARN, path included",
    [
      [
        "{ pull: [shop] }",
        "{ push: [{ account: shop, role: arn:aws-us-gov:iam::444444444444:role/teams/ci/image-release }] }",
      ],
    ],
    [
      `organization.yaml:27:47 registry.repositories.shop/api.push[0].role: is "arn:aws-us-gov:iam::444444444444:role/teams/ci/image-release"; ${ROLE}; write teams/ci/image-release [invalid-value]`,
    ],
  ],
  [
    "a user by its ARN",
    deployment("role: arn:aws:iam::111111111111:user/foo"),
    [
      `organization.yaml:20:21 deployment.role: is "arn:aws:iam::111111111111:user/foo"; ${ROLE}; write it like ci/release [invalid-value]`,
    ],
  ],
  [
    "a cluster by its ARN",
    [["{ type: ecs }", '{ type: ecs, name: "arn:aws:ecs:eu-central-1:444444444444:cluster/Shop_Web" }']],
    [
      'organization.yaml:18:31 accounts.shop.clusters.web.name: is "arn:aws:ecs:eu-central-1:444444444444:cluster/Shop_Web"; allowed: 1 to 255 letters, digits, - and _ for ECS; write Shop_Web [invalid-value]',
    ],
  ],
  [
    "a service by its ARN",
    target("service: arn:aws:ecs:eu-central-1:444444444444:service/web/Api"),
    [
      'organization.yaml:33:39 pipelines.api.deploy[0].service: is "arn:aws:ecs:eu-central-1:444444444444:service/web/Api"; allowed: an ECS service name; write Api [invalid-value]',
    ],
  ],
  [
    "a bucket by its ARN",
    [["signing:\n", "state: { backend: s3, bucket: arn:aws:s3:::example-state }\nsigning:\n"]],
    [
      'organization.yaml:20:31 state.bucket: is "arn:aws:s3:::example-state"; allowed: a bucket name; write example-state [invalid-value]',
    ],
  ],
];

/** Names that nothing can have, for which no other is proposed: it would be the name of something else. */
const NAMES: readonly BadFile[] = [
  [
    "a deployment role with a blank",
    deployment("role: deploy role"),
    [
      `organization.yaml:20:21 deployment.role: is "deploy role"; ${ROLE}; write it like ci/release [invalid-value]`,
    ],
  ],
  [
    "a role with blanks around it",
    deployment('role: " deploy "'),
    [`organization.yaml:20:21 deployment.role: is " deploy "; ${ROLE}; write deploy [invalid-value]`],
  ],
  [
    "an external id with a blank",
    deployment('externalId: "a b"'),
    [
      'organization.yaml:20:27 deployment.externalId: is "a b"; allowed: 2 to 1224 letters, digits and + = , . @ : / - _; write it like supply-chain-4711 [invalid-value]',
    ],
  ],
  [
    "a cluster with a blank",
    [["{ type: ecs }", "{ type: ecs, name: shop web }"]],
    [
      'organization.yaml:18:31 accounts.shop.clusters.web.name: is "shop web"; allowed: 1 to 255 letters, digits, - and _ for ECS; write it like shop [invalid-value]',
    ],
  ],
  [
    "an EKS cluster that begins with a hyphen",
    [["{ type: eks,", "{ type: eks, name: -jobs,"]],
    [
      'organization.yaml:19:32 accounts.shop.clusters.jobs.name: is "-jobs"; allowed: 1 to 100 letters, digits, - and _, beginning with a letter or digit, for EKS; write it like shop [invalid-value]',
    ],
  ],
  [
    "a service with a dot",
    target("service: api.v2"),
    [
      'organization.yaml:33:39 pipelines.api.deploy[0].service: is "api.v2"; allowed: an ECS service name; write it like api [invalid-value]',
    ],
  ],
  [
    "a namespace with capitals",
    [["{ cluster: shop/jobs, ", "{ cluster: shop/jobs, namespace: Shop, "]],
    [
      'organization.yaml:34:42 pipelines.api.deploy[1].namespace: is "Shop"; allowed: a namespace; write it like shop [invalid-value]',
    ],
  ],
  [
    "a GitHub repository with a blank",
    [["github: example/api", "github: example/my api"]],
    [
      'organization.yaml:30:23 pipelines.api.source.github: is "example/my api"; allowed: OWNER/REPOSITORY; write it like example/api [invalid-value]',
    ],
  ],
  [
    "a file of the source with a blank",
    [["image: shop/api\n", 'image: shop/api\n    build: { dockerfile: "Docker file" }\n']],
    [
      'organization.yaml:32:26 pipelines.api.build.dockerfile: is "Docker file"; allowed: a path inside the source; write it like build/Dockerfile [invalid-value]',
    ],
  ],
  [
    "an ARN in capitals",
    [
      [
        "    role: workload\n",
        '    role: workload\n    deploymentRole: "ARN:aws:iam::444444444444:role/Deploy"\n',
      ],
    ],
    [
      'organization.yaml:14:21 accounts.shop.deploymentRole: is "ARN:aws:iam::444444444444:role/Deploy"; allowed: the ARN of an IAM role; write it like arn:aws:iam::111111111111:role/deployment [invalid-value]',
    ],
  ],
  [
    "an organization of HCP Terraform with a blank",
    [["signing:\n", "state: { backend: hcp-terraform, organization: My Shop }\nsigning:\n"]],
    [
      'organization.yaml:20:48 state.organization: is "My Shop"; allowed: letters, digits, - and _; write it like example [invalid-value]',
    ],
  ],
];

/** Keys of clusters, which are also their names unless the file says another. */
const KEYS: readonly BadFile[] = [
  [
    "a cluster's name with capitals as its key",
    [["      web: { type: ecs }", "      Shop_Web: { type: ecs }"]],
    [
      'organization.yaml:18:7 accounts.shop.clusters.Shop_Web: the key "Shop_Web" is not valid; allowed: lower-case letters, digits, single - or _, beginning with a letter; rename it to shop_web, and add `name: Shop_Web` below it [invalid-key]',
    ],
  ],
  [
    "a cluster's key with capitals beside its name",
    [["      web: { type: ecs }", "      Web: { type: ecs, name: Shop_Web }"]],
    [
      'organization.yaml:18:7 accounts.shop.clusters.Web: the key "Web" is not valid; allowed: lower-case letters, digits, single - or _, beginning with a letter; rename it to web [invalid-key]',
    ],
  ],
];

/** Names of what exists already. */
export const BAD_EXISTING: readonly BadFile[] = [...ARNS, ...NAMES, ...KEYS];
