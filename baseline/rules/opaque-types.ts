/**
 * Types that AWS makes through Cloud Control and that no rule needs to read: they hold no data and no policy.
 * Every other type would hide from the rules.
 */
export const CLOUD_CONTROL_TYPES: ReadonlySet<unknown> = new Set([
  "AWS::ECR::PullTimeUpdateExclusion",
  "AWS::ECR::SigningConfiguration",
  "AWS::SecurityHub::AggregatorV2",
  "AWS::SecurityHub::AutomationRuleV2",
  "AWS::SecurityHub::HubV2",
]);

/** Types of the AWS provider whose template makes resources that are not in the Terraform JSON. */
export const TEMPLATE_TYPES: ReadonlySet<string> = new Set([
  "aws_cloudformation_stack",
  "aws_cloudformation_stack_instances",
  "aws_cloudformation_stack_set",
  "aws_cloudformation_stack_set_instance",
  "aws_config_conformance_pack",
  "aws_config_organization_conformance_pack",
  "aws_serverlessapplicationrepository_cloudformation_stack",
  "aws_servicecatalog_provisioned_product",
]);
