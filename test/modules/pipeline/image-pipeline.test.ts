import { Testing, TerraformStack } from "cdktf";
import { ImagePipeline } from "../../../modules/pipeline";
import { resourceOf, resourcesOf } from "../../support/synth";
import { COMPLETE, ECS, statementsOf, synthPipeline } from "./fixture";

interface Action {
  readonly name: string;
  readonly provider: string;
  readonly run_order?: number;
  readonly namespace?: string;
  readonly configuration: Readonly<Record<string, string>>;
}
interface StageBlock {
  readonly name: string;
  readonly action: readonly Action[];
}

const stack = synthPipeline();
const pipeline = resourceOf(stack, "aws_codepipeline");
const stages = pipeline["stage"] as readonly StageBlock[];
const action = (stage: string) => stages.find(({ name }) => name === stage)?.action[0];
const stageNames = (changes: Parameters<typeof synthPipeline>[0]) =>
  (resourceOf(synthPipeline(changes), "aws_codepipeline")["stage"] as StageBlock[]).map(({ name }) => name);

describe("pipeline", () => {
  test("is of type V2, and newer executions overtake waiting ones", () => {
    expect(pipeline).toMatchObject({
      name: "supply-chain-shop-api",
      pipeline_type: "V2",
      execution_mode: "SUPERSEDED",
    });
  });

  test("goes from source to deployment", () => {
    expect(stages.map(({ name }) => name)).toEqual(["Source", "Build", "Signature", "Approval", "Deploy"]);
  });

  test("describes the longest names within CodeBuild's 255 characters", () => {
    const image = { ...COMPLETE.image, name: `shop/${"a".repeat(251)}` };
    const projects = resourcesOf(synthPipeline({ image }), "aws_codebuild_project");
    const lengths = projects.map(({ description }) => String(description).length);
    expect(Math.max(...lengths)).toBe(255);
  });

  test("has only the stages it needs", () => {
    const image = { ...COMPLETE.image, signingProfileArns: [] };
    expect(stageNames({ image, approval: undefined, deploy: [] })).toEqual(["Source", "Build"]);
  });

  test("starts when the branch is pushed to", () => {
    expect(pipeline["trigger"]).toEqual([
      {
        provider_type: "CodeStarSourceConnection",
        git_configuration: { source_action_name: "Source", push: [{ branches: { includes: ["main"] } }] },
      },
    ]);
  });

  test("deploys to one place after the other", () => {
    const deploy = stages.find(({ name }) => name === "Deploy")?.action ?? [];
    expect(deploy.map(({ name, run_order }) => [name.replace(/[0-9a-f]{8}$/, "#"), run_order])).toEqual([
      ["shop-api-#", 1],
      ["tools-reports-#", 2],
    ]);
  });

  test("gives the commit to the build", () => {
    expect(action("Build")).toMatchObject({
      namespace: "Build",
      configuration: {
        EnvironmentVariables: '[{"name":"COMMIT_ID","type":"PLAINTEXT","value":"#{Source.CommitId}"}]',
      },
    });
  });

  test.each(["Signature", "Deploy"])("gives the digest that was built to stage %s", (stage) => {
    expect(action(stage)?.configuration["EnvironmentVariables"]).toBe(
      '[{"name":"IMAGE_URI","type":"PLAINTEXT","value":"#{Build.IMAGE_URI}"}]',
    );
  });

  test("asks for approval with the digest in the message", () => {
    expect(action("Approval")?.configuration["CustomData"]).toBe(
      "Deploy #{Build.IMAGE_URI} of commit #{Source.CommitId}",
    );
  });

  test("is made after every one of its roles may do what it has to", () => {
    const policies = Object.keys(stack.resource?.["aws_iam_role_policy"] ?? {});
    expect(policies).toHaveLength(11);
    expect([...(pipeline["depends_on"] as string[])].sort()).toEqual(
      policies.map((name) => `aws_iam_role_policy.${name}`).sort(),
    );
  });

  test("gives every action a role of its own", () => {
    const roleArns = stages.flatMap(({ action: actions }) =>
      actions.map((a) => (a as { role_arn?: string }).role_arn),
    );
    expect(new Set(roleArns).size).toBe(6);
    expect(roleArns).not.toContain(undefined);
  });
});

describe("source", () => {
  test("creates a connection that waits to be authorised when none is given", () => {
    expect(resourceOf(stack, "aws_codeconnections_connection")).toEqual({
      name: "shop-api",
      provider_type: "GitHub",
    });
  });

  test("uses the connection that is given", () => {
    const connectionArn =
      "arn:aws:codeconnections:eu-central-1:777777777777:connection/11111111-2222-3333-4444-555555555555";
    const given = synthPipeline({ source: { ...COMPLETE.source, connectionArn } });
    const [source] = resourceOf(given, "aws_codepipeline")["stage"] as StageBlock[];
    expect(source?.action[0]?.configuration).toEqual({
      ConnectionArn: connectionArn,
      FullRepositoryId: "example/shop-api",
      BranchName: "main",
      OutputArtifactFormat: "CODE_ZIP",
    });
    expect(resourcesOf(given, "aws_codeconnections_connection")).toEqual([]);
  });
});

describe("projects", () => {
  test("only the image build has a Docker daemon", () => {
    const privileged = resourcesOf(stack, "aws_codebuild_project").filter(
      ({ environment }) => (environment as { privileged_mode: boolean }).privileged_mode,
    );
    expect(privileged.map(({ name }) => name)).toEqual(["supply-chain-shop-api-build"]);
  });

  test.each([
    ["amd64", "LINUX_CONTAINER", "aws/codebuild/amazonlinux-x86_64-standard:5.0"],
    ["arm64", "ARM_CONTAINER", "aws/codebuild/amazonlinux-aarch64-standard:3.0"],
  ] as const)("an image for %s is built on %s", (architecture, type, image) => {
    const built = synthPipeline({ build: { ...COMPLETE.build, architecture } });
    const project = resourcesOf(built, "aws_codebuild_project").find(({ name }) =>
      String(name).endsWith("-build"),
    );
    expect(project?.["environment"]).toMatchObject({ type, image });
  });

  test("logs are kept for a year, encrypted with the pipeline's key", () => {
    const logs = resourcesOf(stack, "aws_cloudwatch_log_group");
    expect(logs).toHaveLength(4);
    for (const log of logs) {
      expect(log).toMatchObject({
        retention_in_days: 365,
        kms_key_id: expect.stringMatching(/^\$\{aws_kms_key\./),
      });
    }
  });

  test("the key admits exactly the log groups there are", () => {
    const statement = statementsOf(stack, resourceOf(stack, "aws_kms_key")["policy"]).find(
      ({ Sid }) => Sid === "EncryptLogs",
    );
    const names = resourcesOf(stack, "aws_cloudwatch_log_group").map(({ name }) => String(name));
    expect(statement).toMatchObject({
      Principal: { Service: "logs.eu-central-1.amazonaws.com" },
      Condition: {
        ArnLike: {
          "kms:EncryptionContext:aws:logs:arn": names
            .map((name) => `arn:aws:logs:eu-central-1:777777777777:log-group:${name}`)
            .sort(),
        },
      },
    });
  });
});

test("the connection is exposed, for somebody has to authorise it", () => {
  const scope = new TerraformStack(Testing.app(), "exposed");
  const given =
    "arn:aws:codeconnections:eu-central-1:777777777777:connection/11111111-2222-3333-4444-555555555555";
  const source = { ...COMPLETE.source, connectionArn: given };
  expect(new ImagePipeline(scope, "own", COMPLETE).connection?.nameInput).toBe("shop-api");
  expect(new ImagePipeline(scope, "given", { ...COMPLETE, source }).connectionArn).toBe(given);
});

test("in China the registry and the log service have their own names", () => {
  const china = synthPipeline({
    partition: "aws-cn",
    region: "cn-north-1",
    image: { ...COMPLETE.image, signingProfileArns: [] },
    deploy: [{ ...ECS, region: "cn-north-1" }],
  });
  expect(JSON.stringify(resourcesOf(china, "aws_codebuild_project"))).toContain(
    "333333333333.dkr.ecr.cn-north-1.amazonaws.com.cn/shop/api",
  );
  expect(String(resourceOf(china, "aws_kms_key")["policy"])).toContain("logs.cn-north-1.amazonaws.com.cn");
});
