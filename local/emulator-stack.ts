import { limited, type Limited, LIMITS, type EmulatorLimit } from "./emulator-limits";
import { compatible } from "./provider-compatibility";
import { type TerraformJson } from "./terraform";

/** The settings of the provider that point it at an emulator instead of AWS. */
const EMULATED_PROVIDER = {
  access_key: "emulator",
  secret_key: "emulator",
  skip_credentials_validation: true,
  skip_metadata_api_check: "true",
  skip_requesting_account_id: false,
  skip_region_validation: true,
  s3_use_path_style: true,
  // An operation that is missing answers with an error of the server, which would be tried again for minutes.
  max_retries: 3,
};

/** What a stack becomes in order to apply to the emulator. */
export function emulated(
  stack: TerraformJson,
  options: {
    readonly awsVersion: string;
    readonly endpoint: string;
    readonly limits?: readonly EmulatorLimit[];
  },
): Limited {
  const { provider } = stack as { readonly provider: { readonly aws: readonly object[] } };
  const endpoints = [Object.fromEntries(ENDPOINTS.map((service) => [service, options.endpoint]))];
  const pointed = {
    ...stack,
    provider: { ...provider, aws: provider.aws.map((aws) => ({ ...aws, ...EMULATED_PROVIDER, endpoints })) },
  };
  return limited(compatible(pointed, options.awsVersion).stack, options.limits ?? LIMITS);
}

/** Every service the suite talks to, in the provider's words; another one finds no emulator and fails. */
const ENDPOINTS = [
  "cloudcontrolapi",
  "cloudformation",
  "cloudwatch",
  "codebuild",
  "codeconnections",
  "codepipeline",
  "codestarconnections",
  "dynamodb",
  "ec2",
  "ecr",
  "ecs",
  "eks",
  "events",
  "guardduty",
  "iam",
  "inspector2",
  "kms",
  "lambda",
  "logs",
  "organizations",
  "s3",
  "scheduler",
  "secretsmanager",
  "securityhub",
  "signer",
  "sns",
  "sqs",
  "ssm",
  "sts",
] as const;
