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
];
