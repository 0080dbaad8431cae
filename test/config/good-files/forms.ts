import { type Edit } from "../bad-files/base";

/** A file that is taken, by how it differs from the valid one. */
export type GoodFile = readonly [name: string, edits: readonly Edit[]];

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

/** Forms that only look wrong, and texts as long as they may be. */
export const GOOD_FORMS: readonly GoodFile[] = [
  ...["10.0.0.0/8", "10.40.128.0/17", "10.40.0.1/32", "10.40.0.254/31", "172.16.0.0/12"].map(
    (cidr): [string, Edit[]] => [`the range ${cidr}`, [["10.40.0.0/16", cidr]]],
  ),
  ...[
    "6.25",
    "= 6.25.0",
    "!= 6.26.0",
    ">=6.25,<7",
    ">= 6.25, < 7, != 6.30.1",
    "~> 6.25",
    "~> 6.30.2",
    "~> 6",
    ">= 5.80",
    "> 6.30, <= 6.40",
    "< 7",
  ].map((version): [string, Edit[]] => [
    `the provider's version constraint ${version}`,
    section(`terraform: { awsProvider: "${version}" }`),
  ]),
  ...[
    "1.10",
    "= 1.11.4",
    ">=1.10,<2",
    ">= 1.10, < 1.13, != 1.12.1",
    "~> 1.10",
    "~> 1.10.3",
    "> 1.9.8, != 1.9.9, >= 1.10",
  ].map((version): [string, Edit[]] => [
    `Terraform's version constraint ${version}`,
    section(`terraform: { terraform: "${version}" }`),
  ]),
  ...["Größe", "北京", "٣ ½", "𝒜", "a_b.c:d/e=f+g-h@i", ""].map((value): [string, Edit[]] => [
    `the tag "${value}"`,
    section(`tags: { owner: "${value}" }`),
  ]),
  ["tags in letters of another script", section("tags: { größe: a, 所有者: b }")],
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
  ["a cache with nothing behind its prefix", [["[kubernetes]", "{ kubernetes: }"]]],
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
];
