import { type Partition } from "./partition";

/**
 * Services of China whose endpoints have names of its operators, in both of its regions.
 *
 * AWS publishes no table of them: these are the answers of `aws ec2 describe-vpc-endpoint-services` there.
 *
 * @see https://github.com/aws/aws-cdk/pull/25333
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVpcEndpointServices.html
 */
const OF_CHINA: ReadonlySet<string> = new Set([
  "application-autoscaling",
  "appmesh-envoy-management",
  "athena",
  "autoscaling",
  "awsconnector",
  "backup",
  "batch",
  "cassandra",
  "cloudcontrolapi",
  "cloudformation",
  "codedeploy-commands-secure",
  "databrew",
  "dms",
  "ebs",
  "ec2",
  "ecr.api",
  "ecr.dkr",
  "eks",
  "elasticache",
  "elasticbeanstalk",
  "elasticfilesystem",
  "elasticfilesystem-fips",
  "emr-containers",
  "execute-api",
  "fsx",
  "imagebuilder",
  "iot.data",
  "kinesis-streams",
  "lambda",
  "license-manager",
  "monitoring",
  "rds",
  "redshift",
  "redshift-data",
  "sagemaker.api",
  "sagemaker.featurestore-runtime",
  "sagemaker.runtime",
  "securityhub",
  "servicecatalog",
  "sms",
  "sqs",
  "states",
  "sts",
  "sync-states",
  "synthetics",
  "transcribe",
  "transcribestreaming",
  "transfer",
  "xray",
]);

/** Services of China that one of its regions alone has. */
const OF_ONE_REGION: Readonly<Record<string, ReadonlySet<string>>> = {
  "cn-north-1": new Set(["iotsitewise.api", "iotsitewise.data"]),
  "cn-northwest-1": new Set(["account", "polly", "workspaces"]),
};

/** Services whose endpoints in China are named as elsewhere. @see https://github.com/aws/aws-cdk/pull/16139 */
const AS_ELSEWHERE: ReadonlySet<string> = new Set([
  "cloudtrail",
  "codebuild",
  "codecommit",
  "config",
  "ec2messages",
  "ecs",
  "ecs-agent",
  "ecs-telemetry",
  "elasticloadbalancing",
  "events",
  "git-codecommit",
  "glue",
  "kinesis-firehose",
  "kms",
  "logs",
  "s3",
  "secretsmanager",
  "sns",
  "ssm",
  "ssmmessages",
  "storagegateway",
]);

/** One that ends otherwise, too. */
const ENDS: Readonly<Record<string, string>> = { transcribe: ".cn" };

/**
 * Complete name of the service behind a VPC endpoint, such as `com.amazonaws.eu-central-1.ecr.api`; `undefined`
 * where it cannot be known, as China's names follow no rule.
 *
 * @param service its short name, or a complete one, which is given back as it is
 */
export function endpointServiceName(
  partition: Partition,
  region: string,
  service: string,
): string | undefined {
  if (isCompleteServiceName(service)) return service;
  const name = `com.amazonaws.${region}.${service}`;
  if (partition !== "aws-cn" || AS_ELSEWHERE.has(service)) return name;
  if (!OF_CHINA.has(service) && OF_ONE_REGION[region]?.has(service) !== true) return undefined;
  return `cn.${name}${ENDS[service] ?? ""}`;
}

/** Whether the name of a service is complete: it names its domain, which short names never do. */
function isCompleteServiceName(service: string): boolean {
  return /^(?:[a-z]+\.)*(?:amazonaws|sagemaker)\./.test(service);
}
