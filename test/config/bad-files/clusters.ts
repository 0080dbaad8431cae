import { type BadFile } from "./base";

export const BAD_CLUSTERS: readonly BadFile[] = [
  [
    "clusters of an account without the role",
    [["    role: workload\n", "    role: pipeline\n"]],
    [
      "organization.yaml:17:5 accounts.shop.clusters: account shop has clusters, but not the role workload; set `role: [pipeline, workload]` [clusters-without-workload]",
      "organization.yaml:29:3 pipelines.api: 2 accounts have the role pipeline, and the pipeline names none; allowed: images, shop; add `account` with one of these [pipeline-account-unclear]",
    ],
  ],
  [
    "the same cluster twice",
    [["web: { type: ecs }", "web: { type: ecs }\n      api: { type: ecs, name: web }"]],
    [
      "organization.yaml:19:7 accounts.shop.clusters.api: is the ECS cluster web in eu-central-1, and so is web; remove one of them, or say with `name` or `region` which cluster is meant [cluster-repeated]",
    ],
  ],
  [
    "an EKS cluster that cannot be excluded",
    [["region: eu-west-1 }", "region: eu-west-1, runtimeMonitoring: false }"]],
    [
      "organization.yaml:19:64 accounts.shop.clusters.jobs.runtimeMonitoring: is false, but guardDuty.eks is all by default, and Terraform cannot tag an existing EKS cluster as excluded; set `guardDuty.eks: selected` and `runtimeMonitoring: true` on the clusters to watch; or tag this cluster GuardDutyManaged=false yourself and remove it [exclusion-impossible]",
    ],
  ],
  [
    "an EKS cluster that cannot be excluded from what the file says",
    [
      ["region: eu-west-1 }", "region: eu-west-1, runtimeMonitoring: false }"],
      ["signing:\n", "guardDuty: { eks: all }\nsigning:\n"],
    ],
    [
      "organization.yaml:19:64 accounts.shop.clusters.jobs.runtimeMonitoring: is false, but guardDuty.eks is all, and Terraform cannot tag an existing EKS cluster as excluded; set `guardDuty.eks: selected` and `runtimeMonitoring: true` on the clusters to watch; or tag this cluster GuardDutyManaged=false yourself and remove it [exclusion-impossible]",
    ],
  ],
  [
    "Runtime Monitoring in China, of which the file says one kind",
    `organization: { id: o-exampleorg1, root: r-ex4m, partition: aws-cn, homeRegion: cn-north-1, regions: [cn-north-1] }
accounts:
  management: { id: "111111111111", role: management }
  security: { id: "222222222222", role: security }
  images: { id: "333333333333", role: registry }
guardDuty: { ecs: all }
`,
    [
      'organization.yaml:6:1 guardDuty.eks: is all by default, but GuardDuty has no Runtime Monitoring in the partition aws-cn; set `guardDuty.eks: "off"` [service-not-in-partition]',
      'organization.yaml:6:19 guardDuty.ecs: is all, but GuardDuty has no Runtime Monitoring in the partition aws-cn; set `guardDuty.ecs: "off"` [service-not-in-partition]',
    ],
  ],
  [
    "the same VPC twice, and a range that is too wide",
    [
      [
        "    clusters:\n",
        "      - { vpc: vpc-0a1b2c3d4e5f60718, cidr: 10.0.0.0/7, subnets: [subnet-0a1b2c3d4e5f60711], routeTables: [rtb-0a1b2c3d4e5f60713] }\n    clusters:\n",
      ],
    ],
    [
      "organization.yaml:17:16 accounts.shop.networks[1].vpc: vpc-0a1b2c3d4e5f60718 is listed before, in account shop; list a VPC once, in the account that owns it [network-repeated]",
      "organization.yaml:17:45 accounts.shop.networks[1].cidr: 10.0.0.0/7 would let far more than one VPC reach the endpoints; allowed: /8 or narrower; write the range of the VPC [range-too-wide]",
    ],
  ],
  [
    "a range by an address in its middle",
    [["10.40.0.0/16", "10.40.7.1/16"]],
    [
      "organization.yaml:16:45 accounts.shop.networks[0].cidr: 10.40.7.1/16 does not name the range by its first address; write 10.40.0.0/16 [invalid-range]",
    ],
  ],
  [
    "a foreign bucket of another partition",
    [["cidr: 10.40.0.0/16", 'cidr: 10.40.0.0/16, foreignBuckets: ["arn:aws-cn:s3:::vendor"]']],
    [
      "organization.yaml:16:76 accounts.shop.networks[0].foreignBuckets[0]: the ARN names partition aws-cn; allowed: arn:aws:s3:::BUCKET; use an ARN of this form [arn-elsewhere]",
    ],
  ],
  [
    "a foreign bucket that is a pattern",
    [["cidr: 10.40.0.0/16", 'cidr: 10.40.0.0/16, foreignBuckets: ["arn:aws:s3:::vendor-*"]']],
    [
      'organization.yaml:16:76 accounts.shop.networks[0].foreignBuckets[0]: is "arn:aws:s3:::vendor-*"; allowed: the ARN of a bucket; write it like arn:aws:s3:::amzn-s3-demo-bucket [invalid-value]',
    ],
  ],
  [
    "pipelines where CodeConnections is not",
    [
      [
        "homeRegion: eu-central-1\n  regions: [eu-central-1,",
        "homeRegion: af-south-1\n  regions: [af-south-1,",
      ],
    ],
    [
      "organization.yaml:4:15 organization.homeRegion: af-south-1 is a region that accounts have to enable, and Security Hub cannot be at home there; choose a home region that is on by default; this one may stay in `regions` [home-region-opt-in]",
      "organization.yaml:4:15 organization.homeRegion: there is no AWS CodeConnections in af-south-1, and pipelines run in the home region; choose another home region, or remove `pipelines` and push with roles of your own [service-not-in-region]",
    ],
  ],
  [
    "more places than one stage deploys to",
    [
      [
        "      - { cluster: shop/web, service: api }\n",
        "      - { cluster: shop/web, service: api }\n".repeat(50),
      ],
    ],
    [
      "organization.yaml:33:7 pipelines.api.deploy: is a list of 51 entries; allowed: at most 50 entries; remove 1 entry [invalid-value]",
    ],
  ],
  [
    "a build for ARM in GovCloud",
    [
      [
        "  homeRegion: eu-central-1\n  regions: [eu-central-1, eu-west-1]",
        "  partition: aws-us-gov\n  homeRegion: us-gov-east-1\n  regions: [us-gov-east-1, us-gov-west-1]",
      ],
      ["jobs: { type: eks, region: eu-west-1 }", "jobs: { type: eks, region: us-gov-west-1 }"],
      ["  replication: [eu-west-1]\n  pullThroughCache: [kubernetes]\n", ""],
      ["    image: shop/api\n", "    image: shop/api\n    build: { architecture: arm64 }\n"],
    ],
    [
      "organization.yaml:31:28 pipelines.api.build.architecture: is arm64, but CodeBuild has no such machines in the partition aws-us-gov; allowed: amd64; write amd64, or remove the key [service-not-in-partition]",
    ],
  ],
  [
    "a pipeline and no account for it",
    [["[registry, pipeline]", "registry"]],
    [
      "organization.yaml:29:3 pipelines.api: no account has the role pipeline; add `role: pipeline` to an account [role-missing]",
    ],
  ],
  [
    "a pipeline and two accounts for it",
    [["role: security }", "role: [security, pipeline] }"]],
    [
      "organization.yaml:29:3 pipelines.api: 2 accounts have the role pipeline, and the pipeline names none; allowed: security, images; add `account` with one of these [pipeline-account-unclear]",
    ],
  ],
  [
    "a pipeline of an unknown account",
    [["    image: shop/api\n", "    image: shop/api\n    account: image\n"]],
    [
      "organization.yaml:32:14 pipelines.api.account: there is no account image; allowed: management, security, images, shop; did you mean `images`? [unknown-account]",
    ],
  ],
  [
    "a pipeline of an account without the role",
    [["    image: shop/api\n", "    image: shop/api\n    account: shop\n"]],
    [
      "organization.yaml:32:14 pipelines.api.account: account shop does not have the role pipeline; allowed: images; add the role pipeline to account shop, or name another account [account-without-role]",
    ],
  ],
  [
    "a connection of another account",
    [
      [
        "{ github: example/api }",
        "{ github: example/api, connection: arn:aws:codeconnections:eu-west-1:999999999999:connection/11111111-2222-3333-4444-555555555555 }",
      ],
    ],
    [
      "organization.yaml:30:48 pipelines.api.source.connection: the ARN names account 999999999999; allowed: arn:aws:codeconnections:eu-west-1:333333333333:connection/CONNECTION-ID; use an ARN of this form [arn-elsewhere]",
    ],
  ],
  [
    "an unknown repository",
    [["image: shop/api", "image: shop/apis"]],
    [
      "organization.yaml:31:12 pipelines.api.image: there is no repository shop/apis; allowed: a key of registry.repositories; did you mean `shop/api`? [unknown-repository]",
    ],
  ],
  [
    "an unknown cluster",
    [["cluster: shop/web", "cluster: shop/wep"]],
    [
      "organization.yaml:33:20 pipelines.api.deploy[0].cluster: there is no cluster shop/wep; allowed: shop/web, shop/jobs; did you mean `shop/web`? [unknown-cluster]",
    ],
  ],
  [
    "an ECS cluster without a service",
    [["{ cluster: shop/web, service: api }", "{ cluster: shop/web, namespace: web }"]],
    [
      "organization.yaml:33:9 pipelines.api.deploy[0]: an ECS cluster is deployed to through service; add `service` [target-incomplete]",
      "organization.yaml:33:30 pipelines.api.deploy[0].namespace: an ECS cluster has no namespace; remove it [key-without-effect]",
    ],
  ],
  [
    "an EKS cluster with a service",
    [["manifests: [deploy/api.yaml]", "service: api, container: api"]],
    [
      "organization.yaml:34:9 pipelines.api.deploy[1]: an EKS cluster is deployed to through manifests; add `manifests` [target-incomplete]",
      "organization.yaml:34:31 pipelines.api.deploy[1].service: an EKS cluster has no service; remove it [key-without-effect]",
      "organization.yaml:34:45 pipelines.api.deploy[1].container: an EKS cluster has no container; remove it [key-without-effect]",
    ],
  ],
  [
    "the same deployment twice",
    [
      [
        "      - { cluster: shop/web, service: api }",
        "      - { cluster: shop/web, service: api }\n      - { cluster: shop/web, service: api }",
      ],
    ],
    [
      "organization.yaml:34:9 pipelines.api.deploy[1]: the same deployment to shop/web is in this list already; remove it [repeated-entry]",
    ],
  ],
  [
    "an image that the cluster may not pull",
    [["{ pull: [shop] }", "{ pull: [images] }"]],
    [
      "organization.yaml:33:20 pipelines.api.deploy[0].cluster: account shop may not pull shop/api; allowed: clusters of images; add shop to registry.repositories.shop/api.pull [image-not-pullable]",
      "organization.yaml:34:20 pipelines.api.deploy[1].cluster: account shop may not pull shop/api; allowed: clusters of images; add shop to registry.repositories.shop/api.pull [image-not-pullable]",
    ],
  ],
];
