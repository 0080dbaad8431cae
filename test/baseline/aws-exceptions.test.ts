import { AWS_EXCEPTIONS } from "../../baseline";
import { KEY_POLICY, policy, type Resources, stackOf, violationsOf } from "./support";

const allow = (Action: string, more: object = {}) =>
  policy({ Effect: "Allow", Action, Resource: "*", ...more });
const role = (document: string): Resources => ({ aws_iam_role_policy: { x: { policy: document } } });
const endpoint = (document: string): Resources => ({ aws_vpc_endpoint: { x: { policy: document } } });
const attached = (policy_arn: string): Resources => ({
  aws_iam_role_policy_attachment: { x: { policy_arn } },
});
const access = (name: string, type?: string): Resources => ({
  aws_eks_access_policy_association: {
    x: { policy_arn: `arn:aws:eks::aws:cluster-access-policy/${name}`, access_scope: [{ type }] },
  },
});
const trust = (Service: string | string[]): Resources => ({
  aws_iam_role: {
    x: {
      name: "x",
      assume_role_policy: policy({ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" }),
    },
  },
});
const guardrail = (Action: string): Resources => ({
  aws_organizations_policy: { x: { type: "SERVICE_CONTROL_POLICY", content: allow(Action) } },
});
const ofOrganization = {
  Principal: "*",
  Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } },
};

const DIRECTORY: Resources = {
  aws_s3_directory_bucket: {
    x: { bucket: "example--euc1-az1--x-s3", lifecycle: { prevent_destroy: true } },
  },
};

/** For each row that is not about actions: what only this row excuses. */
const EXCUSED: Readonly<Record<string, Resources>> = {
  "pull-through-cache-template": {
    aws_ecr_repository_creation_template: {
      x: {
        applied_for: ["PULL_THROUGH_CACHE"],
        image_tag_mutability: "MUTABLE",
        encryption_configuration: [{ encryption_type: "AES256" }],
      },
    },
  },
  "layer-bucket-behind-endpoint": endpoint(
    allow("s3:GetObject", {
      Principal: "*",
      Resource: "arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/*",
    }),
  ),
  "objects-of-aws-behind-endpoint": endpoint(
    allow("s3:GetObject", {
      Principal: "*",
      Resource: ["arn:aws:s3:::al2023-repos-eu-central-1-de612dc2/*", "arn:aws:s3:::aws-ssm-eu-west-1/*"],
    }),
  ),
  "endpoint-grants-nothing": endpoint(allow("*", { ...ofOrganization, Resource: "arn:aws:s3:::example/*" })),
  "endpoint-narrows-resources": endpoint(allow("ecr:BatchGetImage", ofOrganization)),
  "own-resource": {
    aws_secretsmanager_secret_policy: {
      x: { policy: allow("secretsmanager:GetSecretValue", { Principal: { AWS: "333333333333" } }) },
    },
  },
  "guardrail-allows-action": {
    aws_organizations_policy: { x: { content: allow("*", { Resource: "arn:aws:s3:::example" }) } },
  },
  "guardrail-allows-resource": guardrail("s3:GetObject"),
  "signing-profile-permission": {
    aws_signer_signing_profile_permission: {
      x: { action: "signer:SignPayload", principal: "arn:aws:iam::444444444444:role/build" },
    },
  },
  "trust-lambda": trust("lambda.amazonaws.com"),
  "trust-ec2": trust("ec2.amazonaws.com.cn"),
  "trust-codepipeline": trust("codepipeline.amazonaws.com"),
  "trust-ecs": trust("ecs.amazonaws.com"),
  "trust-ecr": trust("ecr.amazonaws.com"),
  "trust-pullthroughcache": trust("pullthroughcache.ecr.amazonaws.com"),
  "topic-of-eventbridge": {
    aws_sns_topic: {
      x: {
        name: "x",
        kms_master_key_id: "alias/aws/sns",
        policy: policy(
          {
            Effect: "Allow",
            Principal: { Service: "events.amazonaws.com" },
            Action: "sns:Publish",
            Resource: "arn:aws:sns:eu-central-1:333333333333:x",
          },
          {
            Effect: "Deny",
            Principal: "*",
            Action: "sns:*",
            Resource: "arn:aws:sns:eu-central-1:333333333333:x",
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ),
      },
    },
  },
  "attached-AmazonEC2ContainerRegistryPullOnly": attached(
    "arn:aws:iam::aws:policy/AmazonEC2ContainerRegistryPullOnly",
  ),
  "attached-AmazonECSTaskExecutionRolePolicy": attached(
    "arn:aws-cn:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
  ),
  "attached-AmazonEKSFargatePodExecutionRolePolicy": attached(
    "arn:aws:iam::aws:policy/AmazonEKSFargatePodExecutionRolePolicy",
  ),
  "attached-AWSLambdaBasicExecutionRole": attached(
    "arn:aws-us-gov:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
  ),
  "attached-AWSXRayDaemonWriteAccess": attached("arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess"),
  "directory-bucket-encryption-at-rest": DIRECTORY,
  "directory-bucket-tls-only": DIRECTORY,
  "directory-bucket-public-access-block": DIRECTORY,
  "attached-eks-access": access("AmazonEKSEditPolicy", "namespace"),
  "logs-always-encrypted": { aws_cloudwatch_log_group: { x: { retention_in_days: 30 } } },
  "keys-that-cannot-rotate": {
    aws_kms_key: {
      x: { key_usage: "SIGN_VERIFY", policy: KEY_POLICY, lifecycle: { prevent_destroy: true } },
    },
  },
};

const ROWS = AWS_EXCEPTIONS.flatMap((row) =>
  (row.actions ?? [""]).map((action) => [`${row.id} ${action}`.trim(), row, action] as const),
);

test.each(ROWS)("AWS's exception %s is needed, and alone excuses what it is for", (_name, row, action) => {
  const narrowed = action === "cloudwatch:PutMetricData" ? "Example" : undefined;
  const Condition = { StringEquals: { "cloudwatch:namespace": narrowed } };
  const resources = action === "" ? EXCUSED[row.id] : role(allow(action, narrowed ? { Condition } : {}));
  if (!resources) throw new Error(`no example for the row ${row.id}`);
  const stack = stackOf(resources);
  expect(violationsOf(stack)).toEqual([]);
  const others = AWS_EXCEPTIONS.filter((other) => other !== row);
  expect(violationsOf(stack, others)).toEqual([expect.stringMatching(`^${row.rule} `)]);
});

test("every example has its row", () => {
  const ids = AWS_EXCEPTIONS.filter(({ actions }) => actions === undefined).map(({ id }) => id);
  expect(ids.sort()).toEqual(Object.keys(EXCUSED).sort());
});

test("every row has an id of its own, a reason and a page of AWS", () => {
  expect(new Set(AWS_EXCEPTIONS.map(({ id }) => id)).size).toBe(AWS_EXCEPTIONS.length);
  for (const { reason, source } of AWS_EXCEPTIONS) {
    expect(reason.length).toBeGreaterThan(20);
    expect(source).toMatch(/^https:\/\/docs\.aws\.amazon\.com\//);
  }
});
