import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack, TerraformVariable, Testing } from "cdktf";
import { ExistingRole } from "../../../modules/iam";
import { ImageRepository } from "../../../modules/registry";
import { ManagedSigning, SigningProfile } from "../../../modules/signing";
import { resourceOf, type SynthesizedStack } from "../../support/synth";
import { REGISTRY } from "../registry/support";

const NAME = "release_0123abcd";
const PROFILE = SigningProfile.arn({ ...REGISTRY, name: NAME });
const PUSHER = "arn:aws:iam::444444444444:role/supply-chain/push/x";
const LATER = "arn:aws:iam::444444444444:role/supply-chain/push/y";
const PARTNER = "arn:aws:iam::555555555555:role/supply-chain/push/z";
/** A role of the registry's account that exists without the app. */
const OWN = "arn:aws:iam::333333333333:role/ci/build";
const RELEASE = "aws_signer_signing_profile.release_1E7A7A71";
const PERMISSION = expect.stringMatching(
  /^aws_signer_signing_profile_permission\.release_sign-[0-9a-f]{16}_/,
);

function stackIn(app: App, id: string): TerraformStack {
  const stack = new TerraformStack(app, id);
  new AwsProvider(stack, "aws", { region: REGISTRY.region });
  return stack;
}

const PARTS = {
  profile: (stack: TerraformStack) => {
    const profile = new SigningProfile(stack, "release", { ...REGISTRY, name: NAME, signers: [PARTNER] });
    profile.grantSign(new ExistingRole(stack, "build", { arn: OWN, policyName: "signing" }));
  },
  repository: (stack: TerraformStack) => {
    const signingProfileArns = [PROFILE];
    new ImageRepository(stack, "api", {
      ...REGISTRY,
      name: "shop/api",
      signingProfileArns,
      pushers: [PUSHER, OWN],
    }).grantPush(LATER);
  },
  rule: (stack: TerraformStack) => {
    const rules = [{ profileArn: PROFILE, repositories: ["shop/api"] }];
    new ManagedSigning(stack, "signing", { ...REGISTRY, rules });
  },
};

/** What the repository's policy and the signing rule come after. */
function orderIn(stack: TerraformStack) {
  const synthesized = JSON.parse(Testing.synth(stack, true)) as SynthesizedStack;
  return {
    policy: resourceOf(synthesized, "aws_ecr_repository_policy")["depends_on"],
    rule: resourceOf(synthesized, "aws_cloudcontrolapi_resource")["depends_on"],
  };
}

test.each<(keyof typeof PARTS)[]>([
  ["profile", "repository", "rule"],
  ["repository", "rule", "profile"],
  ["rule", "profile", "repository"],
])("pushes begin when they are signed, and pushers may sign: made as %s, %s, %s", (...parts) => {
  const stack = stackIn(new App({ stackTraces: false }), "images");
  for (const part of parts) PARTS[part](stack);
  const { policy, rule } = orderIn(stack);
  expect(rule).toEqual([RELEASE]);
  expect(policy).toEqual([
    RELEASE,
    expect.stringMatching(/^aws_cloudcontrolapi_resource\.signing_/),
    PERMISSION,
    expect.stringMatching(/^aws_iam_role_policy\.build_Policy_/),
    PERMISSION,
  ]);
});

test("the rules of another stack are no address of this one either", () => {
  const app = new App({ stackTraces: false });
  PARTS.rule(stackIn(app, "signing"));
  const images = stackIn(app, "images");
  PARTS.profile(images);
  PARTS.repository(images);
  expect(JSON.stringify(Testing.synth(images, true))).not.toContain("cloudcontrolapi");
});

test("a profile of another stack is no address of this one", () => {
  const app = new App({ stackTraces: false });
  PARTS.profile(stackIn(app, "signing"));
  const images = stackIn(app, "images");
  PARTS.repository(images);
  PARTS.rule(images);
  expect(orderIn(images)).toEqual({
    policy: [expect.stringMatching(/^aws_cloudcontrolapi_resource\.signing_/)],
    rule: undefined,
  });
});

function policyOrderIn(stack: TerraformStack): unknown {
  const synthesized = JSON.parse(Testing.synth(stack, true)) as SynthesizedStack;
  return resourceOf(synthesized, "aws_ecr_repository_policy")["depends_on"];
}

test("the policy of an existing role is not waited for where grantPush fills it: it may need the repository's", () => {
  const stack = stackIn(new App({ stackTraces: false }), "images");
  const attributes = { ...REGISTRY, name: "shop/api", signingProfileArns: [PROFILE] };
  new ImageRepository(stack, "api", attributes).grantPush(
    new ExistingRole(stack, "build", { arn: OWN, policyName: "signing" }),
  );
  expect(policyOrderIn(stack)).toBeUndefined();
});

test("an ARN that only Terraform knows may be that of any profile of the stack", () => {
  const stack = stackIn(new App({ stackTraces: false }), "images");
  const profile = new SigningProfile(stack, "release", { ...REGISTRY, name: NAME });
  profile.grantSign(new ExistingRole(stack, "build", { arn: OWN, policyName: "signing" }));
  const rules = [{ profileArn: profile.resource.arn, repositories: ["shop/api"] }];
  new ManagedSigning(stack, "signing", { ...REGISTRY, rules });
  new ImageRepository(stack, "api", {
    ...REGISTRY,
    name: "shop/api",
    signingProfileArns: [profile.resource.arn],
    pushers: [OWN],
  });
  expect(orderIn(stack).policy).toEqual([
    RELEASE,
    expect.stringMatching(/^aws_cloudcontrolapi_resource\.signing_/),
    expect.stringMatching(/^aws_iam_role_policy\.build_Policy_/),
  ]);
});

test("a list that only Terraform knows may be of all profiles of the stack", () => {
  const stack = stackIn(new App({ stackTraces: false }), "images");
  new SigningProfile(stack, "release", { ...REGISTRY, name: NAME });
  const signingProfileArns = new TerraformVariable(stack, "profiles", {}).listValue;
  new ImageRepository(stack, "api", { ...REGISTRY, name: "shop/api", signingProfileArns });
  expect(policyOrderIn(stack)).toEqual([RELEASE]);
});
