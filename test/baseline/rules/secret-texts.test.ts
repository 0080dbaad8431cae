import { workOf } from "../../support/work";
import { objections } from "../support";

const CHANGE = "keep the value in AWS Secrets Manager or a sensitive variable and refer to it";
const of = (type: string, body: Record<string, unknown>, terraform = {}) =>
  objections("no-plaintext-secret", { [type]: { x: body } }, terraform);
const said = (text: string) => of("aws_example", { text });
const found = (...messages: string[]) => messages.map((message) => `aws_example.x: ${message}; ${CHANGE}`);

// Written in pieces, so that scanners of repositories do not take the examples for real ones.
const join = (...pieces: string[]) => pieces.join("");
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

test("long texts are read in time that grows with their length", async () => {
  const pieces = ["a.", "a=", " --a", "curl ", "docker login ", "Ab1/", "x://", "hooks.slack.com/services/"];
  const { value, milliseconds } = await workOf(10_000, () =>
    pieces.flatMap((piece) => of("aws_instance", { user_data: piece.repeat(200_000 / piece.length) })),
  );
  expect(value).toEqual([]);
  expect(milliseconds).toBeLessThan(10_000);
});
