import { existsSync, readFileSync } from "node:fs";
import { POLICY_PLACES } from "../../baseline/policy-places";
import { objections } from "./support";

/** Kind, type, argument: every place of a policy that we know. */
const PLACES = `
identity aws_iam_policy policy
identity aws_iam_role_policy policy
identity aws_iam_user_policy policy
identity aws_iam_group_policy policy
identity aws_iam_role inline_policy.policy
identity aws_iot_policy policy
identity aws_ssoadmin_permission_set_inline_policy inline_policy
trust aws_iam_role assume_role_policy
resource aws_acmpca_policy policy
resource aws_api_gateway_domain_name policy
resource aws_api_gateway_rest_api policy
resource aws_api_gateway_rest_api_policy policy
resource aws_backup_vault_policy policy
resource aws_cloudsearch_domain_service_access_policy access_policy
resource aws_cloudwatch_event_bus_policy policy
resource aws_cloudwatch_log_delivery_destination_policy delivery_destination_policy
resource aws_cloudwatch_log_destination_policy access_policy
resource aws_codeartifact_domain_permissions_policy policy_document
resource aws_codeartifact_repository_permissions_policy policy_document
resource aws_codebuild_resource_policy policy
resource aws_dynamodb_resource_policy policy
resource aws_ecr_repository_creation_template repository_policy
resource aws_ecr_repository_policy policy
resource aws_ecrpublic_repository_policy policy
resource aws_efs_file_system_policy policy
resource aws_elasticsearch_domain access_policies
resource aws_elasticsearch_domain_policy access_policies
resource aws_glacier_vault access_policy
resource aws_glacier_vault_lock policy
resource aws_kinesis_resource_policy policy
resource aws_kms_external_key policy
resource aws_kms_key policy
resource aws_kms_key_policy policy
resource aws_kms_replica_external_key policy
resource aws_kms_replica_key policy
resource aws_media_store_container_policy policy
resource aws_msk_cluster_policy policy
resource aws_networkfirewall_resource_policy policy
resource aws_oam_sink_policy policy
resource aws_opensearch_domain access_policies
resource aws_opensearch_domain_policy access_policies
resource aws_prometheus_resource_policy policy_document
resource aws_redshift_resource_policy policy
resource aws_redshiftserverless_resource_policy policy
resource aws_s3_access_point policy
resource aws_s3_bucket policy
resource aws_s3_bucket_policy policy
resource aws_s3control_access_grants_instance_resource_policy policy
resource aws_s3control_access_point_policy policy
resource aws_s3control_bucket_policy policy
resource aws_s3control_multi_region_access_point_policy details.policy
resource aws_s3control_object_lambda_access_point_policy policy
resource aws_s3tables_table_bucket_policy resource_policy
resource aws_s3tables_table_policy resource_policy
resource aws_s3vectors_vector_bucket_policy policy
resource aws_sagemaker_model_package_group_policy resource_policy
resource aws_schemas_registry_policy policy
resource aws_secretsmanager_secret policy
resource aws_secretsmanager_secret_policy policy
resource aws_ses_identity_policy policy
resource aws_sesv2_email_identity_policy policy
resource aws_sns_topic policy
resource aws_sns_topic_policy policy
resource aws_sqs_queue policy
resource aws_sqs_queue_policy policy
resource aws_vpclattice_auth_policy policy
resource aws_vpclattice_resource_policy policy
account aws_cloudwatch_log_resource_policy policy_document
account aws_ecr_registry_policy policy
account aws_glue_resource_policy policy
account aws_organizations_resource_policy content
account aws_xray_resource_policy policy_document
endpoint aws_vpc_endpoint policy
endpoint aws_vpc_endpoint_policy policy
guardrail aws_organizations_policy content
`;
const ROWS = PLACES.trim()
  .split("\n")
  .map((line) => line.split(" "));

test("these are all places", () => {
  expect(POLICY_PLACES.map(({ argument, kind, type }) => [kind, type, argument])).toEqual(ROWS);
});

test.each(ROWS)(
  "a policy of the kind %s is read in %s.%s, wherever its text comes from",
  (_kind, type = "", path = "") => {
    const body = path
      .split(".")
      .reduceRight<unknown>((inner, name) => ({ [name]: inner }), "${var.policy}") as Record<string, unknown>;
    expect(objections("readable", { [type]: { x: body } })).toEqual([
      `${type}.x: its ${path} could not be read: only Terraform knows what \${var.policy} will say; write the policy as JSON whose statements are literal`,
    ]);
  },
);

test.each(ROWS)("the provider has the place of the kind %s in %s.%s", (_kind, type = "", path = "") => {
  const folder = type.replace(/^aws_/, "").replaceAll("_", "-");
  const file = `node_modules/@cdktf/provider-aws/lib/${folder}/index.d.ts`;
  expect([file, existsSync(file)]).toEqual([file, true]);
  for (const name of path.split(".")) {
    const camel = name.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
    expect(readFileSync(file, "utf8")).toMatch(new RegExp(`readonly ${camel}\\??: `));
  }
});
