import { TerraformOutput } from "cdktf";
import {
  EcsImageVerification,
  type EcsImageVerificationProps,
  EksImageVerification,
} from "../../../modules/runtime";
import { resourceOf, resourcesOf, synthStack, type SynthesizedStack } from "../../support/synth";

const at = { accountId: "444444444444", region: "eu-central-1", partition: "aws" as const };
const repository = "arn:aws:ecr:eu-central-1:333333333333:repository/shop/api";
const ecsProps: EcsImageVerificationProps = {
  ...at,
  clusterName: "shop",
  mode: "block",
  repositoryArns: [repository],
};
const ecs = (changes: Partial<EcsImageVerificationProps> = {}) =>
  synthStack((scope) => new EcsImageVerification(scope, "verification", { ...ecsProps, ...changes }));

function roleOf(stack: SynthesizedStack, name: string): { trust: unknown; policy: unknown } {
  const [key, role] =
    Object.entries(stack.resource?.["aws_iam_role"] ?? {}).find(([, body]) => body["name"] === name) ?? [];
  const policy = resourcesOf(stack, "aws_iam_role_policy").find(
    (body) => body["role"] === `\${aws_iam_role.${String(key)}.name}`,
  );
  return {
    trust: JSON.parse(String(role?.["assume_role_policy"])) as unknown,
    policy: JSON.parse(String(policy?.["policy"])) as unknown,
  };
}

const VERIFY = [
  { Sid: "RegistryLogin", Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
  {
    Sid: "ReadImages",
    Effect: "Allow",
    Action: ["ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"],
    Resource: repository,
  },
  { Sid: "Revocation", Effect: "Allow", Action: "signer:GetRevocationStatus", Resource: "*" },
];

describe("EcsImageVerification", () => {
  it("lets the verifier read images, revisions and revocations, and nothing else", () => {
    expect(roleOf(ecs(), "supply-chain-verify-shop-eu-central-1")).toEqual({
      trust: {
        Version: "2012-10-17",
        Statement: [
          { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" },
        ],
      },
      policy: {
        Version: "2012-10-17",
        Statement: [
          ...VERIFY,
          {
            Sid: "ReadRevisions",
            Effect: "Allow",
            Action: "ecs:DescribeServiceRevisions",
            Resource: [
              "arn:aws:ecs:eu-central-1:444444444444:service-revision/shop/*",
              "arn:aws:ecs:eu-central-1:444444444444:service/shop/*",
            ],
          },
          {
            Sid: "ReadTaskDefinitions",
            Effect: "Allow",
            Action: "ecs:DescribeTaskDefinition",
            Resource: "*",
          },
          {
            Sid: "WriteLogs",
            Effect: "Allow",
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource:
              "arn:aws:logs:eu-central-1:444444444444:log-group:/aws/lambda/supply-chain-verify-shop:*",
          },
        ],
      },
    });
  });

  it("lets ECS call the verifier, for no other account than this", () => {
    const verifier = "arn:aws:lambda:eu-central-1:444444444444:function:supply-chain-verify-shop";
    expect(roleOf(ecs(), "supply-chain-hook-shop-eu-central-1")).toEqual({
      trust: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "ecs.amazonaws.com" },
            Action: "sts:AssumeRole",
            Condition: { StringEqualsIfExists: { "aws:SourceAccount": "444444444444" } },
          },
        ],
      },
      policy: {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "CallVerifier",
            Effect: "Allow",
            Action: "lambda:InvokeFunction",
            Resource: [verifier, `${verifier}:*`],
          },
        ],
      },
    });
  });

  it("keeps decisions a year, encrypted with the key of the account and region", () => {
    const stack = ecs();
    const key = String(Object.keys(stack.resource?.["aws_kms_key"] ?? {})[0]);
    expect(resourceOf(stack, "aws_cloudwatch_log_group")).toEqual({
      name: "/aws/lambda/supply-chain-verify-shop",
      retention_in_days: 365,
      kms_key_id: `\${aws_kms_key.${key}.arn}`,
    });
  });

  it("has a rotated, protected key that CloudWatch Logs uses for these log groups alone", () => {
    const key = resourceOf(ecs(), "aws_kms_key");
    expect(key["enable_key_rotation"]).toBe(true);
    expect(key["lifecycle"]).toEqual({ prevent_destroy: true });
    const { Statement } = JSON.parse(String(key["policy"])) as { Statement: unknown[] };
    expect(Statement[1]).toEqual({
      Sid: "EncryptLogs",
      Effect: "Allow",
      Principal: { Service: "logs.eu-central-1.amazonaws.com" },
      Action: [
        "kms:Decrypt",
        "kms:DescribeKey",
        "kms:Encrypt",
        "kms:GenerateDataKey",
        "kms:GenerateDataKeyWithoutPlaintext",
        "kms:ReEncryptFrom",
        "kms:ReEncryptTo",
      ],
      Resource: "*",
      Condition: {
        ArnLike: {
          "kms:EncryptionContext:aws:logs:arn":
            "arn:aws:logs:eu-central-1:444444444444:log-group:/aws/lambda/supply-chain-verify-*",
        },
      },
    });
  });

  it("shares one key among clusters, at a place that no cluster decides", () => {
    const two = (first: string, second: string) =>
      synthStack((scope) => {
        for (const name of [first, second]) {
          new EcsImageVerification(scope, name, { ...ecsProps, clusterName: name });
        }
      });
    const names = (stack: SynthesizedStack) => Object.keys(stack.resource?.["aws_kms_key"] ?? {});
    expect(names(two("shop", "batch"))).toHaveLength(1);
    expect(names(two("shop", "batch"))).toEqual(names(two("batch", "shop")));
  });

  it.each(["block", "alert"] as const)("hooks a service before its first task starts, to %s", (mode) => {
    const stack = synthStack((scope) => {
      const verification = new EcsImageVerification(scope, "verification", { ...ecsProps, mode });
      new TerraformOutput(scope, "hook", { value: verification.lifecycleHook() });
    });
    const role = Object.keys(stack.resource?.["aws_iam_role"] ?? {}).find((name) =>
      name.includes("HookRole"),
    );
    expect(stack["output"]).toEqual({
      hook: {
        value: {
          hookTargetArn: "arn:aws:lambda:eu-central-1:444444444444:function:supply-chain-verify-shop",
          roleArn: `\${aws_iam_role.${String(role)}.arn}`,
          lifecycleStages: ["PRE_SCALE_UP"],
          hookDetails: `{"mode":"${mode}"}`,
        },
      },
    });
  });

  it("is named by its own name, shortened to what Lambda and IAM take", () => {
    const stack = ecs({ name: "a".repeat(80) });
    const names = [
      String(resourceOf(stack, "aws_cloudwatch_log_group")["name"]).replace("/aws/lambda/", ""),
      ...resourcesOf(stack, "aws_iam_role").map(({ name }) => String(name)),
    ];
    expect(names).toHaveLength(3);
    for (const name of names) expect(name).toMatch(/^supply-chain-(verify|hook)-a+-[0-9a-f]{8}$/);
    for (const name of names) expect(name).toHaveLength(64);
  });

  it("reads no image when there is no repository", () => {
    const { policy } = roleOf(ecs({ repositoryArns: [] }), "supply-chain-verify-shop-eu-central-1");
    expect(JSON.stringify(policy)).not.toContain("ecr:BatchGetImage");
  });

  const numbered = (region: string, count: number) =>
    Array.from(
      { length: count },
      (_, number) => `arn:aws:ecr:${region}:333333333333:repository/app/n${String(number).padStart(3, "0")}`,
    );

  it.each([
    ["every repository", numbered("eu-west-1", 122), numbered("eu-west-1", 122)],
    [
      "the registries of more",
      [...numbered("eu-central-1", 1), ...numbered("eu-west-1", 122)],
      [
        "arn:aws:ecr:eu-central-1:333333333333:repository/*",
        "arn:aws:ecr:eu-west-1:333333333333:repository/*",
      ],
    ],
  ])("lists %s that its policy has room for", (_, repositoryArns, listed) => {
    const { policy } = roleOf(ecs({ repositoryArns }), "supply-chain-verify-shop-eu-central-1");
    const { Statement } = policy as { readonly Statement: readonly Record<string, unknown>[] };
    expect(Statement.find(({ Sid }) => Sid === "ReadImages")?.["Resource"]).toEqual(listed);
  });
});

describe("EksImageVerification", () => {
  const eks = (engine: "kyverno" | "gatekeeper") =>
    synthStack(
      (scope) =>
        new EksImageVerification(scope, "verification", {
          ...at,
          clusterName: "tools",
          mode: "block",
          engine,
          repositoryArns: [repository],
        }),
    );

  it.each([
    ["kyverno", "kyverno-notation-aws", "kyverno-notation-aws"],
    ["gatekeeper", "gatekeeper-system", "ratify-admin"],
  ] as const)("gives the role to the service account of %s", (engine, namespace, serviceAccount) => {
    const stack = eks(engine);
    const role = String(Object.keys(stack.resource?.["aws_iam_role"] ?? {})[0]);
    expect(resourceOf(stack, "aws_eks_pod_identity_association")).toEqual({
      cluster_name: "tools",
      namespace,
      service_account: serviceAccount,
      role_arn: `\${aws_iam_role.${role}.arn}`,
    });
  });

  it("lets pods of this cluster alone read images and revocations", () => {
    expect(roleOf(eks("kyverno"), "supply-chain-verify-tools-eu-central-1")).toEqual({
      trust: {
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "pods.eks.amazonaws.com" },
            Action: ["sts:AssumeRole", "sts:TagSession"],
            Condition: {
              StringEquals: { "aws:SourceAccount": "444444444444" },
              ArnEquals: { "aws:SourceArn": "arn:aws:eks:eu-central-1:444444444444:cluster/tools" },
            },
          },
        ],
      },
      policy: { Version: "2012-10-17", Statement: VERIFY },
    });
  });

  it.each([
    ["kyverno", "block", "Deny"],
    ["kyverno", "alert", "Audit"],
    ["gatekeeper", "block", "deny"],
    ["gatekeeper", "alert", "dryrun"],
  ] as const)("says in the words of %s to %s: %s", (engine, mode, action) => {
    synthStack((scope) => {
      const verification = new EksImageVerification(scope, "verification", {
        ...at,
        clusterName: "tools",
        mode,
        engine,
        repositoryArns: [],
      });
      expect(verification.enforcementAction).toBe(action);
    });
  });
});
