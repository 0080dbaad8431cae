import { type BadFile } from "./base";

/** A key of the file against another, where the usual one is left out or meant otherwise. */
export const BAD_CROSS_KEYS: readonly BadFile[] = [
  ...["github", "gitlab", "chainguard", "azure"].map((upstream): BadFile => [
    `${upstream} without a login`,
    [
      [
        "[kubernetes]",
        `{ ${upstream}: ${upstream === "azure" ? "{ registry: example.azurecr.io }" : "{}"} }`,
      ],
    ],
    [
      `organization.yaml:25:23 registry.pullThroughCache.${upstream}: ${upstream} gives images only to those who sign in; write the caches as a map and add \`credentials\`: the ARN of a secret named ecr-pullthroughcache/…, or \`{ version: 1 }\` to make one [credentials-missing]`,
    ],
  ]),
  [
    "a prefix of thirty-one characters",
    [["[kubernetes]", `{ ${"k".repeat(31)}: { upstream: kubernetes } }`]],
    [
      `organization.yaml:25:23 registry.pullThroughCache.${"k".repeat(31)}: the prefix is too long; allowed: 2 to 30 characters; choose another prefix, and name the registry with \`upstream\` [prefix-length]`,
    ],
  ],
  [
    "a secret and a key where no account has the registry",
    [
      ["role: [registry, pipeline]", "role: pipeline"],
      [
        "[kubernetes]",
        "{ docker-hub: { credentials: arn:aws:secretsmanager:eu-west-1:999999999999:secret:x } }\n  encryption: { kmsKey: arn:aws:kms:eu-west-1:999999999999:key/1 }",
      ],
    ],
    [
      "organization.yaml:7:1 accounts: no account has the role registry; allowed: exactly one account with the role registry; add `role: registry` to an account [role-missing]",
    ],
  ],
  [
    "a key of one of two registries",
    [
      ["role: workload", "role: [workload, registry]"],
      [
        "  replication:",
        "  encryption: { kmsKey: arn:aws:kms:eu-west-1:999999999999:key/1 }\n  replication:",
      ],
    ],
    [
      "organization.yaml:13:11 accounts.shop.role: account images has the role registry already; allowed: exactly one account with the role registry; remove the role from one of the two [role-repeated]",
    ],
  ],
  [
    "one cluster of an account without the role",
    [["role: [registry, pipeline] }", "role: [registry, pipeline], clusters: { own: { type: ecs } } }"]],
    [
      "organization.yaml:10:61 accounts.images.clusters: account images has clusters, but not the role workload; set `role: [registry, pipeline, workload]` [clusters-without-workload]",
    ],
  ],
  [
    "one cluster by the home region and by its name, in an account with several regions",
    [
      ["    role: workload\n", "    role: workload\n    regions: [eu-west-1, eu-central-1]\n"],
      ["web: { type: ecs }", "web: { type: ecs }\n      api: { type: ecs, name: web, region: eu-central-1 }"],
    ],
    [
      "organization.yaml:20:7 accounts.shop.clusters.api: is the ECS cluster web in eu-central-1, and so is web; remove one of them, or say with `name` or `region` which cluster is meant [cluster-repeated]",
    ],
  ],
  [
    "one cluster by the account's first region and by its name, in an account away from home",
    [
      ["regions: [eu-central-1, eu-west-1]", "regions: [eu-central-1, us-east-1, eu-west-1]"],
      ["    role: workload\n", "    role: workload\n    regions: [us-east-1, eu-west-1]\n"],
      ["web: { type: ecs }", "web: { type: ecs }\n      api: { type: ecs, name: web, region: us-east-1 }"],
    ],
    [
      "organization.yaml:20:7 accounts.shop.clusters.api: is the ECS cluster web in us-east-1, and so is web; remove one of them, or say with `name` or `region` which cluster is meant [cluster-repeated]",
    ],
  ],
  [
    "a network in a region that is not listed",
    [["cidr: 10.40.0.0/16", "region: us-east-1, cidr: 10.40.0.0/16"]],
    [
      "organization.yaml:16:47 accounts.shop.networks[0].region: us-east-1 is not one of organization.regions; allowed: eu-central-1 or eu-west-1; use one of them, or add us-east-1 to organization.regions [region-not-listed]",
    ],
  ],
  [
    "a network in a region that is not its account's",
    [
      ["    role: workload\n", "    role: workload\n    regions: [eu-west-1]\n"],
      ["cidr: 10.40.0.0/16", "region: eu-central-1, cidr: 10.40.0.0/16"],
    ],
    [
      "organization.yaml:17:47 accounts.shop.networks[0].region: eu-central-1 is not one of the regions of account shop; allowed: eu-west-1; use one of them, or add eu-central-1 to accounts.shop.regions [region-not-in-account]",
    ],
  ],
  [
    "a management account that misses two regions, and a security account that misses one of three",
    [
      ["[eu-central-1, eu-west-1]", "[eu-central-1, eu-west-1, us-east-1]"],
      ["role: management }", "role: management, regions: [eu-west-1] }"],
      ["role: security }", "role: security, regions: [us-east-1, eu-central-1] }"],
    ],
    [
      "organization.yaml:8:64 accounts.management.regions: eu-central-1, us-east-1 are missing: the management account works in every region of the organization; add what is missing, or leave `regions` out [region-needed]",
      "organization.yaml:9:60 accounts.security.regions: eu-west-1 is missing: the security account works in every region of the organization; add what is missing, or leave `regions` out [region-needed]",
    ],
  ],
  [
    "an account and a cluster by words that every object knows",
    [
      ["{ pull: [shop] }", "{ lambdaPull: [constructor] }"],
      ["cluster: shop/web", "cluster: shop/constructor"],
      ["cluster: shop/jobs", "cluster: constructor/web"],
    ],
    [
      "organization.yaml:27:30 registry.repositories.shop/api.lambdaPull[0]: there is no account constructor; allowed: management, security, images, shop; use one of these, or add the account under `accounts` [unknown-account]",
      "organization.yaml:33:20 pipelines.api.deploy[0].cluster: there is no cluster shop/constructor; allowed: shop/web, shop/jobs; add the cluster to its account [unknown-cluster]",
      "organization.yaml:34:20 pipelines.api.deploy[1].cluster: there is no cluster constructor/web; allowed: shop/web, shop/jobs; add the cluster to its account [unknown-cluster]",
    ],
  ],
  [
    "two clusters that differ in - and _",
    [["web: { type: ecs }", "web: { type: ecs }\n      web-b: { type: ecs }\n      web_b: { type: eks }"]],
    [
      "organization.yaml:20:7 accounts.shop.clusters.web_b: web_b and web-b become the same name: they differ in - and _ only; rename one of them [names-clash]",
    ],
  ],
  [
    "manifests of an ECS cluster",
    [["{ cluster: shop/web, service: api }", "{ cluster: shop/web, service: api, manifests: [a.yaml] }"]],
    [
      "organization.yaml:33:44 pipelines.api.deploy[0].manifests: an ECS cluster has no manifests; remove it [key-without-effect]",
    ],
  ],
  [
    "an image that one unknown and one known account pull",
    [["{ pull: [shop] }", "{ pull: [shp, images] }"]],
    [
      "organization.yaml:27:24 registry.repositories.shop/api.pull[0]: there is no account shp; allowed: management, security, images, shop; did you mean `shop`? [unknown-account]",
    ],
  ],
  [
    "two deployments to one ECS cluster, both without a service",
    [
      [
        "      - { cluster: shop/web, service: api }\n",
        "      - { cluster: shop/web }\n      - { cluster: shop/web }\n",
      ],
    ],
    [
      "organization.yaml:33:9 pipelines.api.deploy[0]: an ECS cluster is deployed to through service; add `service` [target-incomplete]",
      "organization.yaml:34:9 pipelines.api.deploy[1]: an ECS cluster is deployed to through service; add `service` [target-incomplete]",
    ],
  ],
  [
    "a pipeline whose key makes a reserved bucket name of just 63 characters",
    [
      [
        "guardrails:\n",
        `  ${"k".repeat(16)}-s3alias: { source: { github: example/an }, image: shop/api }\nguardrails:\n`,
      ],
    ],
    [
      `organization.yaml:35:3 pipelines.${"k".repeat(16)}-s3alias: makes the bucket name supply-chain-333333333333-eu-central-1-${"k".repeat(16)}-s3alias, which ends with -s3alias, which S3 keeps for itself; rename the pipeline [invalid-bucket-name]`,
    ],
  ],
  [
    "every stage of one pipeline with the name of a deploy role of another",
    [
      [
        "role: [registry, pipeline] }",
        "role: [registry, pipeline, workload], clusters: { build: { type: ecs }, pipeline: { type: ecs }, pipeline-source: { type: ecs }, pipeline-build-start: { type: ecs }, pipeline-signature: { type: ecs }, pipeline-signature-start: { type: ecs }, pipeline-approval: { type: ecs } } }",
      ],
      ["{ pull: [shop] }", "{ pull: [shop, images] }"],
      [
        "pipelines:\n",
        "pipelines:\n  deploy-api:\n    source: { github: example/api }\n    image: shop/api\n",
      ],
      [
        "guardrails:\n",
        [
          "build",
          "pipeline",
          "pipeline-source",
          "pipeline-build-start",
          "pipeline-signature",
          "pipeline-signature-start",
          "pipeline-approval",
        ]
          .map((cluster) => `      - { cluster: images/${cluster}, service: api }\n`)
          .join("") + "guardrails:\n",
      ],
    ],
    [
      "build",
      "pipeline",
      "pipeline-source",
      "pipeline-build-start",
      "pipeline-signature",
      "pipeline-signature-start",
      "pipeline-approval",
    ].map(
      (cluster) =>
        `organization.yaml:32:3 pipelines.api: needs the role supply-chain-deploy-api-${cluster} in account images, and so does pipelines.deploy-api; rename the pipeline or the cluster [names-clash]`,
    ),
  ],
];
