import { resourcesOf } from "../../support/synth";
import { PIPELINE_ROLE_ARN, PROFILE, rolesOf, synthPipeline } from "./fixture";

const stack = synthPipeline();
const roles = rolesOf(stack, "777777777777");
const name = (suffix: string) => `supply-chain-shop-api-pipeline-${suffix}`;
const stages = [...roles.keys()].filter((role) => /-deploy-[0-9a-f]{8}$/.test(role));
const [toEcs = "", toEks = ""] = ["shop/api", "tools/reports"].map((place) => {
  const projects = resourcesOf(stack, "aws_codebuild_project");
  const project = projects.find(({ description }) => String(description).startsWith(`Deploys to ${place}`));
  return stages.find((role) => String(project?.["name"]).endsWith(role.slice(-15))) ?? "";
});

const KEY = "<aws_kms_key Artifacts, logs and notifications of the pipeline shop-api>";
const BUCKET = "arn:aws:s3:::supply-chain-777777777777-eu-central-1-shop-api";
const bucket = {
  Sid: "ReadArtifactBucket",
  Effect: "Allow",
  Action: ["s3:GetBucketAcl", "s3:GetBucketLocation", "s3:GetBucketVersioning"],
  Resource: BUCKET,
};
const read = [
  bucket,
  {
    Sid: "UseArtifacts",
    Effect: "Allow",
    Action: ["s3:GetObject", "s3:GetObjectVersion"],
    Resource: `${BUCKET}/*`,
  },
  { Sid: "UseArtifactKey", Effect: "Allow", Action: ["kms:Decrypt", "kms:DescribeKey"], Resource: KEY },
];
const readWrite = [
  bucket,
  {
    Sid: "UseArtifacts",
    Effect: "Allow",
    Action: ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject", "s3:PutObjectAcl"],
    Resource: `${BUCKET}/*`,
  },
  {
    Sid: "UseArtifactKey",
    Effect: "Allow",
    Action: ["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"],
    Resource: KEY,
  },
];
const log = (project: string) => {
  const arn = `arn:aws:logs:eu-central-1:777777777777:log-group:/aws/codebuild/supply-chain-shop-api-${project}`;
  return {
    Sid: "WriteLog",
    Effect: "Allow",
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource: [arn, `${arn}:*`],
  };
};
const start = (project: string) => [
  {
    Sid: "RunProject",
    Effect: "Allow",
    Action: ["codebuild:BatchGetBuilds", "codebuild:StartBuild", "codebuild:StopBuild"],
    Resource: `arn:aws:codebuild:eu-central-1:777777777777:project/supply-chain-shop-api-${project}`,
  },
];
const assume = (sid: string, resource: string) => ({
  Sid: sid,
  Effect: "Allow",
  Action: "sts:AssumeRole",
  Resource: resource,
});
const REPOSITORY = "arn:aws:ecr:eu-central-1:333333333333:repository/shop/api";
const ecsProject = toEcs.slice(-15);
const eksProject = toEks.slice(-15);

const PERMISSIONS: Readonly<Record<string, readonly unknown[]>> = {
  [name("source")]: [
    {
      Sid: "UseConnection",
      Effect: "Allow",
      Action: ["codeconnections:UseConnection", "codestar-connections:UseConnection"],
      Resource: "<aws_codeconnections_connection shop-api>",
      Condition: {
        StringEqualsIfExists: {
          "codeconnections:FullRepositoryId": "example/shop-api",
          "codestar-connections:FullRepositoryId": "example/shop-api",
        },
      },
    },
    ...readWrite,
  ],
  "supply-chain-shop-api-build": [
    log("build"),
    ...read,
    { Effect: "Allow", Action: "ecr:GetAuthorizationToken", Resource: "*" },
    {
      Effect: "Allow",
      Action: [
        "ecr:BatchCheckLayerAvailability",
        "ecr:BatchGetImage",
        "ecr:CompleteLayerUpload",
        "ecr:InitiateLayerUpload",
        "ecr:PutImage",
        "ecr:UploadLayerPart",
      ],
      Resource: REPOSITORY,
    },
    { Effect: "Allow", Action: "signer:SignPayload", Resource: PROFILE },
  ],
  [name("build-start")]: start("build"),
  [name("signature")]: [
    log("signature"),
    ...read,
    {
      Sid: "ReadSigningStatus",
      Effect: "Allow",
      Action: "ecr:DescribeImageSigningStatus",
      Resource: REPOSITORY,
    },
  ],
  [name("signature-start")]: start("signature"),
  [name("approval")]: [
    {
      Sid: "AskForApproval",
      Effect: "Allow",
      Action: "sns:Publish",
      Resource: "<aws_sns_topic supply-chain-shop-api-approvals>",
    },
    { Sid: "EncryptMessage", Effect: "Allow", Action: ["kms:Decrypt", "kms:GenerateDataKey"], Resource: KEY },
  ],
  [toEcs]: [
    log(ecsProject),
    ...read,
    assume("Deploy", "arn:aws:iam::444444444444:role/supply-chain/supply-chain-deploy-shop-api-shop"),
  ],
  [`${toEcs}-start`]: start(ecsProject),
  [toEks]: [
    log(eksProject),
    ...read,
    assume("Deploy", "arn:aws:iam::555555555555:role/supply-chain/supply-chain-deploy-shop-api-tools"),
  ],
  [`${toEks}-start`]: start(eksProject),
};

test.each(Object.keys(PERMISSIONS))("role %s may do exactly what its stage does", (role) => {
  expect(roles.get(role)?.permissions).toEqual(PERMISSIONS[role]);
});

test("the pipeline's role moves artifacts and hands over to the roles of its actions, nothing else", () => {
  const [runActions, ...others] = [
    ...(roles.get("supply-chain-shop-api-pipeline")?.permissions ?? []),
  ].reverse();
  expect(others.reverse()).toEqual(readWrite);
  expect({ ...runActions, Resource: [...(runActions?.["Resource"] as string[])].sort() }).toEqual({
    Sid: "RunActions",
    Effect: "Allow",
    Action: "sts:AssumeRole",
    Resource: [
      "source",
      "build-start",
      "signature-start",
      "approval",
      ...stages.map((s) => `${s.slice(-15)}-start`),
    ]
      .map((suffix) => `<aws_iam_role ${name(suffix)}>`)
      .sort(),
  });
});

test("there are no other roles", () => {
  expect([...roles.keys()].sort()).toEqual(
    [...Object.keys(PERMISSIONS), "supply-chain-shop-api-pipeline"].sort(),
  );
});

test("only the build role stands under the path of those who may push", () => {
  const pushers = [...roles.values()]
    .map(({ arn }) => arn)
    .filter((arn) => arn.includes("/supply-chain/push/"));
  expect(pushers).toEqual(["arn:aws:iam::777777777777:role/supply-chain/push/supply-chain-shop-api-build"]);
});

test("the pipeline's role is assumed by CodePipeline, for no other account than this", () => {
  expect(roles.get("supply-chain-shop-api-pipeline")?.trust).toEqual([
    {
      Effect: "Allow",
      Principal: { Service: "codepipeline.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: { StringEqualsIfExists: { "aws:SourceAccount": "777777777777" } },
    },
  ]);
});

test.each([
  ["supply-chain-shop-api-build", "build"],
  [name("signature"), "signature"],
  [toEcs, ecsProject],
  [toEks, eksProject],
])("%s is assumed by CodeBuild for its project alone", (role, project) => {
  const arn = `arn:aws:codebuild:eu-central-1:777777777777:project/supply-chain-shop-api-${project}`;
  expect(roles.get(role)?.trust).toEqual([
    {
      Effect: "Allow",
      Principal: { Service: "codebuild.amazonaws.com" },
      Action: "sts:AssumeRole",
      Condition: { ArnEquals: { "aws:SourceArn": arn } },
    },
  ]);
});

test.each([name("source"), name("build-start"), name("signature-start"), name("approval"), `${toEcs}-start`])(
  "%s is assumed by the pipeline's role alone",
  (role) => {
    expect(roles.get(role)?.trust).toEqual([
      {
        Effect: "Allow",
        Principal: { AWS: "arn:aws:iam::777777777777:root" },
        Action: "sts:AssumeRole",
        Condition: { ArnEquals: { "aws:PrincipalArn": PIPELINE_ROLE_ARN } },
      },
    ]);
  },
);

test("without signing profiles nobody signs and no stage waits", () => {
  const image = { name: "shop/api", accountId: "333333333333", signingProfileArns: [] };
  const unsigned = rolesOf(synthPipeline({ image }), "777777777777");
  expect(unsigned.has(name("signature"))).toBe(false);
  const actions = [...unsigned.values()].flatMap(({ permissions }) =>
    permissions.flatMap((p) => p["Action"]),
  );
  expect(actions).toContain("ecr:PutImage");
  expect(actions).not.toContain("signer:SignPayload");
});
