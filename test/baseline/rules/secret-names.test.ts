import { isPasswordName, isSecretName } from "../../../baseline/secret-name";
import { type TerraformJson } from "../../../baseline";
import { objections, type Resources } from "../support";

const CHANGE = "keep the value in AWS Secrets Manager or a sensitive variable and refer to it";
const of = (
  type: string,
  body: Record<string, unknown>,
  more: { resource?: Resources; terraform?: TerraformJson } = {},
) => objections("no-plaintext-secret", { [type]: { x: body }, ...more.resource }, more.terraform);

test.each([
  "password",
  "master_password",
  "master_password_wo",
  "passwords",
  "admin_passwd",
  "db.passphrase",
  "psk",
  "Pwd",
  "tunnel1_preshared_key",
  "pre-shared-key",
  "bgp_auth_key",
  "secret",
  "client_secret",
  "SECRET_KEY_BASE",
  "aws_secret_access_key",
  "AccountKey",
  "x-api-key",
  "apiKey",
  "API_KEY",
  "token",
  "OAuthToken",
  "hec_token",
  "private_key",
  "private_key_pem",
  "key_material_base64",
  "Authorization",
  "RAILS_MASTER_KEY",
  "GITHUB_PAT",
  "basic_auth_credentials",
  "credential",
  "ssh_private_key",
  "clientSecret",
  "dbPassword",
  "SharedKey",
  "secret_value",
  "access_key",
  "adminPasswd",
  "sshPassphrase",
  "sshPrivateKey",
  "awsSecretKey",
  "userAccessKey",
  "myApiKey",
  "myCredential",
  "client_token_secret",
  "headers.authorization",
  "authorization.token",
  "DB_PWD",
  "PWD.secret",
  "registry_credential.credential.password",
  "token_validity_units.access.token",
  "text.auths.example.com.auth",
  "/prod/db/password",
])("%s is the name of a secret", (name) => {
  expect(isSecretName(name)).toBe(true);
});

test.each([
  "secret_arn",
  "secret_id",
  "secret_name",
  "token_file",
  "password_length",
  "max_tokens",
  "kms_key_id",
  "encryption_key",
  "public_key",
  "credential_provider",
  "credentialsParameter",
  "http_tokens",
  "path",
  "compat",
  "creation_token",
  "client_request_token",
  "idempotencyToken",
  "next_token",
  "continuation-token",
  "requestToken",
  "client_token",
  "authorization",
  "PWD",
  "token_validity_units.access_token",
  "token_validity_units[0].id_token",
  "registry_credential.credential",
  "registry_credential[0].credential",
  "TokenName",
  "tokenizer",
  "clientSecretArn",
  "auths.example.com.authority",
  "auths.auth",
  "monkey",
])("%s is not", (name) => {
  expect(isSecretName(name)).toBe(false);
});

test("only passwords may be numbers", () => {
  expect(["PASSWORD", "db_passwd", "psk", "pin_passphrase_wo", "pwd"].every(isPasswordName)).toBe(true);
  expect(["token", "api_key", "password_length", "password_token", "PWD"].some(isPasswordName)).toBe(false);
  expect(of("aws_db_instance", { password: 12345678, max_token: 5 })).toEqual([
    `aws_db_instance.x: password holds a literal; ${CHANGE}`,
  ]);
});

test.each([
  ["aws_rds_cluster", { master_password: "hunter2" }, "master_password holds a literal"],
  ["aws_rds_cluster", { master_password_wo: "hunter2" }, "master_password_wo holds a literal"],
  ["aws_elasticache_user", { passwords: ["${var.a}", "hunter2"] }, "passwords[1] holds a literal"],
  ["aws_ssm_parameter", { type: "SecureString", value_wo: "hunter2" }, "value_wo holds a literal"],
  [
    "aws_ssm_parameter",
    { type: "SecureString", insecure_value: "hunter2" },
    "insecure_value holds a literal",
  ],
  [
    "aws_ssm_parameter",
    { type: "String", name: "/shop/db-password", value: "hunter2" },
    "value holds a literal",
  ],
  ["aws_ssm_parameter", { name: "/shop/region", value: "hunter2" }, "value holds a literal"],
  ["aws_secretsmanager_secret_version", { secret_binary: "aHVudGVyMg==" }, "secret_binary holds a literal"],
  ["aws_api_gateway_api_key", { value: "hunter2" }, "value holds a literal"],
  ["aws_kms_ciphertext", { plaintext: "hunter2" }, "plaintext holds a literal"],
  [
    "aws_cloudwatch_event_connection",
    { auth_parameters: [{ api_key: [{ key: "x", value: "hunter2" }] }] },
    "auth_parameters.api_key.value holds a literal",
  ],
  [
    "aws_cloudwatch_event_connection",
    { auth_parameters: { invocation_http_parameters: { header: [{ key: "X-Api-Key", value: "hunter2" }] } } },
    "auth_parameters.invocation_http_parameters.header[0] holds the variable X-Api-Key in plain text",
  ],
  [
    "aws_example",
    { parameters: { Name: "Token", Value: "hunter2" } },
    "parameters holds the variable Token in plain text",
  ],
  ["kubernetes_secret", { binary_data: { user: "aHVudGVyMg==" } }, "binary_data.user holds a literal"],
  ["kubernetes_secret_v1", { data: { user: "hunter2" } }, "data.user holds a literal"],
  ["aws_db_instance", { password: "untrue" }, "password holds a literal"],
  ["aws_db_instance", { password: "trueish" }, "password holds a literal"],
  ["aws_db_instance", { password: "x arn:aws:ssm:x" }, "password holds a literal"],
  ["aws_db_instance", { password: "x#{Build.TOKEN}" }, "password holds a literal"],
  ["aws_db_instance", { password: "#{Build.TOKEN}x" }, "password holds a literal"],
  ["kubernetes_secret", { data: { user: "hunter2" } }, "data.user holds a literal"],
  ["kubernetes_secret_v1", { binary_data: { user: "aHVudGVyMg==" } }, "binary_data.user holds a literal"],
  ["aws_db_instance", { password: '${sensitive("hunter2")}' }, "password holds a literal"],
  ["aws_db_instance", { password: 'hunter${"2"}' }, "password holds a literal"],
  [
    "aws_lambda_function",
    { environment: { variables: { TOKEN: "$TOKEN" } } },
    "environment.variables.TOKEN holds a literal",
  ],
])("%s %j holds a secret", (type, body, message) => {
  expect(of(type, body)).toEqual([`${type}.x: ${message}; ${CHANGE}`]);
});

test.each([
  ["aws_efs_file_system", { creation_token: "shop" }],
  ["aws_api_gateway_method", { authorization: "AWS_IAM" }],
  [
    "aws_cognito_user_pool_client",
    { token_validity_units: [{ access_token: "minutes" }], generate_secret: true },
  ],
  ["aws_cognito_user_pool_client", { generate_secret: "true" }],
  ["aws_ssm_parameter", { type: "StringList", name: "/shop/regions", value: "eu-central-1" }],
  ["aws_ssm_parameter", { type: "${var.type}", name: "/shop/regions", value: "${var.regions}" }],
  ["aws_example", { name: "TOKEN", values: ["x"] }],
  ["aws_example", { password: null, token: "", secret: "${random_password.x.result}" }],
  ["aws_example", { token: "#{Build.TOKEN}", secret: "NONE", password: "null" }],
  ["aws_example", { token: "{{resolve:secretsmanager:shop}}", secret: "arn:aws:ssm:x" }],
  ["aws_example", { secret: { name: "shop" }, token: [{ name: "shop" }] }],
  ["aws_example", { "//": { password: "hunter2" } }],
])("%s %j holds none", (type, body) => {
  expect(of(type, body)).toEqual([]);
});

test("a literal behind a reference of the same stack is found where it is used", () => {
  const terraform = {
    variable: {
      example: { default: "hunter2" },
      other: { type: "string" },
      chain: { default: "${local.example}" },
    },
    locals: { example: "hunter2", loop: "${local.loop}" },
  };
  const resource = { aws_example: { y: { text: "hunter2", chain: "${var.example}" } } };
  const password = (value: string) => of("aws_db_instance", { password: value }, { terraform, resource });
  for (const reference of [
    "${var.example}",
    "${local.example}",
    "${var.chain}",
    "${aws_example.y.text}",
    "${aws_example.y.chain}",
  ]) {
    expect(password(reference)).toEqual([
      `aws_db_instance.x: password holds a literal by ${reference}; ${CHANGE}`,
    ]);
  }
  for (const reference of [
    "${var.other}",
    "${var.unknown}",
    "${local.loop}",
    "${aws_example.y.arn}",
    "${aws_example.z.text}",
    "x-${var.example}",
  ]) {
    expect(password(reference)).toEqual([]);
  }
});

test("backends and ephemeral resources are searched too", () => {
  const terraform = {
    terraform: { backend: { s3: { bucket: "state", secret_key: "hunter2" } } },
    ephemeral: { aws_example: { x: { password: "hunter2" } } },
  };
  expect(objections("no-plaintext-secret", {}, terraform)).toEqual([
    `ephemeral.aws_example.x: password holds a literal; ${CHANGE}`,
    `terraform: backend.s3.secret_key holds a literal; ${CHANGE}`,
  ]);
});

test("credentials that Terraform keeps in the state are secrets nobody wrote", () => {
  const message = "keeps its secret in the state; use a role, whose credentials end by themselves";
  expect(of("aws_iam_access_key", { user: "x" })).toEqual([`aws_iam_access_key.x: ${message}`]);
  expect(of("aws_iam_access_key", { user: "x", pgp_key: "${var.key}" })).toEqual([
    `aws_iam_access_key.x: ${message}`,
  ]);
  expect(of("aws_iam_access_key", { user: "x", pgp_key: "keybase:example" })).toEqual([]);
  expect(of("aws_iam_user_login_profile", { user: "x" })).toEqual([
    `aws_iam_user_login_profile.x: ${message}`,
  ]);
  expect(of("aws_iam_user_login_profile", { user: "x", pgp_key: "keybase:example" })).toEqual([]);
  expect(of("aws_iam_service_specific_credential", { user_name: "x" })).toEqual([
    `aws_iam_service_specific_credential.x: ${message}`,
  ]);
});
