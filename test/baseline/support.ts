import { AWS_EXCEPTIONS, type AwsException, type SynthesizedStack, type TerraformJson } from "../../baseline";
import { checkExcusing } from "../../baseline/check";

export const ACCOUNT = "333333333333";
export const REGION = "eu-central-1";
export const ORGANIZATION = "o-exampleorg1";

type Body = Record<string, unknown>;
export type Resources = Record<string, Record<string, Body>>;

/** A stack of account 333333333333 whose provider is guarded, holding the given resources. */
export function stackOf(resource: Resources, more: TerraformJson = {}, name = "test"): SynthesizedStack {
  const aws = [{ region: REGION, allowed_account_ids: [ACCOUNT] }];
  return { name, account: ACCOUNT, region: REGION, terraform: { provider: { aws }, resource, ...more } };
}

/** Violations as `rule address: message; change`. */
export function violationsOf(
  stacks: SynthesizedStack | SynthesizedStack[],
  awsExceptions: readonly AwsException[] = AWS_EXCEPTIONS,
): string[] {
  return checkExcusing(Array.isArray(stacks) ? stacks : [stacks], awsExceptions).violations.map(
    ({ rule, resource, message, change }) => `${rule} ${resource}: ${message}; ${change}`,
  );
}

/** Violations of one rule as `address: message; change`. */
export function objections(rule: string, resource: Resources, more?: TerraformJson): string[] {
  const prefix = `${rule} `;
  return violationsOf(stackOf(resource, more))
    .filter((text) => text.startsWith(prefix))
    .map((text) => text.slice(prefix.length));
}

/** A policy document with the given statements. */
export function policy(...statements: Body[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements });
}

/** A key policy that names its actions. */
export const KEY_POLICY = policy({
  Sid: "Administer",
  Effect: "Allow",
  Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
  Action: ["kms:DescribeKey", "kms:PutKeyPolicy"],
  Resource: "*",
});

/** A Deny of everything without TLS. */
export function denyPlainText(action: string, resource: unknown): Body {
  const Condition = { Bool: { "aws:SecureTransport": "false" } };
  return { Sid: "TlsOnly", Effect: "Deny", Principal: "*", Action: action, Resource: resource, Condition };
}

const lifecycle = { prevent_destroy: true };

/** A stack with something of everything that holds every rule. */
export function compliantStack(): SynthesizedStack {
  return structuredClone(
    stackOf({
      aws_ecr_repository: {
        api: {
          name: "shop/api",
          image_tag_mutability: "IMMUTABLE",
          encryption_configuration: [{ encryption_type: "KMS", kms_key: "${aws_kms_key.images.arn}" }],
          lifecycle,
        },
      },
      aws_ecr_repository_creation_template: {
        cache: {
          prefix: "docker-hub",
          applied_for: ["PULL_THROUGH_CACHE"],
          image_tag_mutability: "MUTABLE",
          encryption_configuration: { encryption_type: "AES256" },
        },
      },
      aws_ecr_repository_policy: {
        api: {
          repository: "${aws_ecr_repository.api.name}",
          policy: policy({
            Sid: "Pull",
            Effect: "Allow",
            Principal: "*",
            Action: "ecr:BatchGetImage",
            Condition: { StringEquals: { "aws:PrincipalOrgID": ORGANIZATION } },
          }),
        },
      },
      aws_ecr_account_setting: { scope: { name: "REGISTRY_POLICY_SCOPE", value: "V2" } },
      aws_kms_key: {
        images: {
          enable_key_rotation: true,
          policy: KEY_POLICY,
          lifecycle,
        },
      },
      aws_s3_bucket: { artifacts: { bucket: "example-artifacts", lifecycle } },
      aws_s3_bucket_server_side_encryption_configuration: {
        artifacts: {
          bucket: "${aws_s3_bucket.artifacts.id}",
          rule: [{ apply_server_side_encryption_by_default: { sse_algorithm: "aws:kms" } }],
        },
      },
      aws_s3_bucket_public_access_block: {
        artifacts: {
          bucket: "${aws_s3_bucket.artifacts.id}",
          block_public_acls: true,
          block_public_policy: true,
          ignore_public_acls: true,
          restrict_public_buckets: true,
        },
      },
      aws_s3_bucket_policy: {
        artifacts: {
          bucket: "${aws_s3_bucket.artifacts.id}",
          policy: policy(
            denyPlainText("s3:*", ["${aws_s3_bucket.artifacts.arn}", "${aws_s3_bucket.artifacts.arn}/*"]),
          ),
        },
      },
      aws_sns_topic: { alarms: { name: "alarms", kms_master_key_id: "${aws_kms_key.images.arn}" } },
      aws_sns_topic_policy: {
        alarms: {
          arn: "${aws_sns_topic.alarms.arn}",
          policy: policy(denyPlainText("sns:Publish", "${aws_sns_topic.alarms.arn}")),
        },
      },
      aws_sqs_queue: { work: { name: "work", sqs_managed_sse_enabled: true } },
      aws_sqs_queue_policy: {
        work: {
          queue_url: "${aws_sqs_queue.work.url}",
          policy: policy(denyPlainText("sqs:*", "${aws_sqs_queue.work.arn}")),
        },
      },
      aws_cloudwatch_log_group: { build: { name: "/build", retention_in_days: 365 } },
      aws_iam_role: {
        build: {
          name: "build",
          assume_role_policy: policy({
            Effect: "Allow",
            Principal: { Service: "codebuild.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: { StringEquals: { "aws:SourceAccount": ACCOUNT } },
          }),
        },
      },
      aws_iam_role_policy: {
        build: {
          role: "${aws_iam_role.build.name}",
          policy: policy(
            { Sid: "Login", Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
            {
              Sid: "Push",
              Effect: "Allow",
              Action: ["ecr:PutImage"],
              Resource: "${aws_ecr_repository.api.arn}",
            },
          ),
        },
      },
      aws_codebuild_project: {
        build: {
          encryption_key: "${aws_kms_key.images.arn}",
          environment: [
            {
              environment_variable: [
                { name: "REPOSITORY", value: "shop/api" },
                { name: "TOKEN", type: "SECRETS_MANAGER", value: "example/token" },
              ],
            },
          ],
        },
      },
      aws_codepipeline: {
        api: { artifact_store: [{ location: "x", encryption_key: { id: "key", type: "KMS" } }] },
      },
      aws_signer_signing_profile: { release: { name: "release_1a2b3c4d", lifecycle } },
      aws_cloudcontrolapi_resource: { signing: { type_name: "AWS::ECR::SigningConfiguration" } },
      aws_guardduty_detector: { this: { enable: true, lifecycle } },
      aws_lambda_permission: {
        events: {
          action: "lambda:InvokeFunction",
          principal: "events.amazonaws.com",
          source_arn: "${aws_cloudwatch_event_rule.x.arn}",
        },
      },
      aws_vpc_endpoint: {
        s3: {
          vpc_endpoint_type: "Gateway",
          policy: policy({
            Sid: "ImageLayers",
            Effect: "Allow",
            Principal: "*",
            Action: "s3:GetObject",
            Resource: `arn:aws:s3:::prod-${REGION}-starport-layer-bucket/*`,
          }),
        },
      },
    }),
  );
}

/** The compliant stack with one value of its Terraform JSON changed; `undefined` removes it. */
export function broken(path: readonly (string | number)[], value: unknown): SynthesizedStack {
  const stack = compliantStack();
  let target = stack.terraform as Body;
  for (const step of path.slice(0, -1)) {
    target[step] ??= {};
    target = target[step] as Body;
  }
  const last = String(path.at(-1));
  if (value === undefined) Reflect.deleteProperty(target, last);
  else target[last] = value;
  return stack;
}

/** One way to break one rule of the compliant stack. */
export type Mutation = readonly [rule: string, what: string, stack: SynthesizedStack];
