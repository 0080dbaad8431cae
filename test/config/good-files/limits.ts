import { type Edit, times } from "../bad-files/base";
import { type GoodFile } from "./forms";

function section(text: string): Edit[] {
  return [["signing:\n", `${text}\nsigning:\n`]];
}

function repository(settings: string): Edit[] {
  return [["{ pull: [shop] }", settings]];
}

/** The widest and the most that the checks take, and what only resembles a mistake. */
export const GOOD_LIMITS: readonly GoodFile[] = [
  ["fifty tags", section(`tags: { ${times(50, (index) => `t${String(index)}: x`)} }`)],
  ["tags that name no secret", section("tags: { Owner: a, owner-2: b, tokenizer: c, key: d, secretary: e }")],
  [
    "prefixes of caches of two and of thirty characters",
    [["[kubernetes]", `{ k8: { upstream: kubernetes }, ${"k".repeat(30)}: { upstream: kubernetes } }`]],
  ],
  [
    "fifty caches",
    [["[kubernetes]", `{ ${times(50, (index) => `k8s-${String(index)}: { upstream: kubernetes }`)} }`]],
  ],
  [
    "a repository that begins like a cache",
    [
      ["    shop/api: {", "    kubernetes-tools/api: {"],
      ["image: shop/api", "image: kubernetes-tools/api"],
    ],
  ],
  [
    "repositories in a folder that begins like a cache, and one whose name goes on behind it",
    [
      [
        "    shop/api: { pull: [shop] }\n",
        "    shop/api: { pull: [shop] }\n    kube/kube:\n    kubernetes-2:\n",
      ],
    ],
  ],
  [
    "a repository that begins a cache, without replicas",
    [
      ["    shop/api: { pull: [shop] }\n", "    shop/api: { pull: [shop] }\n    kube:\n"],
      ["  replication: [eu-west-1]\n", ""],
    ],
  ],
  ["a movable tag with two wildcards", repository('{ mutableTags: ["edge-*-*", "*-dev", "a", latest] }')],
  [
    "release tags with four wildcards",
    repository('{ keep: { releases: 1, releaseTags: ["v*.*.*-*", "sha256*x"] } }'),
  ],
  [
    "an archive, with releases and protected tags",
    repository(
      '{ keep: { archive: { unpulledDays: 180, deleteAfterDays: 90 }, releaseTags: [r-*], protectedTags: ["r-*-lts", "sha256-*", "_x"] } }',
    ),
  ],
  ...["4106 days", "135 months", "11 years", "1 days"].map((validity): [string, Edit[]] => [
    `a validity of ${validity}`,
    [["135 months", validity]],
  ]),
  [
    "ten signing profiles in use, and one that is not",
    [
      ["    release: { validity: 135 months }\n", times(11, (index) => `    p${String(index)}:\n`, "")],
      [
        "    shop/api: { pull: [shop] }\n",
        `    shop/api: { signedBy: p0 }\n${times(9, (index) => `    shop/a${String(index)}: { signedBy: p${String(index + 1)} }\n`, "")}`,
      ],
    ],
  ],
  [
    "a hundred repositories of one profile, each beside one of another",
    [
      ["    release: { validity: 135 months }", "    release:\n    test:"],
      [
        "    shop/api: { pull: [shop] }\n",
        `    shop/api: { signedBy: release }\n${times(99, (index) => `    a${String(index)}x: { signedBy: release }\n    a${String(index)}x-test: { signedBy: test }\n`, "")}`,
      ],
    ],
  ],
  [
    "a thousand first folders next to caches",
    [
      [
        "    shop/api: { pull: [shop] }\n",
        `    shop/api: { pull: [shop] }\n${times(999, (index) => `    a${String(index)}/b: {}\n`, "")}`,
      ],
    ],
  ],
  [
    "more first folders than that without caches, or without replicas",
    [
      [
        "    shop/api: { pull: [shop] }\n",
        `    shop/api: { pull: [shop] }\n${times(1000, (index) => `    a${String(index)}/b: {}\n`, "")}`,
      ],
      ["  replication: [eu-west-1]\n", ""],
    ],
  ],
  [
    "more first folders than that without caches",
    [
      [
        "    shop/api: { pull: [shop] }\n",
        `    shop/api: { pull: [shop] }\n${times(1000, (index) => `    a${String(index)}/b: {}\n`, "")}`,
      ],
      ["  pullThroughCache: [kubernetes]\n", ""],
    ],
  ],
  [
    "a scanning filter of 255 characters",
    [["  replication:", `  scanning: { onPush: ["${"a".repeat(255)}"] }\n  replication:`]],
  ],
  [
    "manifests whose paths have four thousand characters",
    [
      [
        "manifests: [deploy/api.yaml]",
        `manifests: [${times(4, (index) => `${"d".repeat(index === 0 ? 999 : 998)}${String(index)}`)}]`,
      ],
    ],
  ],
  [
    "one namespace of two clusters, two namespaces of one, and two services of one",
    [
      [
        "      jobs: { type: eks, region: eu-west-1 }\n",
        "      jobs: { type: eks, region: eu-west-1 }\n      more: { type: eks }\n",
      ],
      [
        "manifests: [deploy/api.yaml] }\n",
        "manifests: [deploy/api.yaml] }\n      - { cluster: shop/more, manifests: [deploy/api.yaml] }\n      - { cluster: shop/more, manifests: [deploy/api.yaml], namespace: web }\n      - { cluster: shop/web, service: web }\n",
      ],
    ],
  ],
  [
    "one service in the lists of two pipelines",
    [
      [
        "guardrails:\n",
        "  web:\n    source: { github: example/web }\n    image: shop/api\n    deploy: [{ cluster: shop/web, service: api }]\nguardrails:\n",
      ],
    ],
  ],
  [
    "a pipeline with so long a key that its bucket ends with a hash",
    [
      [
        "guardrails:\n",
        `  ${"k".repeat(31)}-s3alias: { source: { github: example/an }, image: shop/api }\n  plan: { source: { github: example/an }, image: shop/api }\nguardrails:\n`,
      ],
    ],
  ],
  [
    "networks of their own in two accounts",
    [
      [
        "role: [registry, pipeline] }",
        "role: [registry, pipeline], networks: [{ vpc: vpc-0a1b2c3d4e5f60799, cidr: 10.40.0.0/16, subnets: [subnet-0a1b2c3d4e5f60799], routeTables: [rtb-0a1b2c3d4e5f60799] }] }",
      ],
    ],
  ],
  [
    "central accounts that list every region, and networks in one",
    [
      ["role: management }", "role: management, regions: [eu-west-1, eu-central-1] }"],
      ["role: security }", "role: security, regions: [eu-central-1, eu-west-1] }"],
      ["role: [registry, pipeline] }", "role: [registry, pipeline], regions: [eu-central-1, eu-west-1] }"],
      ["cidr: 10.40.0.0/16", "region: eu-west-1, cidr: 10.40.0.0/16"],
    ],
  ],
  [
    "a pipeline that names its account",
    [["    image: shop/api\n", "    image: shop/api\n    account: images\n"]],
  ],
  [
    "an organizational unit by its id",
    [["organizationalUnit: production", "organizationalUnit: ou-ex4m-othe0001"]],
  ],
  [
    "one cluster name in two accounts, two regions and of two kinds",
    [
      [
        "role: [registry, pipeline] }",
        "role: [registry, pipeline, workload], clusters: { web: { type: ecs } } }",
      ],
      [
        "web: { type: ecs }\n",
        "web: { type: ecs }\n      web-eks: { type: eks, name: web }\n      web-west: { type: ecs, name: web, region: eu-west-1 }\n",
      ],
    ],
  ],
  [
    "clusters that say what GuardDuty does anyway",
    [
      ["web: { type: ecs }", "web: { type: ecs, runtimeMonitoring: false }"],
      ["region: eu-west-1 }", "region: eu-west-1, runtimeMonitoring: true }"],
    ],
  ],
  [
    "clusters that nothing watches",
    [
      ["web: { type: ecs }", "web: { type: ecs, runtimeMonitoring: false }"],
      ["guardrails:\n", 'guardDuty: { ecs: "off", eks: "off" }\nguardrails:\n'],
    ],
  ],
  [
    "a pipeline whose key makes a bucket name one character too long to end with it",
    [
      [
        "guardrails:\n",
        `  ${"k".repeat(17)}-s3alias: { source: { github: example/an }, image: shop/api }\nguardrails:\n`,
      ],
    ],
  ],
  [
    "every account but the administrator's a member of Inspector already",
    [["guardrails:\n", "inspector: { existingMembers: [images, shop] }\nguardrails:\n"]],
  ],
  [
    "basic scanning without Inspector",
    [
      ["  replication:", "  scanning: { mode: basic }\n  replication:"],
      ["guardrails:\n", "inspector: { autoEnable: [] }\nguardrails:\n"],
    ],
  ],
  [
    "a region without Inspector, with basic scanning",
    [
      ["regions: [eu-central-1, eu-west-1]", "regions: [eu-central-1, eu-west-1, ap-southeast-6]"],
      ["  replication:", "  scanning: { mode: basic }\n  replication:"],
      ["guardrails:\n", "inspector: { autoEnable: [] }\nguardrails:\n"],
    ],
  ],
  [
    "continuous scanning, and functions with their code",
    [
      ["  replication:", "  scanning: { continuous: [shop/*], onPush: [] }\n  replication:"],
      ["guardrails:\n", "inspector: { autoEnable: [lambda-code, ecr, lambda, ec2] }\nguardrails:\n"],
    ],
  ],
];
