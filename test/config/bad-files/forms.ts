import { type BadFile, type Edit } from "./base";

export function state(text: string): Edit[] {
  return [["signing:\n", `state: ${text}\nsigning:\n`]];
}

const KEY = "11111111-2222-3333-4444-555555555555";

const VERSIONS: readonly BadFile[] = [
  "~> ,,",
  ">=",
  ">= 1.10,",
  ", >= 1.10",
  ">= 1.10 < 2",
  "6.x",
  ">=  6.25",
  "v6.25",
  "6.25.0.1",
  "=> 6",
  "~> 6.25.0-beta1",
  "",
].map((version): BadFile => [
  `the version constraint "${version}"`,
  [["signing:\n", `terraform: { awsProvider: "${version}", terraform: "${version}" }\nsigning:\n`]],
  [
    `organization.yaml:20:27 terraform.awsProvider: is "${version}"; allowed: a version constraint; write it like ~> 6.25, or remove the key [invalid-value]`,
    `organization.yaml:20:${String(42 + version.length)} terraform.terraform: is "${version}"; allowed: a version constraint; write it like ">= 1.10", or remove the key [invalid-value]`,
  ],
]);

const LIKE_STATE = 'it like "state/{organization}", or remove the key';
const DIRECTORIES: readonly BadFile[] = (
  [
    ["/var/state", "var/state"],
    ["../state", LIKE_STATE],
    ["state/../../up", LIKE_STATE],
    ["state/..", LIKE_STATE],
    ["..", LIKE_STATE],
    ["${path.module}/state", LIKE_STATE],
    [" ", LIKE_STATE],
    ["", LIKE_STATE],
    ["~/state", LIKE_STATE],
  ] as const
).map(([directory, instead]): BadFile => [
  `the state directory "${directory}"`,
  state(`{ backend: local, directory: "${directory}" }`),
  [
    `organization.yaml:20:37 state.directory: is "${directory}"; allowed: a folder below the working folder; write ${instead} [invalid-value]`,
  ],
]);

/** Buckets that no bucket can be called, by letters and length or by what S3 keeps for itself. */
const BUCKETS: readonly BadFile[] = [
  ...(
    [
      ["ab", "it like example-terraform-state"],
      ["State", "it like example-terraform-state"],
      ["state_bucket", "it like example-terraform-state"],
      ["-state", "it like example-terraform-state"],
      ["state.", "it like example-terraform-state"],
      ["${state}", "it like example-terraform-state"],
    ] as const
  ).map(
    ([bucket, instead]) =>
      [bucket, `is "${bucket}"; allowed: a bucket name; write ${instead} [invalid-value]`] as const,
  ),
  ...(
    [
      ["state..bucket", "has two dots in a row"],
      ["192.168.5.4", "is written like an IP address"],
      ["xn--state", "begins with xn--, which S3 keeps for itself"],
      ["sthree-state", "begins with sthree-, which S3 keeps for itself"],
      ["amzn-s3-demo-state", "begins with amzn-s3-demo-, which S3 keeps for itself"],
      ["state-s3alias", "ends with -s3alias, which S3 keeps for itself"],
      ["state--ol-s3", "ends with --ol-s3, which S3 keeps for itself"],
      ["state.mrap", "ends with .mrap, which S3 keeps for itself"],
      ["state--x-s3", "ends with --x-s3, which S3 keeps for itself"],
      ["state--table-s3", "ends with --table-s3, which S3 keeps for itself"],
      ["state-an", "ends with -an, which S3 keeps for buckets in the namespace of an account"],
    ] as const
  ).map(
    ([bucket, why]) =>
      [
        bucket,
        `${bucket} ${why}, so no bucket has this name; write the name of an existing bucket [invalid-bucket-name]`,
      ] as const,
  ),
].map(([bucket, message]): BadFile => [
  `the bucket ${bucket}`,
  state(`{ backend: s3, bucket: "${bucket}" }`),
  [`organization.yaml:20:31 state.bucket: ${message}`],
]);

const KEYS: readonly BadFile[] = (
  [
    ["eu-central-1", "no account, no resource"],
    ["eu-central-1:333333333333:alias/state", "resource alias/state"],
    [`:333333333333:key/${KEY}`, "no region"],
    [`eu-central-1:3333:key/${KEY}`, "account 3333"],
    [`eu-central-1:333333333333:key/${KEY.slice(1)}`, `resource key/${KEY.slice(1)}`],
    [`eu-central-1:333333333333:key/mrk-${"1".repeat(31)}`, `resource key/mrk-${"1".repeat(31)}`],
    [`eu-west-1:333333333333:key/${KEY}`, "region eu-west-1"],
  ] as const
).map(([end, wrong]): BadFile => [
  `the state's key arn:aws:kms:${end}`,
  state(`{ backend: s3, bucket: state, kmsKey: "arn:aws:kms:${end}" }`),
  [
    `organization.yaml:20:46 state.kmsKey: the ARN names ${wrong}; allowed: arn:aws:kms:eu-central-1:ACCOUNT:key/KEY-ID; use an ARN of this form [arn-elsewhere]`,
  ],
]);

const CONNECTIONS: readonly BadFile[] = (
  [
    ["codeconnections:eu-central-1:333333333333:connection/abc", "resource connection/abc", "eu-central-1"],
    [`codestar-connections::333333333333:connection/${KEY}`, "no region", "REGION"],
    [`codeconnections:eu-nowhere-1:333333333333:connection/${KEY}`, "region eu-nowhere-1", "REGION"],
    [`codeconnections:cn-north-1:333333333333:connection/${KEY}`, "region cn-north-1", "REGION"],
    [`codeconnections:eu-west-1:333333333333:host/${KEY}`, `resource host/${KEY}`, "eu-west-1"],
  ] as const
).map(([end, wrong, region]): BadFile => [
  `the connection arn:aws:${end}`,
  [["{ github: example/api }", `{ github: example/api, connection: "arn:aws:${end}" }`]],
  [
    `organization.yaml:30:48 pipelines.api.source.connection: the ARN names ${wrong}; allowed: arn:aws:${end.split(":")[0] ?? ""}:${region}:333333333333:connection/CONNECTION-ID; use an ARN of this form [arn-elsewhere]`,
  ],
]);

const BRANCHES: readonly BadFile[] = (
  [
    ["/main", "main"],
    ["main/", "main"],
    ["a//b", "it like main"],
    ["a..b", "it like main"],
    ["a b", "it like main"],
    ["main.", "it like main"],
    ["main.lock", "it like main"],
  ] as const
).map(([branch, instead]): BadFile => [
  `the branch ${branch}`,
  [["{ github: example/api }", `{ github: example/api, branch: ${branch} }`]],
  [
    `organization.yaml:30:44 pipelines.api.source.branch: is "${branch}"; allowed: a branch name; write ${instead} [invalid-value]`,
  ],
]);

/** Texts that look right and are not. */
export const BAD_FORMS: readonly BadFile[] = [
  ...VERSIONS,
  ...DIRECTORIES,
  ...BUCKETS,
  ...KEYS,
  ...CONNECTIONS,
  ...BRANCHES,
  [
    "an address range that begins inside",
    [["10.40.0.0/16", "10.40.0.1/16"]],
    [
      "organization.yaml:16:45 accounts.shop.networks[0].cidr: 10.40.0.1/16 does not name the range by its first address; write 10.40.0.0/16 [invalid-range]",
    ],
  ],
  [
    "an address range that begins in its middle",
    [["10.40.0.0/16", "10.43.160.0/18"]],
    [
      "organization.yaml:16:45 accounts.shop.networks[0].cidr: 10.43.160.0/18 does not name the range by its first address; write 10.43.128.0/18 [invalid-range]",
    ],
  ],
  [
    "a subnet and a route table of two networks",
    [
      [
        "    clusters:\n",
        "      - { vpc: vpc-0a1b2c3d4e5f60799, cidr: 10.41.0.0/16, subnets: [subnet-0a1b2c3d4e5f60722, subnet-0a1b2c3d4e5f60711], routeTables: [rtb-0a1b2c3d4e5f60713] }\n    clusters:\n",
      ],
    ],
    [
      "organization.yaml:17:95 accounts.shop.networks[1].subnets[1]: subnet-0a1b2c3d4e5f60711 is listed before, in account shop; list it once, in the network of its VPC [network-repeated]",
      "organization.yaml:17:136 accounts.shop.networks[1].routeTables[0]: rtb-0a1b2c3d4e5f60713 is listed before, in account shop; list it once, in the network of its VPC [network-repeated]",
    ],
  ],
  [
    "a state directory with too long a name",
    state(`{ backend: local, directory: "${"s".repeat(256)}" }`),
    [
      `organization.yaml:20:37 state.directory: is "${"s".repeat(60)}… (256 characters)"; allowed: at most 255 characters; shorten it by 1 character [invalid-value]`,
    ],
  ],
  [
    "a bucket with too long a name",
    state(`{ backend: s3, bucket: ${"b".repeat(64)} }`),
    [
      `organization.yaml:20:31 state.bucket: is "${"b".repeat(60)}… (64 characters)"; allowed: a bucket name; write it like example-terraform-state [invalid-value]`,
    ],
  ],
  [
    "a key prefix that climbs out",
    state("{ backend: s3, bucket: state, prefix: a/../b }"),
    [
      'organization.yaml:20:46 state.prefix: is "a/../b"; allowed: a key prefix; write it like "supply-chain/{organization}", or remove the key [invalid-value]',
    ],
  ],
  [
    "a key prefix with too long a name",
    state(`{ backend: s3, bucket: state, prefix: "${"p".repeat(513)}" }`),
    [
      `organization.yaml:20:46 state.prefix: is "${"p".repeat(60)}… (513 characters)"; allowed: at most 512 characters; shorten it by 1 character [invalid-value]`,
    ],
  ],
  [
    "a host name with an empty part",
    state("{ backend: hcp-terraform, organization: shop, hostname: app..io }"),
    [
      'organization.yaml:20:64 state.hostname: is "app..io"; allowed: a host name; write it like app.terraform.io [invalid-value]',
    ],
  ],
  [
    "a project with a space at its end",
    state('{ backend: hcp-terraform, organization: shop, project: "supply chain " }'),
    [
      'organization.yaml:20:63 state.project: is "supply chain "; allowed: 3 to 40 letters, digits, spaces, - and _; write supply chain [invalid-value]',
    ],
  ],
  [
    "an encryption key without its account",
    [
      [
        "  replication:",
        `  encryption: { kmsKey: "arn:aws:kms:eu-central-1::key/${KEY.toUpperCase().replaceAll("1", "A")}" }\n  replication:`,
      ],
    ],
    [
      "organization.yaml:24:25 registry.encryption.kmsKey: the ARN names no account, resource key/AAAAAAAA-2222-3333-4444-555555555555; allowed: arn:aws:kms:eu-central-1:333333333333:key/KEY-ID; use an ARN of this form [arn-elsewhere]",
    ],
  ],
  [
    "a secret without the end of its ARN",
    [
      [
        "[kubernetes]",
        "{ docker-hub: { credentials: arn:aws:secretsmanager:eu-central-1:333333333333:secret:ecr-pullthroughcache/docker-hub } }",
      ],
    ],
    [
      "organization.yaml:25:50 registry.pullThroughCache.docker-hub.credentials: the ARN names resource secret:ecr-pullthroughcache/docker-hub; allowed: arn:aws:secretsmanager:eu-central-1:333333333333:secret:ecr-pullthroughcache/NAME-XXXXXX; use an ARN of this form [arn-elsewhere]",
    ],
  ],
  [
    "a deployment role with an empty folder, in a region",
    [
      [
        "    role: workload\n",
        '    role: workload\n    deploymentRole: "arn:aws:iam:eu-central-1:444444444444:role//deploy"\n',
      ],
    ],
    [
      "organization.yaml:14:21 accounts.shop.deploymentRole: the ARN names region eu-central-1, resource role//deploy; allowed: arn:aws:iam::444444444444:role/NAME; use an ARN of this form [arn-elsewhere]",
    ],
  ],
  [
    "an exempt role that ends with a slash",
    [
      [
        "attachTo: [production]",
        "attachTo: [production]\n  exemptRoles: [arn:aws:iam::333333333333:role/break-glass/]",
      ],
    ],
    [
      'organization.yaml:37:17 guardrails.exemptRoles[0]: is "arn:aws:iam::333333333333:role/break-glass/"; allowed: the exact ARN of an IAM role; write arn:aws:iam::333333333333:role/break-glass [invalid-value]',
    ],
  ],
  [
    "a role that pushes, under too long a path",
    [["{ pull: [shop] }", `{ push: [{ account: shop, role: ${"p".repeat(511)}/release }] }`]],
    [
      `organization.yaml:27:47 registry.repositories.shop/api.push[0].role: is "${"p".repeat(60)}… (519 characters)"; allowed: path and name without a leading slash; write it like ci/release [invalid-value]`,
    ],
  ],
  [
    "a deployment role with too long a name",
    [["signing:\n", `deployment: { role: ci/${"r".repeat(65)} }\nsigning:\n`]],
    [
      `organization.yaml:20:21 deployment.role: is "ci/${"r".repeat(57)}… (68 characters)"; allowed: path and name without a leading slash; write it like ci/release [invalid-value]`,
    ],
  ],
];
