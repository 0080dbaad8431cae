import { type TerraformStack, TerraformVariable } from "cdktf";
import { type Construct } from "constructs";
import { ExistingRole } from "../../../modules/iam";
import { type IImageRepository, ImageRepository } from "../../../modules/registry";
import { stackRejectionOf } from "../../support/rejection";
import { synthStack } from "../../support/synth";
import { REGISTRY } from "./support";

const PROFILE = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_0123abcd";
const ELSEWHERE = PROFILE.replace("eu-central-1", "eu-west-1");

type Build = (scope: Construct, arn: string, region?: string) => IImageRepository;
const push = (stack: TerraformStack, repository: IImageRepository) => {
  const arn = "arn:aws:iam::333333333333:role/ci";
  repository.grantPush(new ExistingRole(stack, "ci", { arn, policyName: "push" }));
};
const REPOSITORIES: [string, Build][] = [
  [
    "an ImageRepository",
    (scope, arn, region = REGISTRY.region) =>
      new ImageRepository(scope, "api", { ...REGISTRY, region, name: "shop/api", signingProfileArns: [arn] }),
  ],
  [
    "a repository of another stack",
    (scope, arn, region = REGISTRY.region) =>
      ImageRepository.fromAttributes(scope, "api", {
        ...REGISTRY,
        region,
        name: "shop/api",
        signingProfileArns: [arn],
      }),
  ],
];

describe.each(REPOSITORIES)("%s", (_, build) => {
  test.each([`${PROFILE}/Abcdefghij`, `${PROFILE}\${path.root}`, "garbage", "*"])(
    "is refused with the profile %s",
    (arn) => {
      expect(stackRejectionOf((stack) => build(stack, arn))).toEqual([
        `test/api: "${arn}" is not the ARN of a signing profile; allowed: arn:<partition>:signer:<region>:<account>:/signing-profiles/<name>; give the ARN of the profile, not of one of its versions [invalid-profile-arn]`,
      ]);
    },
  );

  test("is refused with a profile of another region where somebody pushes", () => {
    expect(stackRejectionOf((stack) => push(stack, build(stack, ELSEWHERE)))).toEqual([
      `test/api: the profile ${ELSEWHERE} is in eu-west-1, the registry 333333333333 in eu-central-1; make a profile in eu-central-1 [profile-in-other-region]`,
    ]);
  });

  const variable = (stack: TerraformStack) => new TerraformVariable(stack, "given", {}).stringValue;

  test("takes an ARN that only Terraform knows, and any region where its own is not known", () => {
    expect(() => synthStack((stack) => build(stack, variable(stack)))).not.toThrow();
    expect(() => {
      synthStack((stack) => {
        push(stack, build(stack, ELSEWHERE, variable(stack)));
      });
    }).not.toThrow();
  });
});

test("a replica names the profiles of the region that it is copied from", () => {
  const props = { ...REGISTRY, name: "shop/api", signingProfileArns: [ELSEWHERE] };
  const replicaOf = { accountId: REGISTRY.accountId, region: "eu-west-1" };
  expect(() =>
    synthStack((stack) => new ImageRepository(stack, "api", { ...props, replicaOf })),
  ).not.toThrow();
  expect(() => synthStack((stack) => ImageRepository.fromAttributes(stack, "api", props))).not.toThrow();
});

test("a list that only Terraform knows is not looked at", () => {
  expect(() => {
    synthStack((stack) => {
      const signingProfileArns = new TerraformVariable(stack, "profiles", {}).listValue;
      new ImageRepository(stack, "api", { ...REGISTRY, name: "shop/api", signingProfileArns });
    });
  }).not.toThrow();
});
