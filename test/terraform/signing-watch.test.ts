import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { loadOrganization } from "../../config";
import { EMULATOR, TERRAFORM } from "../../local/tools";
import { ManagedSigning, SigningProfile, SigningWatch } from "../../modules/signing";
import { plan } from "../../plan";
import { World } from "../lambdas/signing-watch/support";
import { type Emulator, startEmulator } from "../../local/emulator";
import { type EmulatorLimit, LIMITS } from "../../local/emulator-limits";
import { seedOf } from "../../local/emulator-seed";
import { emulated } from "../../local/emulator-stack";
import { type LambdaEndpoint, serveLambda } from "../support/lambda-endpoint";
import { prepareTerraform, type TerraformJson } from "../../local/terraform";
import { describeWith } from "../support/tools";

const MINUTES = 60_000;
const REGISTRY = { accountId: "333333333333", region: "eu-central-1", partition: "aws" } as const;
const NAME = "supply-chain-signing-watch";
/** What the emulator keeps and does not tell, or tells otherwise. */
const TOLD_OTHERWISE: readonly EmulatorLimit[] = [
  { type: "aws_lambda_function", attribute: "dead_letter_config", reason: "GetFunction leaves it out" },
  { type: "aws_lambda_function", attribute: "logging_config", reason: "GetFunction leaves it out" },
  {
    type: "aws_sqs_queue",
    attribute: "redrive_policy",
    reason: "GetQueueAttributes adds blanks to its JSON",
  },
];

describeWith([TERRAFORM, EMULATOR], "the signing watch, applied by the real Terraform", () => {
  const terraform = prepareTerraform();
  const world = new World();
  let emulator: Emulator;
  let lambda: LambdaEndpoint;
  let folder: string;

  beforeAll(async () => {
    const organization = loadOrganization("organization.yaml");
    emulator = await startEmulator(seedOf(organization, plan(organization)));
    const { registry, hub } = await world.start();
    lambda = await serveLambda(emulator.endpoint, () => ({
      // Lambda sets it.
      AWS_LAMBDA_FUNCTION_NAME: NAME,
      AWS_ENDPOINT_URL_ECR: registry.endpoint,
      AWS_ENDPOINT_URL_SECURITYHUB: hub.endpoint,
    }));
    folder = await lay();
  }, 2 * MINUTES);

  afterAll(async () => {
    await lambda.close();
    await world.stop();
    await emulator.stop();
    terraform.remove();
  });

  /** Synthesizes the construct, points it at the doubles and lays it where Terraform runs. */
  async function lay(): Promise<string> {
    const app = new App({ outdir: terraform.folder, stackTraces: false });
    const stack = new TerraformStack(app, "watch");
    new AwsProvider(stack, "aws", {
      region: REGISTRY.region,
      allowedAccountIds: [REGISTRY.accountId],
      assumeRole: [{ roleArn: `arn:aws:iam::${REGISTRY.accountId}:role/deployment`, sessionName: "test" }],
    });
    new LocalBackend(stack, { path: join(terraform.folder, "watch.tfstate") });
    const release = SigningProfile.arn({ ...REGISTRY, name: "release_1a2b3c4d" });
    const signing = new ManagedSigning(stack, "signing", {
      ...REGISTRY,
      // One filter shop/*, as in the world of the doubles.
      rules: [
        {
          profileArn: release,
          repositories: Array.from({ length: 101 }, (_, index) => `shop/app-${String(index)}`),
        },
      ],
    });
    new SigningWatch(stack, "watch", { ...REGISTRY, signing });
    app.synth();
    const published = join(terraform.folder, "stacks", "watch");
    const json = JSON.parse(readFileSync(join(published, "cdk.tf.json"), "utf8")) as TerraformJson;
    const { stack: pointed } = emulated(json, {
      endpoint: emulator.endpoint,
      awsVersion: terraform.awsVersion,
      limits: [...LIMITS.filter(({ type }) => type === "aws_cloudcontrolapi_resource"), ...TOLD_OTHERWISE],
    });
    const { provider } = pointed as {
      readonly provider: { readonly aws: { readonly endpoints: { lambda: string }[] }[] };
    };
    for (const { endpoints } of provider.aws) for (const each of endpoints) each.lambda = lambda.endpoint;
    const target = await terraform.stackFolder("watch-alone", pointed, published);
    writeFileSync(join(target, "cdk.tf.json"), JSON.stringify(pointed));
    await terraform.run(target, ["init", "-no-color", "-reconfigure"]);
    return target;
  }

  async function run(...args: readonly string[]): Promise<{ code: number; said: string }> {
    const { code, stdout, stderr } = await terraform.run(folder, [...args, "-no-color"]);
    return { code, said: `${stdout}${stderr}`.replace(/^.*"terraform":.*$/gm, "") };
  }

  async function invoke(event: unknown): Promise<unknown> {
    const address = `${lambda.endpoint}/2015-03-31/functions/${NAME}/invocations`;
    const answer = await fetch(address, { method: "POST", body: JSON.stringify(event) });
    return answer.json();
  }

  test(
    "is valid and applies",
    async () => {
      expect(await run("validate")).toMatchObject({ code: 0 });
      expect(await run("apply", "-auto-approve")).toEqual({
        code: 0,
        said: expect.stringContaining("Apply complete!") as string,
      });
    },
    5 * MINUTES,
  );

  test(
    "then there is nothing left to do",
    async () => {
      expect((await run("plan")).said).toContain("No changes.");
    },
    5 * MINUTES,
  );

  test("the code that was uploaded follows a push with the settings that were applied", async () => {
    world.push("shop/app-1", "image", { minutesAgo: 60 });
    const { id, body } = world.message("shop/app-1", "image");
    expect(await invoke({ Records: [{ messageId: id, body }] })).toEqual({ batchItemFailures: [] });
    expect(world.open()).toMatchObject([{ Title: "Image without signature: shop/app-1" }]);
  });

  test("and takes the rules that were applied for unchanged", async () => {
    expect(await invoke({ "detail-type": "Scheduled Event" })).toMatchObject({ rulesChanged: false });
  });

  test(
    "a destroy takes all of it away",
    async () => {
      expect(await run("destroy", "-auto-approve")).toMatchObject({ code: 0 });
    },
    5 * MINUTES,
  );
});
