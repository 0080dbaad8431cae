import { type TerraformJson } from "../../../baseline";
import { objections, policy, type Resources } from "../support";

/** Case, resources, the rest of the stack, and every objection with its exact text. */
type Case = readonly [what: string, resource: Resources, more: TerraformJson, expected: readonly string[]];

const only = (type: string, body: Record<string, unknown>): Resources => ({ [type]: { x: body } });
const statement = policy({ Effect: "Allow", Action: "ecr:PutImage", Resource: "arn:aws:ecr:::x" });
const role = (body: Record<string, unknown>) => only("aws_iam_role", body);
const control = (type_name: unknown) => only("aws_cloudcontrolapi_resource", { type_name });
const providers = (required_providers: unknown) => ({ terraform: { required_providers } });
const JSON_POLICY = "write the policy as JSON whose statements are literal";
const WRITE_BLOCKS = "write the blocks themselves";
const USE_AWS = "use the provider hashicorp/aws";

const DYNAMIC: readonly Case[] = [
  ["blocks that are written", role({ inline_policy: [{ policy: statement }] }), {}, []],
  ["an argument of that name", only("aws_sns_topic", { tags: { dynamic: "yes" } }), {}, []],
  ["a comment of that name", only("aws_sns_topic", { "//": { dynamic: { statement: {} } } }), {}, []],
  [
    "an inline policy",
    role({ dynamic: { inline_policy: { for_each: ["a"], content: { policy: statement } } } }),
    {},
    [`aws_iam_role.x: what its dynamic block inline_policy makes could not be decided; ${WRITE_BLOCKS}`],
  ],
  [
    "two at once, as lists",
    only("aws_lb_listener", { dynamic: [{ default_action: [{}], tag: {} }] }),
    {},
    ["default_action", "tag"].map(
      (name) =>
        `aws_lb_listener.x: what its dynamic block ${name} makes could not be decided; ${WRITE_BLOCKS}`,
    ),
  ],
  [
    "one within a block, undecided itself",
    only("aws_codebuild_project", { environment: [{ dynamic: { environment_variable: "${var.x}" } }] }),
    {},
    [
      `aws_codebuild_project.x: what its dynamic block environment_variable makes could not be decided; ${WRITE_BLOCKS}`,
    ],
  ],
  [
    "one of a provider",
    {},
    { provider: { aws: [{ dynamic: { assume_role: {} } }] } },
    [`provider.aws: what its dynamic block assume_role makes could not be decided; ${WRITE_BLOCKS}`],
  ],
];

const INLINE_POLICY: readonly Case[] = [
  ["none", role({ inline_policy: null }), {}, []],
  ["a list within a list", role({ inline_policy: [[{ policy: statement }]] }), {}, []],
  [
    "a list within a list, broken",
    role({ inline_policy: [[{ policy: "{" }]] }),
    {},
    [`aws_iam_role.x: its inline_policy.policy could not be read: it is not JSON; ${JSON_POLICY}`],
  ],
  [
    "an expression",
    role({ inline_policy: "${var.policies}" }),
    {},
    [
      `aws_iam_role.x: its inline_policy.policy could not be read: only Terraform knows what \${var.policies} will say; ${JSON_POLICY}`,
    ],
  ],
  [
    "a list of expressions",
    role({ inline_policy: ["${var.policy}"] }),
    {},
    [
      `aws_iam_role.x: its inline_policy.policy could not be read: only Terraform knows what \${var.policy} will say; ${JSON_POLICY}`,
    ],
  ],
  [
    "text",
    role({ inline_policy: "admin" }),
    {},
    [
      `aws_iam_role.x: its inline_policy.policy could not be read: only Terraform knows what \${"admin"} will say; ${JSON_POLICY}`,
    ],
  ],
];

const PROVISIONER = (name: string) =>
  `what its provisioner ${name} does could not be decided; remove the provisioner`;
const PROGRAMS: readonly Case[] = [
  ["none", only("aws_sns_topic", { provisioner: [] }), {}, []],
  [
    "provisioners",
    only("aws_sns_topic", { provisioner: [{ "local-exec": { command: "true" } }, { "remote-exec": {} }] }),
    {},
    [`aws_sns_topic.x: ${PROVISIONER("local-exec")}`, `aws_sns_topic.x: ${PROVISIONER("remote-exec")}`],
  ],
  [
    "a provisioner of what was removed",
    {},
    { removed: { from: "aws_sns_topic.x", provisioner: { "local-exec": { when: "destroy" } } } },
    [`removed.aws_sns_topic.x: ${PROVISIONER("local-exec")}`],
  ],
  [
    "resources that run programs",
    { terraform_data: { x: {} }, null_resource: { x: {} } },
    {},
    [
      `terraform_data.x: no rule can judge what the provider terraform.io/builtin/terraform does; ${USE_AWS}`,
      `null_resource.x: no rule can judge what the provider hashicorp/null does; ${USE_AWS}`,
    ],
  ],
  [
    "data sources that run programs",
    {},
    { data: { external: { x: { program: ["true"] } }, aws_caller_identity: { x: {} } } },
    [`data.external.x: no rule can judge what the provider hashicorp/external does; ${USE_AWS}`],
  ],
  [
    "ephemeral resources and the data sources of checks",
    {},
    {
      ephemeral: { random_password: { x: {} }, aws_kms_secrets: { x: {} } },
      check: { health: { data: { http: { x: {} } }, assert: {} } },
    },
    [
      `data.http.x: no rule can judge what the provider hashicorp/http does; ${USE_AWS}`,
      `ephemeral.random_password.x: no rule can judge what the provider hashicorp/random does; ${USE_AWS}`,
    ],
  ],
];

const bucket = (body: Record<string, unknown> = {}) => only("aws_sns_topic", { ...body });
const PROVIDERS: readonly Case[] = [
  ["none required", bucket(), {}, []],
  ...["aws", "hashicorp/aws", "registry.terraform.io/hashicorp/aws", "HashiCorp/AWS"].map((source): Case => [
    `required as ${source}`,
    bucket(),
    providers({ aws: { source } }),
    [],
  ]),
  ["required by its version only", bucket(), providers({ aws: "~> 6.25", other: {} }), []],
  [
    "a second local name",
    bucket({ provider: "aws2.us" }),
    providers([{ aws2: { source: "hashicorp/aws" } }]),
    [],
  ],
  [
    "another source",
    bucket(),
    {
      terraform: [
        { required_version: ">= 1.10" },
        { required_providers: { aws: { source: "example/aws" } } },
      ],
    },
    [`aws_sns_topic.x: no rule can judge what the provider example/aws does; ${USE_AWS}`],
  ],
  [
    "another registry",
    bucket(),
    providers({ aws: { source: "terraform.example.com/hashicorp/aws" } }),
    [
      `aws_sns_topic.x: no rule can judge what the provider terraform.example.com/hashicorp/aws does; ${USE_AWS}`,
    ],
  ],
  [
    "a source that only Terraform knows",
    bucket(),
    providers({ aws: { source: "${var.source}" } }),
    [`aws_sns_topic.x: no rule can judge what the provider hashicorp/\${var.source} does; ${USE_AWS}`],
  ],
  [
    "AWS's Cloud Control provider",
    only("awscc_s3_bucket", {}),
    providers({ awscc: { source: "hashicorp/awscc" } }),
    [`awscc_s3_bucket.x: no rule can judge what the provider hashicorp/awscc does; ${USE_AWS}`],
  ],
  [
    "a type of ours made by somebody else",
    only("aws_s3_bucket", { provider: "mirror", lifecycle: { prevent_destroy: true } }),
    providers({ mirror: { source: "example/aws" } }),
    [`aws_s3_bucket.x: no rule can judge what the provider example/aws does; ${USE_AWS}`],
  ],
];

const HIDDEN: readonly Case[] = [
  ...["PullTimeUpdateExclusion", "SigningConfiguration"].map((name): Case => [
    `Cloud Control: ECR ${name}`,
    control(`AWS::ECR::${name}`),
    {},
    [],
  ]),
  ...["AggregatorV2", "AutomationRuleV2", "HubV2"].map((name): Case => [
    `Cloud Control: Security Hub ${name}`,
    control(`AWS::SecurityHub::${name}`),
    {},
    [],
  ]),
  ...[
    "AWS::ECR::RegistryScanningConfiguration",
    "AWS::ECR::RegistryPolicy",
    "AWS::S3::Bucket",
    "AWS::IAM::Role",
    "AWS::EC2::Instance",
    "aws::ecr::signingconfiguration",
    "AWS::ECR::SigningConfiguration ",
  ].map((type): Case => [
    `Cloud Control: ${type}`,
    control(type),
    {},
    [
      `aws_cloudcontrolapi_resource.x: hides ${type} behind Cloud Control; use the resource type of the AWS provider`,
    ],
  ]),
  ...["${var.type}", undefined, ["AWS::ECR::SigningConfiguration"]].map((type): Case => [
    `Cloud Control: ${JSON.stringify(type) ?? "nothing"}`,
    control(type),
    {},
    [
      `aws_cloudcontrolapi_resource.x: which type it makes through Cloud Control could not be decided: ${String(type)}; write type_name as a literal`,
    ],
  ]),
  ...[
    "aws_cloudformation_stack",
    "aws_cloudformation_stack_instances",
    "aws_cloudformation_stack_set",
    "aws_cloudformation_stack_set_instance",
    "aws_config_conformance_pack",
    "aws_config_organization_conformance_pack",
    "aws_serverlessapplicationrepository_cloudformation_stack",
    "aws_servicecatalog_provisioned_product",
  ].map((type): Case => [
    type,
    only(type, { template_body: "{}" }),
    {},
    [`${type}.x: what its template makes could not be decided; make its resources in the stack itself`],
  ]),
  [
    "blocks that make nothing",
    {},
    {
      "//": { metadata: {} },
      import: [{ to: "aws_sns_topic.x", id: "x" }],
      moved: [{ from: "aws_sns_topic.y", to: "aws_sns_topic.x" }],
      locals: { a: 1 },
      variable: { a: {} },
      output: { a: { value: 1 } },
      check: {},
      ephemeral: {},
      module: {},
    },
    [],
  ],
  [
    "blocks of an unknown kind",
    {},
    { action: { aws_lambda_invoke: { x: {} } }, Resource: [] },
    ["action", "Resource"].map(
      (kind) => `${kind}: what the ${kind} block does could not be decided; leave it out`,
    ),
  ],
];

test.each(DYNAMIC)("dynamic blocks: %s", (_what, resource, more, expected) => {
  expect(objections("readable", resource, more)).toEqual(expected);
});

test.each(INLINE_POLICY)("inline policies: %s", (_what, resource, more, expected) => {
  expect(objections("readable", resource, more)).toEqual(expected);
});

test.each(PROGRAMS)("programs at apply: %s", (_what, resource, more, expected) => {
  expect(objections("readable", resource, more)).toEqual(expected);
});

test.each(PROVIDERS)("providers: %s", (_what, resource, more, expected) => {
  expect(objections("readable", resource, more)).toEqual(expected);
});

test.each(HIDDEN)("hidden resources: %s", (_what, resource, more, expected) => {
  expect(objections("readable", resource, more)).toEqual(expected);
});
