import { checkBaseline } from "../../../baseline";
import { ACCOUNT, KEY_POLICY, objections, type Resources, stackOf, violationsOf } from "../support";

const KEEP = "keep one of the two and give it the settings of both";
const registryPolicy = { aws_ecr_registry_policy: { this: { policy: '{"Statement":[]}' } } };

function pair(
  first: Resources,
  second: Resources,
  change: { account?: string; region?: string } = {},
): string[] {
  const { account = ACCOUNT, region = "eu-central-1" } = change;
  const provider = { aws: [{ region, allowed_account_ids: [account] }] };
  const other = { ...stackOf(second, { provider }, "second"), account, region };
  return violationsOf([stackOf(first, {}, "first"), other]).filter((text) =>
    text.startsWith("singleton-owned-once"),
  );
}

test("two stacks of one account and region own the registry policy", () => {
  expect(pair(registryPolicy, registryPolicy)).toEqual([
    `singleton-owned-once aws_ecr_registry_policy.this: account ${ACCOUNT} in eu-central-1 has one aws_ecr_registry_policy, and aws_ecr_registry_policy.this of stack first owns it already; ${KEEP}`,
  ]);
});

test("another region or account has its own", () => {
  expect(pair(registryPolicy, registryPolicy, { region: "eu-west-1" })).toEqual([]);
  expect(pair(registryPolicy, registryPolicy, { account: "444444444444" })).toEqual([]);
});

test("the region of the resource or of its provider counts, not only the stack's", () => {
  const elsewhere = {
    aws_guardduty_detector: { x: {}, y: { region: "eu-west-1" }, z: { provider: "aws.us" } },
  };
  const provider = {
    aws: [{ region: "eu-central-1" }, { alias: "us", region: "eu-west-1" }],
  };
  expect(objections("singleton-owned-once", elsewhere, { provider })).toEqual([
    `aws_guardduty_detector.z: account ${ACCOUNT} in eu-west-1 has one aws_guardduty_detector, and aws_guardduty_detector.y of stack test owns it already; ${KEEP}`,
  ]);
});

test("an account has one finding aggregator over all regions, the organization one organization", () => {
  const resource = {
    aws_securityhub_finding_aggregator: { x: {} },
    aws_organizations_organization: { x: {} },
  };
  expect(pair(resource, resource, { region: "eu-west-1" })).toEqual([
    `singleton-owned-once aws_organizations_organization.x: the organization has one aws_organizations_organization, and aws_organizations_organization.x of stack first owns it already; ${KEEP}`,
    `singleton-owned-once aws_securityhub_finding_aggregator.x: account ${ACCOUNT} has one aws_securityhub_finding_aggregator, and aws_securityhub_finding_aggregator.x of stack first owns it already; ${KEEP}`,
  ]);
});

test("settings of different names are different singletons", () => {
  const setting = (name: string) => ({ aws_ecr_account_setting: { x: { name } } });
  expect(pair(setting("REGISTRY_POLICY_SCOPE"), setting("BLOB_MOUNTING"))).toEqual([]);
  expect(pair(setting("BLOB_MOUNTING"), setting("BLOB_MOUNTING"))).toEqual([
    `singleton-owned-once aws_ecr_account_setting.x: account ${ACCOUNT} in eu-central-1 has one aws_ecr_account_setting BLOB_MOUNTING, and aws_ecr_account_setting.x of stack first owns it already; ${KEEP}`,
  ]);
});

test("a policy by reference and one by name belong to the same repository", () => {
  const byReference = {
    aws_ecr_repository: { api: { name: "shop/api" } },
    aws_ecr_repository_policy: { x: { repository: "${aws_ecr_repository.api.name}" } },
  };
  const byName = { aws_ecr_repository_policy: { y: { repository: "shop/api" } } };
  expect(pair(byReference, byName)).toEqual([
    `singleton-owned-once aws_ecr_repository_policy.y: account ${ACCOUNT} in eu-central-1 has one aws_ecr_repository_policy shop/api, and aws_ecr_repository_policy.x of stack first owns it already; ${KEEP}`,
  ]);
});

test("Cloud Control has one signing configuration but many exclusions", () => {
  const control = (type_name: string) => ({
    aws_cloudcontrolapi_resource: { x: { type_name }, y: { type_name } },
  });
  expect(objections("singleton-owned-once", control("AWS::ECR::PullTimeUpdateExclusion"))).toEqual([]);
  expect(objections("singleton-owned-once", control("AWS::ECR::SigningConfiguration"))).toEqual([
    `aws_cloudcontrolapi_resource.y: account ${ACCOUNT} in eu-central-1 has one aws_cloudcontrolapi_resource AWS::ECR::SigningConfiguration, and aws_cloudcontrolapi_resource.x of stack test owns it already; ${KEEP}`,
  ]);
});

test("what only Terraform knows is undecided", () => {
  expect(
    objections("singleton-owned-once", {
      aws_ecr_account_setting: { x: { name: "${var.name}" } },
      aws_guardduty_detector: { x: { count: "${var.many}" } },
      aws_securityhub_account: { x: { count: 1 } },
    }),
  ).toEqual([
    "aws_ecr_account_setting.x: which aws_ecr_account_setting ${var.name} is could not be decided; write it as a literal",
    "aws_guardduty_detector.x: how many there are could not be decided; write the resource without count and for_each",
  ]);
});

const guard = (provider: unknown, resource: Resources = {}) =>
  objections("wrong-account-guard", resource, { provider });
const region = "eu-central-1";
const SET = `set allowed_account_ids = ["${ACCOUNT}"]`;

test("every provider allows the stack's account and no other", () => {
  expect(guard({ aws: { region, allowed_account_ids: [ACCOUNT] }, random: [{}] })).toEqual([]);
  expect(
    guard({
      aws: [
        { region, allowed_account_ids: [ACCOUNT] },
        { region, alias: "us" },
      ],
    }),
  ).toEqual([`provider.aws.us: works in any account, not only in ${ACCOUNT}; ${SET}`]);
  expect(guard({ aws: [{ region, allowed_account_ids: ["111111111111", ACCOUNT] }] })).toEqual([
    `provider.aws: works in 111111111111, ${ACCOUNT}, not exactly in ${ACCOUNT}; ${SET}`,
  ]);
  expect(guard({ aws: [{ region, allowed_account_ids: ["${var.account}"] }] })).toEqual([
    `provider.aws: which accounts are allowed could not be decided: \${var.account}; ${SET}`,
  ]);
});

test("resources without a provider block work in any account", () => {
  expect(guard({}, { aws_example: { x: {} } })).toEqual([
    `aws_example.x: uses a provider without a block, which works in any account; add a provider "aws" block and ${SET}`,
  ]);
  expect(guard({}, { random_id: { x: {} } })).toEqual([]);
});

test("what cannot be read is a violation", () => {
  expect(
    objections(
      "readable",
      {
        aws_iam_role: { x: { assume_role_policy: "${data.aws_iam_policy_document.x.json}" } },
        aws_iam_policy: { x: { policy: "{" }, y: { policy: '{"Version":"2012-10-17"}' } },
        aws_sns_topic_policy: {
          a: { policy: '{"Statement":[{"Effect":"allow"}]}' },
          b: { policy: '{"Statement":[{"Effect":"Allow","Actions":"sns:Publish"}]}' },
          c: { policy: '{"Statement":{"Sid":"C","Effect":"Deny","Principal":{"Role":"x"}}}' },
          d: { policy: '{"Statement":[{"Effect":"Deny","Condition":[]}]}' },
          e: { policy: { Statement: [] } },
        },
        aws_cloudcontrolapi_resource: { x: { type_name: "AWS::S3::Bucket" } },
      },
      { module: { vpc: { source: "./vpc" } } },
    ),
  ).toEqual([
    "aws_iam_role.x: its assume_role_policy could not be read: only Terraform knows what ${data.aws_iam_policy_document.x.json} will say; write the policy as JSON whose statements are literal",
    "aws_iam_policy.x: its policy could not be read: it is not JSON; write the policy as JSON whose statements are literal",
    "aws_iam_policy.y: its policy could not be read: it has no Statement; write the policy as JSON whose statements are literal",
    'aws_sns_topic_policy.a: its policy could not be read: statement 1 has the Effect "allow", not Allow or Deny; write the policy as JSON whose statements are literal',
    "aws_sns_topic_policy.b: its policy could not be read: statement 1 has the unknown element Actions; write the policy as JSON whose statements are literal",
    "aws_sns_topic_policy.c: its policy could not be read: statement C has the unknown principal type Role; write the policy as JSON whose statements are literal",
    "aws_sns_topic_policy.d: its policy could not be read: statement 1 has a Condition that is not an object; write the policy as JSON whose statements are literal",
    "aws_sns_topic_policy.e: its policy could not be read: it is not text; write the policy as JSON whose statements are literal",
    "module.vpc: what the Terraform module makes could not be decided; make its resources in the stack itself",
    "aws_cloudcontrolapi_resource.x: hides AWS::S3::Bucket behind Cloud Control; use the resource type of the AWS provider",
  ]);
});

test("Terraform JSON may also write blocks as lists", () => {
  const key = { policy: KEY_POLICY, lifecycle: [{ prevent_destroy: true }] };
  const terraform = {
    provider: [{ aws: { region, allowed_account_ids: [ACCOUNT] } }],
    resource: [{ aws_kms_key: [{ x: [key] }] }],
  };
  expect(violationsOf({ name: "test", account: ACCOUNT, region: "eu-central-1", terraform })).toEqual([
    "key-rotation aws_kms_key.x: the key does not rotate; set enable_key_rotation = true",
  ]);
});

test("a report counts rules and resources", () => {
  expect(checkBaseline([stackOf(registryPolicy), stackOf({}, {}, "empty")]).checked).toEqual({
    rules: 16,
    resources: 1,
  });
});
