/**
 * Switches GuardDuty off, takes accounts out of it or hides its findings.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonguardduty.html
 */
export const GUARDDUTY_TAMPER_ACTIONS = [
  "guardduty:CreateFilter",
  "guardduty:DeleteDetector",
  "guardduty:DeleteMembers",
  "guardduty:DisableOrganizationAdminAccount",
  "guardduty:DisassociateFromAdministratorAccount",
  "guardduty:DisassociateFromMasterAccount",
  "guardduty:DisassociateMembers",
  "guardduty:StopMonitoringMembers",
  "guardduty:UpdateDetector",
  "guardduty:UpdateFilter",
  "guardduty:UpdateMalwareScanSettings",
  "guardduty:UpdateMemberDetectors",
  "guardduty:UpdateOrganizationConfiguration",
] as const;

/**
 * Switches Inspector off, takes accounts or their registries out of it, shortens its scans or hides its findings.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoninspector2.html
 */
export const INSPECTOR_TAMPER_ACTIONS = [
  "ecr:PutRegistryScanningConfiguration",
  "inspector2:CreateFilter",
  "inspector2:Disable",
  "inspector2:DisableDelegatedAdminAccount",
  "inspector2:DisassociateMember",
  "inspector2:UpdateConfiguration",
  "inspector2:UpdateFilter",
  "inspector2:UpdateOrganizationConfiguration",
] as const;

/**
 * Switches Security Hub off, takes accounts or regions out of it or weakens its checks.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssecurityhub.html
 */
export const SECURITY_HUB_TAMPER_ACTIONS = [
  "securityhub:BatchDisableStandards",
  "securityhub:DeleteAggregatorV2",
  "securityhub:DeleteConfigurationPolicy",
  "securityhub:DeleteFindingAggregator",
  "securityhub:DeleteMembers",
  "securityhub:DisableImportFindingsForProduct",
  "securityhub:DisableOrganizationAdminAccount",
  "securityhub:DisableSecurityHub",
  "securityhub:DisableSecurityHubV2",
  "securityhub:DisassociateFromAdministratorAccount",
  "securityhub:DisassociateFromMasterAccount",
  "securityhub:DisassociateMembers",
  "securityhub:StartConfigurationPolicyDisassociation",
  "securityhub:UpdateConfigurationPolicy",
  "securityhub:UpdateFindingAggregator",
  "securityhub:UpdateOrganizationConfiguration",
  "securityhub:UpdateSecurityControl",
  "securityhub:UpdateStandardsControl",
] as const;

/**
 * Stops signing, or makes signatures and profiles void. Making a new profile is harmless: trust policies name
 * profiles one by one.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awssigner.html
 */
export const SIGNING_TAMPER_ACTIONS = [
  "ecr:DeleteSigningConfiguration",
  "ecr:PutSigningConfiguration",
  "signer:AddProfilePermission",
  "signer:CancelSigningProfile",
  "signer:RemoveProfilePermission",
  "signer:RevokeSignature",
  "signer:RevokeSigningProfile",
] as const;

/**
 * Changes the settings of a whole registry: who may write, where images go and come from, and what repositories
 * that ECR makes by itself are like. None of them takes a resource.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
 */
export const REGISTRY_TAMPER_ACTIONS = [
  "ecr:CreatePullThroughCacheRule",
  "ecr:CreateRepositoryCreationTemplate",
  "ecr:DeletePullThroughCacheRule",
  "ecr:DeleteRegistryPolicy",
  "ecr:DeleteRepositoryCreationTemplate",
  "ecr:DeregisterPullTimeUpdateExclusion",
  "ecr:PutAccountSetting",
  "ecr:PutRegistryPolicy",
  "ecr:PutReplicationConfiguration",
  "ecr:RegisterPullTimeUpdateExclusion",
  "ecr:UpdatePullThroughCacheRule",
  "ecr:UpdateRepositoryCreationTemplate",
] as const;

/**
 * Hands a repository to others, lets its tags move, stops its scans, or takes its images away. What ECR's own
 * lifecycle rules expire or archive goes on: no principal of an account does it.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticcontainerregistry.html
 */
export const REPOSITORY_TAMPER_ACTIONS = [
  "ecr:BatchDeleteImage",
  "ecr:DeleteLifecyclePolicy",
  "ecr:DeleteRepository",
  "ecr:DeleteRepositoryPolicy",
  "ecr:PutImageScanningConfiguration",
  "ecr:PutImageTagMutability",
  "ecr:PutLifecyclePolicy",
  "ecr:SetRepositoryPolicy",
  "ecr:UpdateImageStorageClass",
] as const;

/**
 * Makes a KMS key useless, or hands it to others.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html
 */
export const KEY_TAMPER_ACTIONS = [
  "kms:DisableKey",
  "kms:DisableKeyRotation",
  "kms:PutKeyPolicy",
  "kms:ScheduleKeyDeletion",
] as const;

/**
 * Makes or changes a role, or lets somebody else assume it.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
 */
export const ROLE_TAMPER_ACTIONS = [
  "iam:AttachRolePolicy",
  "iam:CreateRole",
  "iam:DeleteRole",
  "iam:DeleteRolePermissionsBoundary",
  "iam:DeleteRolePolicy",
  "iam:DetachRolePolicy",
  "iam:PutRolePermissionsBoundary",
  "iam:PutRolePolicy",
  "iam:UpdateAssumeRolePolicy",
  "iam:UpdateRole",
] as const;

/**
 * Changes the tags of clusters.
 *
 * @see https://docs.aws.amazon.com/guardduty/latest/ug/managing-gdu-agent-ecs-automated.html
 */
export const CLUSTER_TAG_ACTIONS = [
  "ecs:TagResource",
  "ecs:UntagResource",
  "eks:TagResource",
  "eks:UntagResource",
] as const;
