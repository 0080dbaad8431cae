import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack, Testing } from "cdktf";
import { ForgottenSigningProfile, SigningProfile } from "../../../modules/signing";
import { type SynthesizedStack, synthStack } from "../../support/synth";

const REGISTRY = { accountId: "333333333333", region: "eu-central-1", partition: "aws" } as const;

function addressOfProfile(): string {
  const stack = synthStack((scope) => {
    new SigningProfile(scope, "release", { ...REGISTRY, name: "release_1a2b3c4d" });
  });
  const [name = ""] = Object.keys(stack.resource?.["aws_signer_signing_profile"] ?? {});
  return `aws_signer_signing_profile.${name}`;
}

describe("ForgottenSigningProfile", () => {
  test("lets Terraform forget the profile that stood in its place, without destroying it", () => {
    const stack = synthStack((scope) => {
      new ForgottenSigningProfile(scope, "release");
    });
    expect(stack["removed"]).toEqual([{ from: addressOfProfile(), lifecycle: { destroy: false } }]);
    expect(stack.resource).toBeUndefined();
  });

  test("stands beside others", () => {
    const stack = synthStack((scope) => {
      new ForgottenSigningProfile(scope, "release");
      new ForgottenSigningProfile(scope, "nightly");
    });
    expect(stack["removed"]).toHaveLength(2);
  });

  test("lets an app without protection destroy the profile", () => {
    const app = new App({ context: { protectFromDestroy: false } });
    const stack = new TerraformStack(app, "test");
    new AwsProvider(stack, "aws", { region: "eu-central-1" });
    new ForgottenSigningProfile(stack, "release");
    expect((JSON.parse(Testing.synth(stack, true)) as SynthesizedStack)["removed"]).toBeUndefined();
  });
});
