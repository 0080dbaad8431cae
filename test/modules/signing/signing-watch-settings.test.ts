import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack, Token } from "cdktf";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { unzip } from "../../../files";
import { parseSettings } from "../../../lambdas/signing-watch/settings";
import { ManagedSigning, SigningWatch, type SigningWatchProps } from "../../../modules/signing";
import { stackRejectionOf } from "../../support/rejection";
import { resourceOf, type SynthesizedStack } from "../../support/synth";

type Others = NonNullable<SigningWatchProps["otherProfileArns"]>;

const REGISTRY = { accountId: "333333333333", region: "eu-central-1", partition: "aws" } as const;
const RELEASE = "arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release_1a2b3c4d";
const PARTNER = "arn:aws:signer:eu-central-1:444444444444:/signing-profiles/partner_5e6f7a8b";
const RULES = [{ profileArn: RELEASE, repositories: ["shop/web", "shop/api"] }];

function make(stack: TerraformStack, otherProfileArns: Others): void {
  const signing = new ManagedSigning(stack, "signing", { ...REGISTRY, rules: RULES });
  new SigningWatch(stack, "watch", { ...REGISTRY, signing, otherProfileArns });
}

/** The settings in the zip of a watch with these other profiles. */
function shippedWith(otherProfileArns: Others): string {
  const outdir = mkdtempSync(join(tmpdir(), "watch-"));
  try {
    const app = new App({ outdir, stackTraces: false });
    const own = new TerraformStack(app, "own");
    new AwsProvider(own, "aws", { region: REGISTRY.region });
    make(own, otherProfileArns);
    app.synth();
    const folder = join(outdir, "stacks", "own");
    const { filename } = resourceOf(
      JSON.parse(readFileSync(join(folder, "cdk.tf.json"), "utf8")) as SynthesizedStack,
      "aws_lambda_function",
    );
    const zip = unzip(readFileSync(join(folder, String(filename))));
    return Buffer.from(zip.find(({ name }) => name === "settings.json")?.content ?? []).toString();
  } finally {
    rmSync(outdir, { recursive: true });
  }
}

const rejected = (otherProfileArns: Others) =>
  stackRejectionOf((stack) => {
    make(stack, otherProfileArns);
  });

describe("SigningWatch ships other profiles by repository", () => {
  const other = (name: string) =>
    `arn:aws:signer:eu-central-1:333333333333:/signing-profiles/${name}_00000000`;

  test("as the function reads them, without those that have none", () => {
    const text = shippedWith({ "shop/web": [other("old"), other("new")], "shop/api": [] });
    expect(parseSettings(text).otherProfileArns).toEqual(
      new Map([["shop/web", [other("new"), other("old")]]]),
    );
  });

  test("as the same code in whatever order they come", () => {
    const text = shippedWith({ "shop/web": [other("a"), other("b")], "shop/api": [other("c")] });
    expect(shippedWith({ "shop/api": [other("c")], "shop/web": [other("b"), other("a")] })).toBe(text);
    expect(shippedWith({ "shop/web": [other("a"), other("b")] })).not.toBe(text);
  });

  test("however many repositories there are", () => {
    const names = Array.from({ length: 300 }, (_, index) => `team-${String(index)}/service`);
    const text = shippedWith(Object.fromEntries(names.map((name) => [name, [other("old"), other("new")]])));
    expect(text.length).toBeGreaterThan(4_096);
    expect(parseSettings(text).otherProfileArns.size).toBe(300);
  });
});

describe("SigningWatch rejects among other profiles", () => {
  test("ARNs with which its function would not start", () => {
    expect(rejected({ "shop/api": [PARTNER, "bad", `${PARTNER}/version`] })).toEqual([
      'test/watch: "bad" in otherProfileArns of shop/api is not the ARN of a signing profile; allowed: arn:<partition>:signer:<region>:<account>:/signing-profiles/<name>; give the ARN of the profile, not of one of its versions [invalid-profile-arn]',
      `test/watch: "${PARTNER}/version" in otherProfileArns of shop/api is not the ARN of a signing profile; allowed: arn:<partition>:signer:<region>:<account>:/signing-profiles/<name>; give the ARN of the profile, not of one of its versions [invalid-profile-arn]`,
    ]);
  });

  test("an ARN that only Terraform knows, because it lies in a file", () => {
    const arn = Token.asString({ Ref: "profile" });
    expect(rejected({ "shop/api": [arn] })).toEqual([
      expect.stringContaining("is not the ARN of a signing profile"),
    ]);
  });

  test("what is no name of a repository", () => {
    expect(rejected({ Shop: [PARTNER] })).toEqual([
      'test/watch: "Shop" in otherProfileArns is not the name of a repository; name repositories of this registry without its address, such as shop/api [invalid-repository-name]',
    ]);
  });
});
