import { checkBaseline } from "../../baseline";
import { ACCOUNT, broken, policy, type Mutation } from "./support";

const repositoryPolicy = ["resource", "aws_ecr_repository_policy", "api", "policy"];
const rolePolicy = ["resource", "aws_iam_role_policy", "build", "policy"];
const trust = ["resource", "aws_iam_role", "build", "assume_role_policy"];
const arn = "${aws_s3_bucket.artifacts.arn}";
const everybody = { Effect: "Allow", Principal: "*", Action: "ecr:BatchGetImage" };

const MUTATIONS: readonly Mutation[] = [
  ["restricted-principal", "unconditional", broken(repositoryPolicy, policy(everybody))],
  [
    "restricted-principal",
    "inside a list",
    broken(
      repositoryPolicy,
      policy({ ...everybody, Principal: { AWS: [`arn:aws:iam::${ACCOUNT}:root`, "*"] } }),
    ),
  ],
  [
    "restricted-principal",
    "NotPrincipal",
    broken(
      repositoryPolicy,
      policy({ Effect: "Allow", NotPrincipal: { AWS: ACCOUNT }, Action: "ecr:BatchGetImage" }),
    ),
  ],
  ["restricted-principal", "trust", broken(trust, policy({ ...everybody, Action: "sts:AssumeRole" }))],
  [
    "restricted-principal",
    "endpoint",
    broken(
      ["resource", "aws_vpc_endpoint", "s3", "policy"],
      policy({ ...everybody, Action: "s3:GetObject", Resource: "arn:aws:s3:::example/*" }),
    ),
  ],
  [
    "restricted-principal",
    "endpoint without policy",
    broken(["resource", "aws_vpc_endpoint", "s3", "policy"], undefined),
  ],
  [
    "restricted-principal",
    "permission without source",
    broken(["resource", "aws_lambda_permission", "events", "source_arn"], undefined),
  ],
  ["no-wildcard-action", "all", broken(rolePolicy, policy({ Effect: "Allow", Action: "*", Resource: arn }))],
  [
    "no-wildcard-action",
    "one service",
    broken(rolePolicy, policy({ Effect: "Allow", Action: ["ecr:*"], Resource: arn })),
  ],
  [
    "no-wildcard-action",
    "suffix",
    broken(rolePolicy, policy({ Effect: "Allow", Action: "s3:*Object", Resource: arn })),
  ],
  [
    "no-wildcard-action",
    "NotAction",
    broken(rolePolicy, policy({ Effect: "Allow", NotAction: "iam:PassRole", Resource: arn })),
  ],
  [
    "no-wildcard-action",
    "key policy",
    broken(
      ["resource", "aws_kms_key", "images", "policy"],
      policy({ Effect: "Allow", Principal: { AWS: ACCOUNT }, Action: "kms:*", Resource: "*" }),
    ),
  ],
  [
    "no-wildcard-action",
    "attached",
    broken(
      ["resource", "aws_iam_role_policy_attachment", "admin", "policy_arn"],
      "arn:aws:iam::aws:policy/AdministratorAccess",
    ),
  ],
  [
    "no-wildcard-resource",
    "all",
    broken(rolePolicy, policy({ Effect: "Allow", Action: "ecr:PutImage", Resource: "*" })),
  ],
  [
    "no-wildcard-resource",
    "beside an exception",
    broken(
      rolePolicy,
      policy({ Effect: "Allow", Action: ["ecr:GetAuthorizationToken", "ecr:PutImage"], Resource: "*" }),
    ),
  ],
  [
    "no-wildcard-resource",
    "every bucket",
    broken(rolePolicy, policy({ Effect: "Allow", Action: "s3:GetObject", Resource: "arn:aws:s3:::*" })),
  ],
  [
    "no-foreign-role-principal",
    "role",
    broken(
      repositoryPolicy,
      policy({ ...everybody, Principal: { AWS: "arn:aws:iam::444444444444:role/deploy" } }),
    ),
  ],
  [
    "no-foreign-role-principal",
    "denied role",
    broken(
      repositoryPolicy,
      policy({ ...everybody, Effect: "Deny", Principal: { AWS: "arn:aws:iam::444444444444:user/eve" } }),
    ),
  ],
  [
    "no-foreign-role-principal",
    "trust",
    broken(
      trust,
      policy({
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::444444444444:role/deploy" },
        Action: "sts:AssumeRole",
      }),
    ),
  ],
];

test.each(MUTATIONS)("%s alone catches: %s", (rule, _what, stack) => {
  const rules = checkBaseline([stack]).violations.map((violation) => violation.rule);
  expect([...new Set(rules)]).toEqual([rule]);
});
