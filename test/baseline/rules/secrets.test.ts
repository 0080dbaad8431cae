import { objections } from "../support";

const CHANGE = "keep the value in AWS Secrets Manager or a sensitive variable and refer to it";
const of = (type: string, body: Record<string, unknown>) =>
  objections("no-plaintext-secret", { [type]: { x: body } });

// Written in pieces, so that scanners of repositories do not take the examples for real ones.
const join = (...pieces: string[]) => pieces.join("");
const TEXTS = [
  ["an AWS access key id", join("AKIA", "IOSFODNN7EXAMPLE")],
  ["an AWS access key id", join("id=ASIA", "IOSFODNN7EXAMPLE;")],
  ["a private key", join("-----BEGIN ", "PRIVATE KEY-----\nMIIE")],
  ["a private key", join("-----BEGIN OPENSSH ", "PRIVATE KEY-----")],
  ["a private key", join("-----BEGIN PGP ", "PRIVATE KEY BLOCK-----")],
  ["a GitHub token", join("ghp", "_", "a".repeat(36))],
  ["a GitHub token", join("github", "_pat_", "a".repeat(22))],
  ["a GitLab token", join("glpat", "-", "a".repeat(20))],
  ["a Docker Hub token", join("dckr", "_pat_", "a".repeat(20))],
  ["an npm token", join("npm", "_", "a".repeat(36))],
  ["a Slack token", join("xoxb", "-", "1".repeat(10))],
] as const;

test.each(TEXTS)("%s is found in any text", (name, text) => {
  expect(of("aws_sns_topic", { display_name: `see ${text}` })).toEqual([
    `aws_sns_topic.x: display_name holds ${name}; ${CHANGE}`,
  ]);
});

test("a secret is found inside lists and blocks, with the path to it", () => {
  expect(of("aws_example", { block: [{ texts: ["fine", join("AKIA", "IOSFODNN7EXAMPLE")] }] })).toEqual([
    `aws_example.x: block[0].texts[1] holds an AWS access key id; ${CHANGE}`,
  ]);
});

test.each([
  ["aws_secretsmanager_secret_version", { secret_string: "hunter2" }, "secret_string holds a literal"],
  ["aws_secretsmanager_secret_version", { secret_string_wo: "hunter2" }, "secret_string_wo holds a literal"],
  [
    "aws_secretsmanager_secret_version",
    { secret_string: '{"username":"x","accessToken":"hunter2","note":"${var.note}"}' },
    "secret_string.accessToken holds a literal",
  ],
  ["aws_ssm_parameter", { type: "SecureString", value: "hunter2" }, "value holds a literal"],
  [
    "aws_ssm_parameter",
    { type: "${var.type}", value: "hunter2" },
    "whether value is a secret could not be decided",
  ],
  ["aws_db_instance", { password: "hunter2" }, "password holds a literal"],
  ["aws_codebuild_source_credential", { token: "hunter2" }, "token holds a literal"],
  [
    "aws_lambda_function",
    { environment: [{ variables: { DB_PASSWORD: "x" } }] },
    "environment[0].variables.DB_PASSWORD holds a literal",
  ],
  [
    "aws_codebuild_project",
    { environment: { environment_variable: { name: "GITHUB_TOKEN", type: "PLAINTEXT", value: "x" } } },
    "environment.environment_variable holds the variable GITHUB_TOKEN in plain text",
  ],
  [
    "aws_codebuild_project",
    { environment: { environment_variable: [{ name: "API_KEY", type: "${var.type}", value: "x" }] } },
    "whether environment.environment_variable[0] holds the secret API_KEY in plain text could not be decided, its type is ${var.type}",
  ],
  [
    "aws_ecs_task_definition",
    { container_definitions: '[{"environment":[{"name":"TOKEN","value":"x"}]}]' },
    "container_definitions[0].environment[0] holds the variable TOKEN in plain text",
  ],
])("%s with a literal secret", (type, body, message) => {
  expect(of(type, body)).toEqual([`${type}.x: ${message}; ${CHANGE}`]);
});

test.each([
  ["aws_secretsmanager_secret_version", { secret_string: "${random_password.x.result}" }],
  ["aws_secretsmanager_secret_version", { secret_string: '{"accessToken":"${var.token}"}' }],
  ["aws_ssm_parameter", { type: "String", value: "eu-central-1" }],
  [
    "aws_ecr_pull_through_cache_rule",
    { credential_arn: "arn:aws:secretsmanager:eu-central-1:333333333333:secret:x" },
  ],
  [
    "aws_codebuild_project",
    {
      registry_credential: { credential: "arn:aws:secretsmanager:x", credential_provider: "SECRETS_MANAGER" },
    },
  ],
  [
    "aws_codebuild_project",
    { environment: { environment_variable: { name: "TOKEN", type: "PARAMETER_STORE", value: "/x" } } },
  ],
  [
    "aws_codebuild_project",
    { environment: { environment_variable: { name: "TOKEN_NAME", value: "release" } } },
  ],
  ["aws_db_instance", { manage_master_user_password: true, password: "" }],
  ["aws_lambda_function", { environment: { variables: { SECRET_ARN: "x", MAX_TOKENS: "10" } } }],
  ["aws_example", { text: "AKIA is how access key ids begin, xoxb- how tokens of Slack do" }],
  [
    "aws_ecs_task_definition",
    { container_definitions: '[{"secrets":[{"name":"TOKEN","valueFrom":"arn:aws:x"}]}]' },
  ],
])("%s that only names a secret is fine", (type, body) => {
  expect(of(type, body)).toEqual([]);
});

test("variables, locals, outputs, data sources, providers and modules are searched too", () => {
  const terraform = {
    variable: { db_password: { default: "hunter2" }, region: { default: "eu-central-1" } },
    locals: { api_key: "hunter2" },
    output: { token: { value: "${var.token}" }, key: { value: join("AKIA", "IOSFODNN7EXAMPLE") } },
    data: { aws_example: { x: { password: "hunter2" } } },
    provider: { github: [{ token: "hunter2" }] },
    module: { x: { auth_token: "hunter2" } },
  };
  expect(objections("no-plaintext-secret", {}, terraform)).toEqual([
    `provider.github: token holds a literal; ${CHANGE}`,
    `module.x: auth_token holds a literal; ${CHANGE}`,
    `var.db_password: db_password holds a literal; ${CHANGE}`,
    `local.api_key: api_key holds a literal; ${CHANGE}`,
    `output.key: key holds an AWS access key id; ${CHANGE}`,
    `data.aws_example.x: password holds a literal; ${CHANGE}`,
  ]);
});
