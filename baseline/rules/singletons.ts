/** Within what there is only one of something. */
export type SingletonScope = "organization" | "account" | "region";

/** A resource type that would overwrite a second owner's settings at every apply. */
export interface Singleton {
  readonly scope: SingletonScope;
  /** Arguments that tell several of a type apart. @default - there is one in the whole scope */
  readonly by?: readonly string[];
}

/** Types of which a scope has one: settings, hubs, and what belongs to one repository, bucket or key. */
export const SINGLETONS: Readonly<Record<string, Singleton>> = {
  aws_cloudcontrolapi_resource: { scope: "region", by: ["type_name"] },
  aws_cloudwatch_log_resource_policy: { scope: "region", by: ["policy_name", "resource_arn"] },
  aws_codebuild_source_credential: { scope: "region", by: ["auth_type", "server_type"] },
  aws_config_configuration_recorder: { scope: "region" },
  aws_ebs_encryption_by_default: { scope: "region" },
  aws_ecr_account_setting: { scope: "region", by: ["name"] },
  aws_ecr_lifecycle_policy: { scope: "region", by: ["repository"] },
  aws_ecr_pull_through_cache_rule: { scope: "region", by: ["ecr_repository_prefix"] },
  aws_ecr_registry_policy: { scope: "region" },
  aws_ecr_registry_scanning_configuration: { scope: "region" },
  aws_ecr_replication_configuration: { scope: "region" },
  aws_ecr_repository: { scope: "region", by: ["name"] },
  aws_ecr_repository_creation_template: { scope: "region", by: ["prefix"] },
  aws_ecr_repository_policy: { scope: "region", by: ["repository"] },
  aws_ecs_account_setting_default: { scope: "region", by: ["name"] },
  aws_guardduty_detector: { scope: "region" },
  aws_guardduty_detector_feature: { scope: "region", by: ["name"] },
  aws_guardduty_organization_admin_account: { scope: "region" },
  aws_guardduty_organization_configuration: { scope: "region" },
  aws_guardduty_organization_configuration_feature: { scope: "region", by: ["name"] },
  aws_iam_account_password_policy: { scope: "account" },
  aws_iam_role: { scope: "account", by: ["name"] },
  aws_inspector2_delegated_admin_account: { scope: "region" },
  aws_inspector2_organization_configuration: { scope: "region" },
  aws_organizations_delegated_administrator: {
    scope: "organization",
    by: ["account_id", "service_principal"],
  },
  aws_organizations_organization: { scope: "organization" },
  aws_organizations_resource_policy: { scope: "organization" },
  aws_s3_account_public_access_block: { scope: "account" },
  aws_s3_bucket_policy: { scope: "region", by: ["bucket"] },
  aws_securityhub_account: { scope: "region" },
  aws_securityhub_finding_aggregator: { scope: "account" },
  aws_securityhub_organization_admin_account: { scope: "region" },
  aws_securityhub_organization_configuration: { scope: "region" },
  aws_signer_signing_profile: { scope: "region", by: ["name"] },
};

/** Cloud Control types of which an account and region has one; others may be there as often as wanted. */
export const CLOUD_CONTROL_SINGLETONS: Readonly<Record<string, SingletonScope>> = {
  "AWS::ECR::RegistryPolicy": "region",
  "AWS::ECR::ReplicationConfiguration": "region",
  "AWS::ECR::SigningConfiguration": "region",
  "AWS::SecurityHub::AggregatorV2": "account",
  "AWS::SecurityHub::HubV2": "region",
};
