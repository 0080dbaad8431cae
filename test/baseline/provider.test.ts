import { ACCOUNT, objections, type Resources } from "./support";

type Body = Record<string, unknown>;

const SET = `set allowed_account_ids = ["${ACCOUNT}"]`;
const PLACE = 'set region = "eu-central-1"';
const HERE = { region: "eu-central-1" };
const guarded = { ...HERE, allowed_account_ids: [ACCOUNT] };
const aws2 = {
  terraform: { required_providers: { aws: { source: "aws" }, aws2: { source: "hashicorp/aws" } } },
};
const topic = (body: Body = {}): Resources => ({ aws_sns_topic: { x: body } });
const guard = (resource: Resources, more: Body) => objections("wrong-account-guard", resource, more);

test("a provider of a second local name has the guard too", () => {
  const provider = { aws: guarded, aws2: [guarded, { ...guarded, alias: "us" }] };
  expect(guard(topic({ provider: "aws2.us" }), { ...aws2, provider })).toEqual([]);
});

test("a provider of a second local name without the guard works in any account", () => {
  const provider = {
    aws: guarded,
    aws2: [HERE, { ...HERE, alias: "us", allowed_account_ids: ["444444444444"] }],
  };
  expect(guard(topic({ provider: "aws2" }), { ...aws2, provider })).toEqual([
    `provider.aws2: works in any account, not only in ${ACCOUNT}; ${SET}`,
    `provider.aws2.us: works in 444444444444, not exactly in ${ACCOUNT}; ${SET}`,
  ]);
});

test("a provider of a second local name whose guard only Terraform knows is undecided", () => {
  const provider = { aws: guarded, aws2: { ...HERE, allowed_account_ids: "${var.accounts}" } };
  expect(guard(topic(), { ...aws2, provider })).toEqual([
    `provider.aws2: which accounts are allowed could not be decided: \${var.accounts}; ${SET}`,
  ]);
});

test.each([[[ACCOUNT, ACCOUNT]], [[[ACCOUNT]]], [`${ACCOUNT} `]])("%j is not exactly one account", (ids) => {
  const text = [ids].flat().map(String).join(", ");
  const expected =
    text === ACCOUNT ? [] : [`provider.aws: works in ${text}, not exactly in ${ACCOUNT}; ${SET}`];
  expect(guard(topic(), { provider: { aws: { ...HERE, allowed_account_ids: ids } } })).toEqual(expected);
});

test("a provider works in the region of its stack, one with an alias in the one that it says", () => {
  const us = { ...guarded, region: "us-east-1" };
  expect(guard(topic(), { provider: { aws: [guarded, { ...us, alias: "us" }] } })).toEqual([]);
  expect(guard(topic(), { ...aws2, provider: { aws: us, aws2: us } })).toEqual(
    ["aws", "aws2"].map((name) => `provider.${name}: works in us-east-1, not in eu-central-1; ${PLACE}`),
  );
});

test.each([undefined, null, ""])("a provider whose region is %j takes the environment's", (region) => {
  const provider = {
    aws: [
      { ...guarded, region },
      { ...guarded, region, alias: "us" },
    ],
  };
  expect(guard(topic(), { provider })).toEqual(
    ["aws", "aws.us"].map(
      (name) => `provider.${name}: works in whatever region the environment says; ${PLACE}`,
    ),
  );
});

test("a region that only Terraform knows is undecided", () => {
  expect(guard(topic(), { provider: { aws: { ...guarded, region: "${var.region}" } } })).toEqual([
    `provider.aws: in which region it works could not be decided: \${var.region}; ${PLACE}`,
  ]);
});

test("the guard asks AWS itself for the account", () => {
  const endpoints = (block: unknown) =>
    guard(topic(), { provider: { aws: { ...guarded, endpoints: block } } });
  const objection = (endpoint: string) =>
    `provider.aws: believes ${endpoint} in which account it works; leave out the endpoints of sts and iam`;
  expect(endpoints([{ s3: "http://localhost:4566", sts: "", iam: null }])).toEqual([]);
  expect(endpoints({ sts: "https://sts.example.com" })).toEqual([objection("https://sts.example.com")]);
  expect(endpoints([{ s3: "x" }, { iam: "http://localhost:4566" }])).toEqual([
    objection("http://localhost:4566"),
  ]);
  expect(endpoints({ sts: "${var.sts}" })).toEqual([objection("${var.sts}")]);
});

test("providers of other sources have no such guard", () => {
  const required = { terraform: { required_providers: { aws2: { source: "example/aws" } } } };
  expect(guard({}, { ...required, provider: { aws: guarded, aws2: {}, random: {} } })).toEqual([]);
});

test("every configuration that a resource uses has a block", () => {
  const resource = {
    aws_sns_topic: { a: {}, b: { provider: "aws.us" }, c: { provider: "aws.us" }, d: { provider: "aws2" } },
    random_id: { x: {} },
  };
  const message = "uses a provider without a block, which works in any account";
  expect(guard(resource, { ...aws2, provider: { aws: { ...guarded, alias: "eu" } } })).toEqual([
    `aws_sns_topic.a: ${message}; add a provider "aws" block and ${SET}`,
    `aws_sns_topic.b: ${message}; add a provider "aws" block with the alias "us" and ${SET}`,
    `aws_sns_topic.d: ${message}; add a provider "aws2" block and ${SET}`,
  ]);
});

test("a data source needs a provider block too", () => {
  const data = { aws_caller_identity: { x: {} }, http: { x: {} } };
  expect(guard({}, { provider: {}, data })).toEqual([
    `data.aws_caller_identity.x: uses a provider without a block, which works in any account; add a provider "aws" block and ${SET}`,
  ]);
});

test.each(["aws.us[0]", "aws.us.x", "${aws.us}", "", "aws.${var.region}"])(
  "a provider %j cannot be read",
  (provider) => {
    const more = { provider: { aws: [guarded, { ...guarded, alias: "us" }] } };
    expect(guard({ aws_sns_topic: { x: { provider }, y: { provider } } }, more)).toEqual(
      ["x", "y"].map(
        (name) =>
          `aws_sns_topic.${name}: which provider it uses could not be decided: ${provider}; name a provider block of the stack`,
      ),
    );
  },
);

test("a provider that cannot be read is told by its own rule only", () => {
  const provider = "aws.us.x";
  const more = { provider: { aws: guarded } };
  for (const rule of ["readable", "singleton-owned-once"]) {
    expect(
      objections(rule, { aws_guardduty_detector: { x: {}, y: { provider, region: "us-east-1" } } }, more),
    ).toEqual([]);
  }
});

test("a requirement of nothing is HashiCorp's provider of that name", () => {
  const terraform = { required_providers: { aws: null } };
  expect(objections("readable", topic(), { terraform })).toEqual([]);
});

const singleton = (body: Body) => ({ aws_guardduty_detector: { x: {}, y: body } });
const regions = (...names: unknown[]) => ({
  provider: { aws: names.map((region, index) => ({ region, ...(index === 0 ? {} : { alias: "other" }) })) },
});

test("the region of the default provider counts where the resource names none", () => {
  const owned = `account ${ACCOUNT} in us-east-1 has one aws_guardduty_detector, and aws_guardduty_detector.x of stack test owns it already; keep one of the two and give it the settings of both`;
  expect(
    objections("singleton-owned-once", singleton({ region: "us-east-1" }), regions("us-east-1")),
  ).toEqual([`aws_guardduty_detector.y: ${owned}`]);
  expect(
    objections("singleton-owned-once", singleton({ region: "eu-west-1" }), regions("us-east-1")),
  ).toEqual([]);
});

test("a provider without a region works in the stack's", () => {
  for (const none of ["", undefined, null]) {
    expect(
      objections("singleton-owned-once", singleton({ region: "eu-central-1" }), regions(none)),
    ).toHaveLength(1);
    expect(objections("singleton-owned-once", singleton({ region: "us-east-1" }), regions(none))).toEqual([]);
  }
});

test("a region that only Terraform knows may have an owner already", () => {
  const unknown = `in which region it is could not be decided: account ${ACCOUNT} in \${var.region}; write the region as a literal`;
  expect(objections("singleton-owned-once", singleton({ region: "${var.region}" }))).toEqual([
    `aws_guardduty_detector.y: ${unknown}`,
  ]);
  const other = singleton({ provider: "aws.other" });
  expect(objections("singleton-owned-once", other, regions("us-east-1", "${var.region}"))).toEqual([
    `aws_guardduty_detector.y: ${unknown}`,
  ]);
});

test("an attribute that does not name a resource tells no singleton apart", () => {
  const policy = (repository: string) => ({
    aws_ecr_repository: { api: { name: "shop/api" } },
    aws_ecr_lifecycle_policy: { x: { repository } },
  });
  expect(objections("singleton-owned-once", policy("${aws_ecr_repository.api.id}"))).toEqual([]);
  expect(objections("singleton-owned-once", policy("${aws_ecr_repository.api.tags}"))).toEqual([
    "aws_ecr_lifecycle_policy.x: which aws_ecr_lifecycle_policy ${aws_ecr_repository.api.tags} is could not be decided; write it as a literal",
  ]);
});
