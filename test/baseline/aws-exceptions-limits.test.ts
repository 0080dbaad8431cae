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
const ofOrganization = {
  Principal: "*",
  Condition: { StringEquals: { "aws:PrincipalOrgID": "o-exampleorg1" } },
};

const LAYERS = "arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/*";
const keyOf = (body: object): Resources => ({
  aws_kms_key: { x: { ...body, policy: KEY_POLICY, lifecycle: { prevent_destroy: true } } },
});

const rulesOf = (resources: Resources) => violationsOf(stackOf(resources)).map((text) => text.split(" ")[0]);

const NOT_EXCUSED: readonly (readonly [what: string, resources: object, rule: string])[] = [
  [
    "a template that pushes use too",
    {
      aws_ecr_repository_creation_template: {
        x: {
          applied_for: ["PULL_THROUGH_CACHE", "CREATE_ON_PUSH"],
          image_tag_mutability: "MUTABLE",
          encryption_configuration: { encryption_type: "AES256" },
        },
      },
    },
    "immutable-tags",
  ],
  [
    "more than reading layers",
    endpoint(
      allow("s3:PutObject", {
        Principal: "*",
        Resource: "arn:aws:s3:::prod-eu-central-1-starport-layer-bucket/*",
      }),
    ),
    "restricted-principal",
  ],
  [
    "a bucket that is named like the layer bucket",
    endpoint(
      allow("s3:GetObject", { Principal: "*", Resource: "arn:aws:s3:::prod-x-starport-layer-bucket-mine/*" }),
    ),
    "restricted-principal",
  ],
  [
    "writing to a bucket of AWS",
    endpoint(allow("s3:PutObject", { Principal: "*", Resource: "arn:aws:s3:::aws-ssm-eu-central-1/*" })),
    "restricted-principal",
  ],
  [
    "a bucket that is named like one of AWS",
    endpoint(allow("s3:GetObject", { Principal: "*", Resource: "arn:aws:s3:::aws-ssm-eu-central-1-mine/*" })),
    "restricted-principal",
  ],
  [
    "a bucket of AWS outside an endpoint",
    {
      aws_s3_bucket_policy: {
        x: {
          policy: allow("s3:GetObject", { Principal: "*", Resource: "arn:aws:s3:::aws-ssm-eu-central-1/*" }),
        },
      },
    },
    "restricted-principal",
  ],
  ["metrics of every namespace", role(allow("cloudwatch:PutMetricData")), "no-wildcard-resource"],
  ...[
    ["a wildcard as namespace", { StringEquals: { "cloudwatch:namespace": "*" } }],
    ["a namespace by another operator", { StringLike: { "cloudwatch:namespace": "Example" } }],
    ["another key", { StringEquals: { "aws:RequestTag/namespace": "Example" } }],
  ].map(
    ([what, Condition]) =>
      [
        `metrics limited by ${String(what)}`,
        role(allow("cloudwatch:PutMetricData", { Condition })),
        "no-wildcard-resource",
      ] as const,
  ),
  [
    "another action with the condition of metrics",
    role(allow("s3:GetObject", { Condition: { StringEquals: { "cloudwatch:namespace": "Example" } } })),
    "no-wildcard-resource",
  ],
  [
    "a repository that says it is a cache",
    {
      aws_ecr_repository: {
        x: {
          applied_for: ["PULL_THROUGH_CACHE"],
          image_tag_mutability: "MUTABLE",
          encryption_configuration: { encryption_type: "AES256" },
          lifecycle: { prevent_destroy: true },
        },
      },
    },
    "immutable-tags",
  ],
  [
    "a template that says nothing of its use",
    {
      aws_ecr_repository_creation_template: {
        x: { image_tag_mutability: "MUTABLE", encryption_configuration: { encryption_type: "AES256" } },
      },
    },
    "immutable-tags",
  ],
  [
    "layers outside of endpoints",
    {
      aws_sqs_queue_policy: {
        x: { policy: allow("s3:GetObject", { Principal: "*", Resource: LAYERS }) },
      },
    },
    "restricted-principal",
  ],
  [
    "more actions on layers",
    endpoint(
      allow("s3:GetObject", { Principal: "*", Action: ["s3:GetObject", "s3:PutObject"], Resource: LAYERS }),
    ),
    "restricted-principal",
  ],
  [
    "more resources than layers",
    endpoint(allow("s3:GetObject", { Principal: "*", Resource: [LAYERS, "arn:aws:s3:::example"] })),
    "restricted-principal",
  ],
  [
    "all but an action on layers",
    endpoint(policy({ Effect: "Allow", Principal: "*", NotAction: "s3:PutObject", Resource: LAYERS })),
    "restricted-principal",
  ],
  [
    "all but layers",
    endpoint(policy({ Effect: "Allow", Principal: "*", Action: "s3:GetObject", NotResource: LAYERS })),
    "restricted-principal",
  ],
  [
    "letters before the layer bucket",
    endpoint(allow("s3:GetObject", { Principal: "*", Resource: `x${LAYERS}` })),
    "restricted-principal",
  ],
  [
    "letters behind the layer bucket",
    endpoint(allow("s3:GetObject", { Principal: "*", Resource: `${LAYERS}x` })),
    "restricted-principal",
  ],
  [
    "all actions for an organization where a policy grants",
    { aws_sqs_queue_policy: { x: { policy: allow("*", ofOrganization) } } },
    "no-wildcard-action",
  ],
  [
    "everything for an organization where a policy grants",
    { aws_ecr_registry_policy: { x: { policy: allow("ecr:BatchGetImage", ofOrganization) } } },
    "no-wildcard-resource",
  ],
  ["an asymmetric key by half a name", keyOf({ customer_master_key_spec: "X_RSA_2048" }), "key-rotation"],
  [
    "a symmetric key",
    { aws_kms_key: { x: { policy: KEY_POLICY, lifecycle: { prevent_destroy: true } } } },
    "key-rotation",
  ],
  [
    "a key whose custom key store may be none",
    {
      aws_kms_key: {
        x: {
          custom_key_store_id: "${var.store}",
          policy: KEY_POLICY,
          lifecycle: { prevent_destroy: true },
        },
      },
    },
    "key-rotation",
  ],
  ["a service that names its source", trust("ecs-tasks.amazonaws.com"), "restricted-principal"],
  [
    "Lambda beside another service",
    trust(["lambda.amazonaws.com", "ecs.amazonaws.com"]),
    "restricted-principal",
  ],
  [
    "Lambda outside of trust policies",
    {
      aws_ecr_repository_policy: {
        x: { policy: allow("ecr:BatchGetImage", { Principal: { Service: "lambda.amazonaws.com" } }) },
      },
    },
    "restricted-principal",
  ],
  [
    "a policy of that name that is not AWS's",
    attached("arn:aws:iam::333333333333:policy/AWSXRayDaemonWriteAccess"),
    "no-wildcard-action",
  ],
  [
    "a policy under another path",
    attached("arn:aws:iam::aws:policy/AWSLambdaBasicExecutionRole"),
    "no-wildcard-action",
  ],
  ["editing a whole cluster", access("AmazonEKSEditPolicy", "cluster"), "no-wildcard-action"],
  ["editing where nobody said", access("AmazonEKSEditPolicy"), "no-wildcard-action"],
  ["administering a namespace", access("AmazonEKSAdminPolicy", "namespace"), "no-wildcard-action"],
  [
    "a key nobody knows",
    {
      aws_cloudwatch_log_group: { x: { retention_in_days: 30, kms_key_id: "${var.key}" } },
    },
    "encryption-at-rest",
  ],
];

test.each(NOT_EXCUSED)("AWS's exceptions do not excuse %s", (_what, resources, rule) => {
  expect(rulesOf(resources as Resources)).toContain(rule);
});

test("an endpoint may be limited by the owner of what is asked for", () => {
  const Condition = { StringEquals: { "aws:ResourceOrgID": "o-exampleorg1" } };
  expect(rulesOf(endpoint(allow("*", { Principal: "*", Condition })))).toEqual([]);
});

test("an endpoint for everybody may not use all actions on everything", () => {
  expect(rulesOf(endpoint(allow("*", { Principal: "*" })))).toEqual([
    "restricted-principal",
    "no-wildcard-action",
    "no-wildcard-resource",
  ]);
});

test("organization policies of other kinds are not read as IAM policies", () => {
  const content = '{"services":{}}';
  expect(rulesOf({ aws_organizations_policy: { x: { type: "DECLARATIVE_POLICY_EC2", content } } })).toEqual(
    [],
  );
});
