import { type BadFile } from "./base";

const version = (key: string, constraint: string, message: string): BadFile => [
  `the version of ${key} ${constraint}`,
  [["signing:\n", `terraform: { ${key}: "${constraint}" }\nsigning:\n`]],
  [`organization.yaml:20:${String(16 + key.length)} terraform.${key}: ${message} [unfit-version]`],
];

const PROVIDERS = [
  "~> 5.100",
  ">= 7",
  "6",
  "< 6.25",
  "= 6.24.0",
  "~> 6.24.1",
  "~> 5",
  "> 6.30, < 6.30",
  ">= 6.25, < 6.25.1, != 6.25.0",
];

const TERRAFORMS: readonly (readonly [constraint: string, lowest?: string])[] = [
  [">= 1.3", "1.3.0"],
  ["~> 1.9", "1.9.0"],
  ["~> 1", "1.0.0"],
  ["> 1.9.8", "1.9.9"],
  ["< 2", "0.0.0"],
  ["!= 0.0.0", "0.0.1"],
  ["1", "1.0.0"],
  [">= 2"],
  [">= 1.10, < 1.10"],
];

/** Version constraints that are well formed and yet keep the stacks from running. */
export const BAD_VERSIONS: readonly BadFile[] = [
  ...PROVIDERS.map((constraint) =>
    version(
      "awsProvider",
      constraint,
      `${constraint} admits no version of hashicorp/aws that the stacks are written for; allowed: a constraint that admits one from 6.25 on and below 7; write ~> 6.25, or remove the key`,
    ),
  ),
  ...TERRAFORMS.map(([constraint, lowest]) =>
    version(
      "terraform",
      constraint,
      `${constraint} admits ${lowest === undefined ? "no version of Terraform that can run" : `Terraform ${lowest}, which cannot run`} the stacks; allowed: a constraint that admits Terraform 1.x from 1.10 on and nothing before; write ">= 1.10", or remove the key`,
    ),
  ),
  ...["6.25.0", "~> 6.28.0", ">= 6.25, < 6.29"].map((constraint): BadFile => [
    `${constraint} of hashicorp/aws with blobMounting`,
    [
      ["signing:\n", `terraform: { awsProvider: "${constraint}" }\nsigning:\n`],
      ["  replication: [eu-west-1]\n", "  replication: [eu-west-1]\n  blobMounting: false\n"],
    ],
    [
      `organization.yaml:20:27 terraform.awsProvider: ${constraint} admits no version of hashicorp/aws that knows registry.blobMounting; allowed: a constraint that admits one from 6.29 on and below 7; write ~> 6.29, or remove registry.blobMounting [unfit-version]`,
    ],
  ]),
  ...["1.10.5", "~> 1.10.0", ">= 1.10, < 1.11"].map((constraint): BadFile => [
    `${constraint} of Terraform with the secret of a cache`,
    [
      ["signing:\n", `terraform: { terraform: "${constraint}" }\nsigning:\n`],
      ["pullThroughCache: [kubernetes]", "pullThroughCache: { github: { credentials: { version: 1 } } }"],
    ],
    [
      `organization.yaml:20:25 terraform.terraform: ${constraint} admits no version of Terraform that fills the secret of registry.pullThroughCache.github.credentials; allowed: a constraint that admits one from 1.11 on and below 2; write ">= 1.11", or give registry.pullThroughCache.github.credentials the ARN of a secret [unfit-version]`,
    ],
  ]),
];
