import { type Finding, type Rule } from "../rule";

/** CloudFormation types that the rules read as resources of their own, so not behind Cloud Control. */
const CLOUD_CONTROL_TWINS =
  /^AWS::(?:CodeBuild::Project|CodePipeline::Pipeline|DynamoDB::(?:Global)?Table|EC2::VPCEndpoint|ECR::Repository(?:CreationTemplate)?|IAM::\w+|KMS::(?:Replica)?Key|Logs::(?:LogGroup|ResourcePolicy)|S3::Bucket(?:Policy)?|SNS::(?:Topic|TopicPolicy|TopicInlinePolicy)|SQS::(?:Queue|QueuePolicy|QueueInlinePolicy)|SecretsManager::Secret|Signer::SigningProfile|Lambda::Permission)$/;

/** What cannot be read cannot be judged. */
export const readable: Rule = {
  id: "readable",
  description:
    "Every policy is JSON that can be parsed, and nothing the rules judge hides in a `module` block or behind Cloud Control.",
  check: ({ stack, unreadable }): Finding[] => [
    ...unreadable.map(({ argument, reason, resource }) => ({
      resource,
      message: `its ${argument} could not be read: ${reason}`,
      change: "write the policy as JSON whose statements are literal",
    })),
    ...stack.modules.map((resource) => ({
      resource,
      message: "what the Terraform module makes could not be decided",
      change: "make its resources in the stack itself",
    })),
    ...stack
      .ofType("aws_cloudcontrolapi_resource")
      .filter(({ body }) => CLOUD_CONTROL_TWINS.test(String(body["type_name"])))
      .map((resource) => ({
        resource,
        message: `hides ${String(resource.body["type_name"])} behind Cloud Control`,
        change: "use the resource type of the AWS provider",
      })),
  ],
};
