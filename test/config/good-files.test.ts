import { parseOrganization } from "../../config";
import { type Edit, textOf } from "./bad-files/base";

/** So many texts with their numbers in them, from 0. */
function times(count: number, text: (index: number) => string, separator = ", "): string {
  return Array.from({ length: count }, (_, index) => text(index)).join(separator);
}

function state(text: string): Edit[] {
  return [["signing:\n", `state: ${text}\nsigning:\n`]];
}

function section(text: string): Edit[] {
  return [["signing:\n", `${text}\nsigning:\n`]];
}

function repository(settings: string): Edit[] {
  return [["{ pull: [shop] }", settings]];
}

const KEY = "11111111-2222-3333-4444-555555555555";

/** The widest, longest and most that the checks take, and forms that only look wrong. */
const GOOD: readonly (readonly [name: string, edits: readonly Edit[]])[] = [
  ...["10.0.0.0/8", "10.40.128.0/17", "10.40.0.1/32", "10.40.0.254/31", "172.16.0.0/12"].map(
    (cidr): [string, Edit[]] => [`the range ${cidr}`, [["10.40.0.0/16", cidr]]],
  ),
  ...["6", "6.25", "= 6.25.0", "!= 6.26.0", ">=6.25,<7", ">= 6.25, < 7, != 6.30.1", "~> 6.25"].map(
    (version): [string, Edit[]] => [
      `the version constraint ${version}`,
      section(`terraform: { awsProvider: "${version}", terraform: "${version}" }`),
    ],
  ),
  ...["state", ".", "./state", "a/b.c/d e", "..state", "s".repeat(255)].map((directory): [string, Edit[]] => [
    `the state directory ${directory}`,
    state(`{ backend: local, directory: "${directory}" }`),
  ]),
  ...[
    "abc",
    "b".repeat(63),
    "state.example.com",
    "state-.x",
    "1.2.3",
    "1.2.3.4.5",
    "xn-state",
    "states3alias",
    "statean",
    "state-333333333333-eu-central-1-an",
    "state-333333333333-us-gov-west-1-an",
  ].map((bucket): [string, Edit[]] => [
    `the bucket ${bucket}`,
    state(`{ backend: s3, bucket: "${bucket}" }`),
  ]),
  ...["", "a/b", "a.b/..c", "p".repeat(512)].map((prefix): [string, Edit[]] => [
    `the key prefix ${prefix}`,
    state(`{ backend: s3, bucket: state, prefix: "${prefix}" }`),
  ]),
  [
    "a state in another region of the partition, with a key of another account there",
    state(
      `{ backend: s3, bucket: state, region: us-east-1, kmsKey: "arn:aws:kms:us-east-1:999999999999:key/mrk-${"1".repeat(32)}" }`,
    ),
  ],
  [
    "a workspace name of ninety characters",
    state(`{ backend: hcp-terraform, organization: shop, workspace: "${"w".repeat(53)}-{stack}" }`),
  ],
  ["a host name of one part", state("{ backend: hcp-terraform, organization: shop, hostname: tfe-1 }")],
  [
    "a project of three words",
    state('{ backend: hcp-terraform, organization: shop, project: "my own chain" }'),
  ],
  ...["feature/api-1.2", "a.b", "release_1", "locked", "a.locker"].map((branch): [string, Edit[]] => [
    `the branch ${branch}`,
    [["{ github: example/api }", `{ github: example/api, branch: ${branch} }`]],
  ]),
  ...["codeconnections:eu-central-1", "codestar-connections:us-east-1"].map((place): [string, Edit[]] => [
    `a connection of ${place}`,
    [
      [
        "{ github: example/api }",
        `{ github: example/api, connection: "arn:aws:${place}:333333333333:connection/${KEY}" }`,
      ],
    ],
  ]),
  [
    "an encryption key and a secret by their whole ARNs",
    [
      [
        "[kubernetes]",
        "{ docker-hub: { credentials: arn:aws:secretsmanager:eu-central-1:333333333333:secret:ecr-pullthroughcache/team/docker-hub-AbCd12 } }",
      ],
      ...repository(`{ encryption: { kmsKey: "arn:aws:kms:eu-central-1:333333333333:key/${KEY}" } }`),
    ],
  ],
  [
    "roles under paths of 512 characters",
    section(`deployment: { role: ${"p".repeat(510)}/${"r".repeat(64)} }`).concat([
      ["attachTo: [production]", "attachTo: []"],
    ]),
  ],
  [
    "a deployment role and an exempt role under paths",
    [
      [
        "    role: workload\n",
        "    role: workload\n    deploymentRole: arn:aws:iam::444444444444:role/ci/deploy\n",
      ],
      [
        "attachTo: [production]",
        "attachTo: [production]\n  exemptRoles: [arn:aws:iam::999999999999:role/ci/break-glass]",
      ],
    ],
  ],
  ...["root", "r-ex4m", "ou-ex4m-othe0001", '"999999999999"', "shop", "security"].map(
    (target): [string, Edit[]] => [
      `guardrails attached to ${target}`,
      [["attachTo: [production]", `attachTo: [${target}]`]],
    ],
  ),
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
  ["a movable tag with two wildcards", repository('{ mutableTags: ["*-edge-*", latest] }')],
  [
    "release tags with four wildcards",
    repository('{ keep: { releases: 1, releaseTags: ["v*.*.*-*", "sha256*x"] } }'),
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
];

test.each(GOOD)("%s", (_name, edits) => {
  expect(() => parseOrganization(textOf(edits), "organization.yaml")).not.toThrow();
});
