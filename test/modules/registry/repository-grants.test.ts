import { TerraformStack, Testing } from "cdktf";
import { ImageRepository } from "../../../modules/registry";
import { synthStack } from "../../support/synth";
import { stackRejectionOf } from "../../support/rejection";
import { Recorder, REGISTRY } from "./support";

const PROFILE = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_0123abcd";
const PULL = ["ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"];
const PUSH = [
  "ecr:BatchCheckLayerAvailability",
  "ecr:BatchGetImage",
  "ecr:CompleteLayerUpload",
  "ecr:InitiateLayerUpload",
  "ecr:PutImage",
  "ecr:UploadLayerPart",
];

describe("identity of a repository", () => {
  const imported = (attributes = {}) =>
    ImageRepository.fromAttributes(new TerraformStack(Testing.app(), "test"), "repository", {
      ...REGISTRY,
      name: "shop/api",
      ...attributes,
    });

  test("is computed without creating anything", () => {
    const stack = synthStack((scope) => {
      ImageRepository.fromAttributes(scope, "repository", { ...REGISTRY, name: "shop/api" });
    });
    expect(stack.resource).toBeUndefined();
    expect(imported()).toMatchObject({
      repositoryArn: "arn:aws:ecr:eu-central-1:333333333333:repository/shop/api",
      repositoryName: "shop/api",
      repositoryUri: "333333333333.dkr.ecr.eu-central-1.amazonaws.com/shop/api",
    });
  });

  test("has China's domain in China", () => {
    expect(imported({ partition: "aws-cn", region: "cn-north-1" }).repositoryUri).toBe(
      "333333333333.dkr.ecr.cn-north-1.amazonaws.com.cn/shop/api",
    );
  });

  test("grants a push with the signature of every profile", () => {
    const grantee = new Recorder();
    imported({ signingProfileArns: [PROFILE] }).grantPush(grantee);
    expect(grantee.statements).toEqual([
      { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
      { actions: PUSH, resources: ["arn:aws:ecr:eu-central-1:333333333333:repository/shop/api"] },
      { actions: ["signer:SignPayload"], resources: [PROFILE] },
    ]);
  });

  test("grants no signing where nothing signs", () => {
    const grantee = new Recorder();
    imported().grantPush(grantee);
    expect(grantee.statements).toEqual([
      { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
      { actions: PUSH, resources: ["arn:aws:ecr:eu-central-1:333333333333:repository/shop/api"] },
    ]);
  });

  test("grants a pull of this repository alone", () => {
    const grantee = new Recorder();
    imported({ signingProfileArns: [PROFILE] }).grantPull(grantee);
    expect(grantee.statements).toEqual([
      { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
      { actions: PULL, resources: ["arn:aws:ecr:eu-central-1:333333333333:repository/shop/api"] },
    ]);
  });

  test("grants a verification with the status of its signing", () => {
    const grantee = new Recorder();
    imported({ signingProfileArns: [PROFILE] }).grantVerify(grantee);
    expect(grantee.statements).toEqual([
      { actions: ["ecr:GetAuthorizationToken"], resources: ["*"] },
      {
        actions: ["ecr:BatchGetImage", "ecr:DescribeImageSigningStatus", "ecr:GetDownloadUrlForLayer"],
        resources: ["arn:aws:ecr:eu-central-1:333333333333:repository/shop/api"],
      },
    ]);
  });

  test("grants the same from the stack that makes it", () => {
    const [own, other] = [new Recorder(), new Recorder()];
    synthStack((stack) => {
      const props = { ...REGISTRY, name: "shop/api", signingProfileArns: [PROFILE] };
      const made = new ImageRepository(stack, "own", props);
      const reference = ImageRepository.fromAttributes(stack, "other", props);
      for (const [repository, grantee] of [
        [made, own],
        [reference, other],
      ] as const) {
        repository.grantPush(grantee);
        repository.grantPull(grantee);
      }
      expect(made.repositoryArn).toBe(reference.repositoryArn);
      expect(made.repositoryName).toBe(reference.repositoryName);
      expect(made.repositoryUri).toBe(reference.repositoryUri);
    });
    expect(own.statements).toHaveLength(5);
    expect(own.statements).toEqual(other.statements);
  });

  test("is refused when no such repository can exist", () => {
    expect(
      stackRejectionOf((stack) => {
        ImageRepository.fromAttributes(stack, "api", { ...REGISTRY, accountId: "3", name: "Shop" });
      }),
    ).toEqual([
      'test/api: "Shop" is not a repository name; allowed: 2 to 256 characters: lowercase letters and digits, ' +
        "separated by single . _ - or / [invalid-repository-name]",
      'test/api: "3" is not an account id; allowed: 12 digits [invalid-account-id]',
    ]);
  });
});
