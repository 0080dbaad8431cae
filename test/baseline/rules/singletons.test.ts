import { readFileSync } from "node:fs";
import { CLOUD_CONTROL_SINGLETONS, SINGLETONS } from "../../../baseline/rules/singletons";
import { ACCOUNT, objections, type Resources, stackOf, violationsOf } from "../support";

type Body = Record<string, unknown>;

/** Everything of which there is one: type, scope, the arguments that tell several apart, and @ the one with accounts. */
const TABLE = `
aws_account_alternate_contact account alternate_contact_type @account_id
aws_account_primary_contact account @account_id
aws_account_region account region_name @account_id
aws_api_gateway_account region
aws_auditmanager_account_registration region
aws_auditmanager_organization_admin_account_registration region
aws_backup_global_settings account
aws_backup_region_settings region
aws_bedrock_model_invocation_logging_configuration region
aws_cloudcontrolapi_resource region type_name
aws_cloudtrail_organization_delegated_admin_account organization account_id
aws_cloudwatch_log_account_policy region policy_name policy_type
aws_cloudwatch_log_resource_policy region policy_name resource_arn
aws_codebuild_source_credential region auth_type server_type
aws_config_configuration_recorder region
aws_config_configuration_recorder_status region
aws_config_delivery_channel region
aws_config_retention_configuration region
aws_costoptimizationhub_enrollment_status account
aws_costoptimizationhub_preferences account
aws_default_vpc region
aws_detective_organization_admin_account region
aws_detective_organization_configuration region
aws_devopsguru_event_sources_config region
aws_devopsguru_service_integration region
aws_ebs_default_kms_key region
aws_ebs_encryption_by_default region
aws_ebs_snapshot_block_public_access region
aws_ec2_allowed_images_settings region
aws_ec2_default_credit_specification region instance_family
aws_ec2_image_block_public_access region
aws_ec2_instance_metadata_defaults region
aws_ec2_serial_console_access region
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
aws_emr_block_public_access_configuration region
aws_fms_admin_account organization
aws_glue_data_catalog_encryption_settings region @catalog_id
aws_glue_resource_policy region
aws_guardduty_detector region
aws_guardduty_detector_feature region name
aws_guardduty_organization_admin_account region
aws_guardduty_organization_configuration region
aws_guardduty_organization_configuration_feature region name
aws_iam_account_alias account
aws_iam_account_password_policy account
aws_iam_organizations_features organization
aws_iam_role account name
aws_iam_security_token_service_preferences account
aws_iam_service_linked_role account aws_service_name custom_suffix
aws_inspector2_delegated_admin_account region
aws_inspector2_enabler region @account_ids
aws_inspector2_member_association region account_id
aws_inspector2_organization_configuration region
aws_iot_event_configurations region
aws_iot_indexing_configuration region
aws_iot_logging_options region
aws_lakeformation_data_lake_settings region @catalog_id
aws_macie2_account region
aws_macie2_classification_export_configuration region
aws_macie2_organization_admin_account region
aws_macie2_organization_configuration region
aws_organizations_delegated_administrator organization account_id service_principal
aws_organizations_organization organization
aws_organizations_resource_policy organization
aws_quicksight_account_settings account @aws_account_id
aws_quicksight_account_subscription account @aws_account_id
aws_ram_sharing_with_organization organization
aws_rds_certificate region
aws_resourceexplorer2_index region
aws_s3_account_public_access_block account @account_id
aws_s3_bucket_policy region bucket
aws_s3control_access_grants_instance region @account_id
aws_securityhub_account region
aws_securityhub_finding_aggregator account
aws_securityhub_member region account_id
aws_securityhub_organization_admin_account region
aws_securityhub_organization_configuration region
aws_securityhub_standards_subscription region standards_arn
aws_ses_active_receipt_rule_set region
aws_sesv2_account_suppression_attributes region
aws_sesv2_account_vdm_attributes region
aws_shield_drt_access_role_arn_association account
aws_shield_proactive_engagement account
aws_shield_subscription account
aws_signer_signing_profile region name
aws_sns_sms_preferences region
aws_spot_datafeed_subscription account
aws_ssm_default_patch_baseline region operating_system
aws_ssm_service_setting region setting_id
aws_ssmincidents_replication_set account
aws_vpc_block_public_access_options region
aws_vpc_ipam_organization_admin_account organization
aws_xray_encryption_config region
aws_xray_resource_policy region policy_name`;

const ROWS = TABLE.trim()
  .split("\n")
  .map((line) => {
    const [type = "", scope = "", ...names] = line.split(" ");
    const accounts = names.find((name) => name.startsWith("@"))?.slice(1);
    return { type, scope, by: names.filter((name) => !name.startsWith("@")), accounts };
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
  expect(
    Object.entries(SINGLETONS).map(([type, { scope, by = [], accounts }]) => ({ type, scope, by, accounts })),
  ).toEqual(ROWS);
});

/** Arguments that came after the provider of the bindings. */
const LATER: Readonly<Record<string, readonly string[]>> = {
  aws_cloudwatch_log_resource_policy: ["resource_arn"],
};

test.each(ROWS)("the provider has $type with these arguments", ({ accounts = [], by, type }) => {
  const folder = type.replace(/^aws_/, "").replaceAll("_", "-");
  const code = readFileSync(`node_modules/@cdktf/provider-aws/lib/${folder}/index.js`, "utf8");
  const missing = [...by, accounts]
    .flat()
    .filter((argument) => !code.includes(`\n            ${argument}: `));
  expect(missing).toEqual(LATER[type] ?? []);
});

const WITH_ACCOUNTS = ROWS.flatMap(({ accounts, by, scope, type }) =>
  accounts === undefined ? [] : [{ type, scope, argument: accounts, by }],
);

test.each(WITH_ACCOUNTS)("$type is about the accounts in its $argument", ({ argument, by, scope, type }) => {
  const body = Object.fromEntries(by.map((name) => [name, "x"]));
  const of = (one: unknown, other: unknown) =>
    objections("singleton-owned-once", {
      [type]: { x: { ...body, [argument]: one }, y: { ...body, [argument]: other } },
    });
  const place = scope === "region" ? " in eu-central-1" : "";
  const objection = (account: string) => [
    owned(type, by.map(() => "x").join(" "), `account ${account}${place}`),
  ];
  expect(of("444444444444", "555555555555")).toEqual([]);
  expect(of(undefined, "444444444444")).toEqual([]);
  expect(of(undefined, ACCOUNT)).toEqual(objection(ACCOUNT));
  expect(of([], "")).toEqual(objection(ACCOUNT));
  expect(of(["444444444444", "444444444444"], ["555555555555"])).toEqual([]);
  expect(of(["444444444444", "555555555555"], ["555555555555", "666666666666"])).toEqual(
    objection("555555555555"),
  );
  expect(of("${var.account}", "444444444444")).toEqual([
    `${type}.x: for which account it is could not be decided: \${var.account}; write it as a literal`,
  ]);
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
