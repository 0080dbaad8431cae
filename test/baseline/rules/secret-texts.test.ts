import { gzipSync } from "node:zlib";
import { objections } from "../support";

const CHANGE = "keep the value in AWS Secrets Manager or a sensitive variable and refer to it";
const of = (type: string, body: Record<string, unknown>, terraform = {}) =>
  objections("no-plaintext-secret", { [type]: { x: body } }, terraform);
const said = (text: string) => of("aws_example", { text });
const found = (...messages: string[]) => messages.map((message) => `aws_example.x: ${message}; ${CHANGE}`);

// Written in pieces, so that scanners of repositories do not take the examples for real ones.
const join = (...pieces: string[]) => pieces.join("");
const KEY_ID = join("AKIA", "IOSFODNN7EXAMPLE");
const SECRET_KEY = join("wJalrXUtnFEMI/K7MDENG/", "bPxRfiCYEXAMPLEKEY");
const JWT = join("eyJhbGciOiJIUzI1NiJ9", ".eyJzdWIiOiJleGFtcGxlIn0", ".", "a".repeat(43));

const FORMS: readonly (readonly [name: string, text: string])[] = [
  ["a PyPI token", join("pypi", "-AgE", "a".repeat(20))],
  ["a JSON web token", JWT],
  ["a Google API key", join("AIza", "a".repeat(35))],
  ["a Stripe key", join("sk", "_live_", "a".repeat(20))],
  ["a Stripe key", join("rk", "_live_", "a".repeat(20))],
  ["a GitHub token", join("gho", "_", "a".repeat(36))],
  ["a Slack token", join("xoxp", "-", "1".repeat(10))],
  [
    "the address of a Slack webhook",
    join("https://hooks.slack.com", "/services/T00000000/B00000000/", "a".repeat(24)),
  ],
  [
    "the address of a Slack webhook",
    join("https://hooks.slack.com", "/workflows/T00000000/A00000000/", "1".repeat(18)),
  ],
  ...["dt", "rt", "cbt", "ptt"].map(
    (kind) => ["a GitLab token", join("gl", kind, "-", "a".repeat(20))] as const,
  ),
  ["a Docker Hub token", join("dckr", "_oat_", "a".repeat(20))],
  ["an HCP Terraform token", join("a".repeat(14), ".atlas", "v1.", "b".repeat(60))],
  ["a Vault token", join("hv", "s.", "a".repeat(24))],
  ["a private key", join("AGE-SECRET", "-KEY-1", "A".repeat(20))],
  ["a private key", join("-----BEGIN RSA ", "PRIVATE KEY-----")],
  ["the login of a registry", 'echo {"auths":{"x":{"auth":"dXNlcjpodW50ZXIy"}}}'],
  ["a secret access key", `see ${SECRET_KEY}, please`],
];

test.each(FORMS)("%s is found in any text", (name, text) => {
  expect(said(text)).toEqual(found(`text holds ${name}`));
});

test.each([
  ["a text that is too short", join("AIza", "a".repeat(34))],
  ["letters before it", join("x", "hv", "s.", "a".repeat(24))],
  ["40 signs of one word after another", "SecondaryNetworkIpv4CidrBlockAssociation"],
  ["40 signs without small letters", "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789ABCD"],
  ["40 signs without capital letters", "abcdefghijklmnopqrstuvwxyz0123456789abcd"],
  ["40 signs without digits", "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMN"],
  ["a commit", "da39a3ee5e6b4b0d3255bfef95601890afd80709"],
  ["39 signs", SECRET_KEY.slice(1)],
  ["part of a longer text", `${SECRET_KEY}=`],
  ["a digest", `shop/api@sha256:${"0123456789abcdef".repeat(4)}`],
])("%s is no secret", (_what, text) => {
  expect(said(text)).toEqual([]);
});

test.each([
  "https://user:hunter2@example.com/x",
  "postgres://api:hunter2@db.example.com:5432/shop",
  "mongodb+srv://api:hunter2@example.com",
  "redis://:hunter2@example.com",
  "HTTPS://user:hunter2@example.com",
  'git clone "https://x:hunter2@example.com/x.git"',
])("%s is an address with a password", (text) => {
  expect(said(text)).toEqual(found("text holds an address with a password"));
});

test.each([
  "https://example.com:8443/a@b",
  "https://user@example.com",
  "https://user:$TOKEN@example.com",
  "https://user:$${TOKEN}@example.com",
  "https://user:${var.password}@example.com",
  "https://user:<password>@example.com",
  "https://user:%s@example.com",
  "https://user:***@example.com",
  "docker://shop:v1@sha256:0123",
  "333333333333.dkr.ecr.eu-central-1.amazonaws.com/shop:v1@sha256:0123",
])("%s is an address without a password", (text) => {
  expect(said(text)).toEqual([]);
});

test.each([
  ["Server=db;User Id=api;Password=hunter2;", "Password"],
  ["jdbc:mysql://db/shop?user=api&password=hunter2", "password"],
  ["DefaultEndpointsProtocol=https;AccountKey=aHVudGVyMg==", "AccountKey"],
  ["export NPM_TOKEN=hunter2", "NPM_TOKEN"],
  ['GITHUB_PAT="hunter2" ./run', "GITHUB_PAT"],
  ["API_KEY='pa$$word'", "API_KEY"],
  ["run --password hunter2", "password"],
  ["--api-key=hunter2", "api-key"],
  ["run --password a%b", "password"],
  ['${jsonencode([{ "Name" = "TOKEN", "Value" = "hunter2" }])}', "TOKEN"],
  ['${jsonencode({ "password" = "hunter2" })}', "password"],
  ['${jsonencode([{ "name" = "TOKEN", "value" = "hunter2" }])}', "TOKEN"],
  ['${jsonencode({ user = "x", api_token : "hunter2" })}', "api_token"],
])("%s gives a secret a value", (text, name) => {
  expect(said(text)).toEqual(found(`text holds the value of ${name}`));
});

test.each([
  "export TOKEN=$1",
  'PASSWORD="$(aws secretsmanager get-secret-value --secret-id shop)"',
  "PASSWORD=`pass shop`",
  "TOKEN=",
  'TOKEN=""',
  "SECRET=arn:aws:secretsmanager:eu-central-1:333333333333:secret:x",
  "USE_TOKEN=true",
  "PASSWORD=<your password>",
  "PASSWORD={{ password }}",
  "PWD=/srv/app",
  "TOKEN_FILE=/run/token",
  "CREATION_TOKEN=a",
  "docker login --username AWS --password-stdin example.com",
  "docker build --secret id=npm,src=.npmrc .",
  'run --password "$PASSWORD"',
  '${jsonencode({ "password" = "${var.password}" })}',
  '${jsonencode({ "password" = var.password })}',
  '${jsonencode({ "token_name" = "shop" })}',
  '${jsonencode([{ "name" = "TOKEN", "value" = "${var.token}" }, { "name" = "STAGE", "value" = "x" }])}',
])("%s gives no secret a value", (text) => {
  expect(said(text)).toEqual([]);
});

test.each([
  ["docker login -u x -p hunter2 example.com", "the password of a login"],
  ["podman login -p=hunter2 example.com", "the password of a login"],
  ["helm registry login -u x -p hunter2 example.com", "the password of a login"],
  ["crane auth login -u x -p 'hunter2' example.com", "the password of a login"],
  ["curl -H 'authorization: basic abcdefgh' https://example.com", "the value of an Authorization header"],
  ['curl -H "Authorization: token abcdefgh" https://example.com', "the value of an Authorization header"],
  ["curl -sf -u user:hunter2 https://example.com", "the password of a login"],
  ["curl --user 'user:hunter2' https://example.com", "the password of a login"],
  ["curl -H 'Authorization: Bearer abcdefgh' https://example.com", "the value of an Authorization header"],
  ["true\npassword: hunter2", "the value of password"],
  ["users:\n  - name: x\n    passwd: 'hunter2'", "the value of passwd"],
])("the script %j holds a secret", (script, secret) => {
  expect(of("aws_instance", { user_data: script })).toEqual([
    `aws_instance.x: user_data holds ${secret}; ${CHANGE}`,
  ]);
  expect(of("aws_example", { command: ["sh", "-c", script] })).toEqual([
    `aws_example.x: command[2] holds ${secret}; ${CHANGE}`,
  ]);
});

test.each([
  'curl -H "Authorization: Bearer $TOKEN" https://example.com',
  'curl -u "$USER:$PASSWORD" https://example.com',
  'docker login -u x -p "$PASSWORD" example.com',
  "true\npassword: $PASSWORD\nautomountServiceAccountToken: false",
  "true\npassword: !Ref Password\ntoken: *anchor\nsecret: |\n  text",
])("the script %j holds none", (script) => {
  expect(of("aws_instance", { user_data: script })).toEqual([]);
});

test("prose is no script, texts of several lines are", () => {
  const text = "rotate the token: every day, and the password: too";
  expect(said(text)).toEqual([]);
  expect(said("The password: hunter2")).toEqual([]);
  expect(said("x\npassword: hunter2")).toEqual(found("text holds the value of password"));
});

test("user data is read as EC2 reads it: plain, in base64, compressed", () => {
  const script = "#!/bin/sh\nexport DB_PASSWORD=hunter2\n";
  const message = `user_data holds the value of DB_PASSWORD; ${CHANGE}`;
  const base64 = (bytes: Buffer) => bytes.toString("base64");
  expect(of("aws_instance", { user_data: script })).toEqual([`aws_instance.x: ${message}`]);
  expect(of("aws_launch_template", { user_data: base64(Buffer.from(script)) })).toEqual([
    `aws_launch_template.x: ${message}`,
  ]);
  expect(of("aws_instance", { user_data_base64: base64(gzipSync(script)) })).toEqual([
    `aws_instance.x: ${message}`,
  ]);
  expect(of("aws_s3_object", { content_base64: base64(Buffer.from(`id ${KEY_ID}`)) })).toEqual([
    `aws_s3_object.x: content holds an AWS access key id; ${CHANGE}`,
  ]);
  expect(of("aws_instance", { user_data_base64: '${base64encode("export DB_PASSWORD=hunter2")}' })).toEqual([
    `aws_instance.x: user_data_base64 holds the value of DB_PASSWORD; ${CHANGE}`,
  ]);
});

test("user data that only begins like compressed is text", () => {
  const message = `aws_instance.x: user_data holds the value of DB_PASSWORD; ${CHANGE}`;
  for (const start of [
    [0x1f, 0x20],
    [0x20, 0x8b],
  ]) {
    const bytes = Buffer.concat([Buffer.from(start), Buffer.from("\nexport DB_PASSWORD=hunter2")]);
    expect(of("aws_instance", { user_data: bytes.toString("base64") })).toEqual([message]);
  }
});

test("base64 is read only as a whole, and only where it stands for something else", () => {
  const secret = Buffer.from(`id ${KEY_ID}`).toString("base64");
  expect(of("aws_example", { text_base64: `- ${secret}` })).toEqual([]);
  expect(of("aws_example", { text_base64: `${secret} -` })).toEqual([]);
  expect(of("aws_example", { text: secret, text_base64_sha: secret })).toEqual([]);
});

test.each(["args", "command", "commands", "entry_point", "entryPoint"])("%s is a script", (argument) => {
  expect(of("aws_example", { text: JSON.stringify([{ [argument]: ["docker login -p hunter2"] }]) })).toEqual([
    `aws_example.x: text[0].${argument}[0] holds the password of a login; ${CHANGE}`,
  ]);
  expect(of("aws_example", { [argument]: { note: "password: hunter2" } })).toEqual([]);
});

test("compressed user data that cannot be read could not be decided", () => {
  const bytes = Buffer.concat([Buffer.from([0x1f, 0x8b]), Buffer.alloc(40, 1)]).toString("base64");
  expect(of("aws_instance", { user_data_base64: bytes })).toEqual([
    `aws_instance.x: whether user_data_base64 holds a secret could not be decided, it cannot be decompressed; ${CHANGE}`,
  ]);
});

test("a buildspec may name secrets and not hold them", () => {
  const project = (buildspec: string) => of("aws_codebuild_project", { source: { buildspec } });
  const names = [
    "version: 0.2",
    "env:",
    "  parameter-store:",
    "    NPM_TOKEN: /shop/npm-token",
    "  secrets-manager:",
    "    DB_PASSWORD: shop:password",
    "  variables:",
    "    STAGE: production",
    "phases:",
    "  build:",
    "    commands:",
    "      - docker login --username x --password-stdin < token",
    "      - TOKEN=$(cat token) make",
  ].join("\n");
  expect(project(names)).toEqual([]);
  expect(project("buildspec.yml")).toEqual([]);
  expect(project(names.replace("STAGE: production", "DB_PASSWORD: hunter2"))).toEqual([
    `aws_codebuild_project.x: source.buildspec.env.variables.DB_PASSWORD holds a literal; ${CHANGE}`,
  ]);
  expect(project(names.replace("make", "docker login -p hunter2"))).toEqual([
    `aws_codebuild_project.x: source.buildspec.phases.build.commands[1] holds the password of a login; ${CHANGE}`,
  ]);
  expect(project('{"version":0.2,"env":{"variables":{"API_KEY":"hunter2"}}}')).toEqual([
    `aws_codebuild_project.x: source.buildspec.env.variables.API_KEY holds a literal; ${CHANGE}`,
  ]);
  expect(project("version: [\nDB_PASSWORD: hunter2")).toEqual([
    `aws_codebuild_project.x: source.buildspec holds the value of DB_PASSWORD; ${CHANGE}`,
  ]);
});

test("only a buildspec names secrets by these keys", () => {
  expect(of("aws_example", { env: { "secrets-manager": { DB_PASSWORD: "hunter2" } } })).toEqual(
    found("env.secrets-manager.DB_PASSWORD holds a literal"),
  );
});

test("the configuration of a pipeline action is read, and the JSON in it", () => {
  const stage = (configuration: Record<string, unknown>) =>
    of("aws_codepipeline", { stage: [{ action: [{ configuration }] }] });
  const variables = (value: string) =>
    stage({ EnvironmentVariables: JSON.stringify([{ name: "NPM_TOKEN", type: "PLAINTEXT", value }]) });
  const at = "aws_codepipeline.x: stage[0].action[0].configuration";
  expect(stage({ OAuthToken: "hunter2" })).toEqual([`${at}.OAuthToken holds a literal; ${CHANGE}`]);
  expect(stage({ OAuthToken: "${data.aws_secretsmanager_secret_version.x.secret_string}" })).toEqual([]);
  expect(variables("hunter2")).toEqual([
    `${at}.EnvironmentVariables[0] holds the variable NPM_TOKEN in plain text; ${CHANGE}`,
  ]);
  expect(variables("#{Build.TOKEN}")).toEqual([]);
  expect(stage({ UserParameters: '{"apiKey":"hunter2"}' })).toEqual([
    `${at}.UserParameters.apiKey holds a literal; ${CHANGE}`,
  ]);
});

test("the login of a registry is found in JSON by its place", () => {
  expect(said('{"auths":{"example.com":{"auth":"dXNlcjpodW50ZXIy"}}}')).toEqual(
    found("text.auths.example.com.auth holds a literal"),
  );
  expect(said('{"auth":"required","token_kind":"none"}')).toEqual([]);
});

test("escapes inside JSON hide nothing", () => {
  const text = JSON.stringify({ note: KEY_ID }).replace("A", "\\u0041");
  expect(said(text)).toEqual(found("text.note holds an AWS access key id"));
});

test("long texts are read in time that grows with their length", () => {
  const start = performance.now();
  for (const piece of [
    "a.",
    "a=",
    " --a",
    "curl ",
    "docker login ",
    "Ab1/",
    "x://",
    "hooks.slack.com/services/",
  ]) {
    expect(of("aws_instance", { user_data: piece.repeat(200_000 / piece.length) })).toEqual([]);
  }
  expect(performance.now() - start).toBeLessThan(10_000);
});
