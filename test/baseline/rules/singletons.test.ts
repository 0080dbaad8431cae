import { CLOUD_CONTROL_SINGLETONS, SINGLETONS } from "../../../baseline/rules/singletons";
import { ACCOUNT, objections, type Resources, stackOf, violationsOf } from "../support";

type Body = Record<string, unknown>;

/** Everything of which there is one: type, scope, and the arguments that tell several apart. */
const TABLE = `
aws_cloudcontrolapi_resource region type_name
aws_cloudwatch_log_resource_policy region policy_name resource_arn
aws_codebuild_source_credential region auth_type server_type
aws_config_configuration_recorder region
aws_ebs_encryption_by_default region
aws_ecr_account_setting region name
aws_ecr_lifecycle_policy region repository
aws_ecr_pull_through_cache_rule region ecr_repository_prefix
aws_ecr_registry_policy region
aws_ecr_registry_scanning_configuration region
aws_ecr_replication_configuration region
aws_ecr_repository region name
aws_ecr_repository_creation_template region prefix
aws_ecr_repository_policy region repository
aws_ecs_account_setting_default region name
aws_guardduty_detector region
aws_guardduty_detector_feature region name
aws_guardduty_organization_admin_account region
aws_guardduty_organization_configuration region
aws_guardduty_organization_configuration_feature region name
aws_iam_account_password_policy account
aws_iam_role account name
aws_inspector2_delegated_admin_account region
aws_inspector2_organization_configuration region
aws_organizations_delegated_administrator organization account_id service_principal
aws_organizations_organization organization
aws_organizations_resource_policy organization
aws_s3_account_public_access_block account
aws_s3_bucket_policy region bucket
aws_securityhub_account region
aws_securityhub_finding_aggregator account
aws_securityhub_organization_admin_account region
aws_securityhub_organization_configuration region
aws_signer_signing_profile region name`;

const ROWS = TABLE.trim()
  .split("\n")
  .map((line) => {
    const [type = "", scope = "", ...by] = line.split(" ");
    return { type, scope, by };
  });
const PLACES = {
  region: `account ${ACCOUNT} in eu-central-1`,
  account: `account ${ACCOUNT}`,
  organization: "the organization",
};
const owned = (type: string, key: string, place: string) =>
  `${type}.y: ${place} has one ${[type, key].join(" ").trim()}, and ${type}.x of stack test owns it already; keep one of the two and give it the settings of both`;

const stack = (type: string, name: string, body: Body, account: string, region: string) => {
  const provider = { aws: { region, allowed_account_ids: [account] } };
  return { ...stackOf({ [type]: { [name]: body } }, { provider }, "test"), account, region };
};

test("the table of singletons is complete", () => {
  expect(Object.keys(SINGLETONS)).toEqual(ROWS.map(({ type }) => type));
});

test.each(ROWS.filter(({ type }) => type !== "aws_cloudcontrolapi_resource"))(
  "there is one $type in its $scope",
  ({ by, scope, type }) => {
    const body = Object.fromEntries(by.map((argument) => [argument, `the-${argument}`]));
    const second = (account: string, region: string, more: Body = {}) =>
      violationsOf([
        stack(type, "x", body, ACCOUNT, "eu-central-1"),
        stack(type, "y", { ...body, ...more }, account, region),
      ])
        .filter((text) => text.startsWith("singleton-owned-once "))
        .map((text) => text.replace("singleton-owned-once ", ""));
    const objection = [owned(type, Object.values(body).join(" "), PLACES[scope as keyof typeof PLACES])];
    expect(second(ACCOUNT, "eu-central-1")).toEqual(objection);
    expect(second(ACCOUNT, "us-east-1")).toEqual(scope === "region" ? [] : objection);
    expect(second("444444444444", "eu-central-1")).toEqual(scope === "organization" ? objection : []);
    for (const argument of by) {
      expect(second(ACCOUNT, "eu-central-1", { [argument]: "another" })).toEqual([]);
    }
  },
);

const control = (type_name: unknown, region = "eu-central-1"): Resources => ({
  aws_cloudcontrolapi_resource: { x: { type_name }, y: { type_name, region } },
});

test.each([
  ["AWS::ECR::RegistryPolicy", "region"],
  ["AWS::ECR::ReplicationConfiguration", "region"],
  ["AWS::ECR::SigningConfiguration", "region"],
  ["AWS::SecurityHub::AggregatorV2", "account"],
  ["AWS::SecurityHub::HubV2", "region"],
] as const)("there is one %s in its %s", (type, scope) => {
  const objection = [owned("aws_cloudcontrolapi_resource", type, PLACES[scope])];
  expect(objections("singleton-owned-once", control(type))).toEqual(objection);
  expect(objections("singleton-owned-once", control(type, "us-east-1"))).toEqual(
    scope === "account" ? objection : [],
  );
  expect(Object.keys(CLOUD_CONTROL_SINGLETONS)).toContain(type);
});

test("a Cloud Control type that only Terraform knows may be a singleton", () => {
  expect(objections("singleton-owned-once", control("${var.type}"))).toEqual(
    ["x", "y"].map(
      (name) =>
        `aws_cloudcontrolapi_resource.${name}: which aws_cloudcontrolapi_resource \${var.type} is could not be decided; write it as a literal`,
    ),
  );
});

test.each([undefined, null, ""])("AWS makes names up where the name is %j", (name) => {
  const profiles = { aws_signer_signing_profile: { x: { name }, y: { name }, z: { name, count: 2 } } };
  expect(objections("singleton-owned-once", profiles)).toEqual([]);
});

test("one of two names is enough to tell two of a type apart, and to find them the same", () => {
  const twice = { aws_cloudwatch_log_resource_policy: { x: { policy_name: "a" }, y: { policy_name: "a" } } };
  expect(objections("singleton-owned-once", twice)).toEqual([
    owned("aws_cloudwatch_log_resource_policy", "a", PLACES.region),
  ]);
  const policies = {
    aws_cloudwatch_log_resource_policy: { x: { policy_name: "a" }, y: { resource_arn: "b" } },
  };
  expect(objections("singleton-owned-once", policies)).toEqual([]);
});

const bucketPolicies = (bucket: Body): Resources => ({
  aws_s3_bucket: { x: bucket },
  aws_s3_bucket_policy: { x: { bucket: "${aws_s3_bucket.x.id}" }, y: { bucket: "example" } },
});

test("a policy by reference and one by name belong to the same bucket", () => {
  expect(objections("singleton-owned-once", bucketPolicies({ bucket: "example" }))).toEqual([
    owned("aws_s3_bucket_policy", "example", PLACES.region),
  ]);
  expect(objections("singleton-owned-once", bucketPolicies({ bucket: "another" }))).toEqual([]);
});

test.each([undefined, 5, "${var.name}"])(
  "a bucket whose name is %j is told apart by its address",
  (bucket) => {
    expect(objections("singleton-owned-once", bucketPolicies({ bucket }))).toEqual([]);
    const resource = bucketPolicies({ bucket });
    const twice = {
      x: resource["aws_s3_bucket_policy"]?.["x"] ?? {},
      y: { bucket: "${aws_s3_bucket.x.bucket}" },
    };
    expect(objections("singleton-owned-once", { ...resource, aws_s3_bucket_policy: twice })).toEqual([
      owned("aws_s3_bucket_policy", "test aws_s3_bucket.x", PLACES.region),
    ]);
  },
);
