import { gzipSync } from "node:zlib";
import { objections } from "../support";

const CHANGE = "keep the value in AWS Secrets Manager or a sensitive variable and refer to it";
const of = (type: string, body: Record<string, unknown>, terraform = {}) =>
  objections("no-plaintext-secret", { [type]: { x: body } }, terraform);
const said = (text: string) => of("aws_example", { text });
const found = (...messages: string[]) => messages.map((message) => `aws_example.x: ${message}; ${CHANGE}`);

// Written in pieces, so that scanners of repositories do not take the example for a real one.
const KEY_ID = ["AKIA", "IOSFODNN7EXAMPLE"].join("");

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
  expect(of("aws_example", { text: JSON.stringify({ [argument]: "curl -u user:hunter2 x" }) })).toEqual([
    `aws_example.x: text.${argument} holds the password of a login; ${CHANGE}`,
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
