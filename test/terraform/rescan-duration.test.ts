import * as inspector2 from "@aws-sdk/client-inspector2";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, LocalBackend, TerraformStack } from "cdktf";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type RescanDuration } from "../../aws";
import { loadOrganization } from "../../config";
import { type Emulator, startEmulator } from "../../local/emulator";
import { type EmulatorLimit } from "../../local/emulator-limits";
import { seedOf } from "../../local/emulator-seed";
import { emulated } from "../../local/emulator-stack";
import { prepareTerraform, type TerraformJson } from "../../local/terraform";
import { EMULATOR, TERRAFORM } from "../../local/tools";
import { InspectorRescanDuration } from "../../modules/scanning";
import { plan } from "../../plan";
import { type AwsServer, awsService } from "../support/aws-service";
import { type LambdaEndpoint, serveLambda } from "../support/lambda-endpoint";
import { describeWith } from "../support/tools";

const MINUTES = 60_000;
const INSPECTOR = awsService("inspector2", inspector2);
/** What the emulator keeps and does not tell. */
const LIMITS: readonly EmulatorLimit[] = ["dead_letter_config", "logging_config"].map((attribute) => ({
  type: "aws_lambda_function",
  attribute,
  reason: "GetFunction leaves it out",
}));
const SECURITY = { accountId: "222222222222", region: "eu-central-1", partition: "aws" } as const;

/** Inspector as it is in one account and region. */
class Setting {
  state: inspector2.EcrRescanDurationState = { rescanDuration: "DAYS_14", status: "SUCCESS" };
  /** Whether the next change fails. */
  fails = false;

  serve(): Promise<AwsServer> {
    return INSPECTOR.serve({
      GetConfiguration: () => ({ ecrConfiguration: { rescanDurationState: this.state } }),
      UpdateConfiguration: ({ ecrConfiguration }) => {
        this.state = {
          ...this.state,
          ...ecrConfiguration,
          status: this.fails ? "FAILED" : "SUCCESS",
          updatedAt: new Date(),
        };
        return {};
      },
    });
  }
}

describeWith([TERRAFORM, EMULATOR], "the re-scan duration, applied by the real Terraform", () => {
  const terraform = prepareTerraform();
  const setting = new Setting();
  let emulator: Emulator;
  let inspector: AwsServer;
  let lambda: LambdaEndpoint;
  let folder: string;

  beforeAll(async () => {
    const organization = loadOrganization("organization.yaml");
    emulator = await startEmulator(seedOf(organization, plan(organization)));
    inspector = await setting.serve();
    lambda = await serveLambda(emulator.endpoint, () => ({
      AWS_ENDPOINT_URL_INSPECTOR2: inspector.endpoint,
    }));
  }, MINUTES);

  afterAll(async () => {
    await lambda.close();
    await inspector.close();
    await emulator.stop();
    terraform.remove();
  });

  /** Synthesizes the construct, points it at the doubles and lays it where Terraform runs. */
  async function lay(rescanDuration: RescanDuration): Promise<void> {
    const app = new App({ outdir: terraform.folder, stackTraces: false });
    const stack = new TerraformStack(app, "alone");
    new AwsProvider(stack, "aws", {
      region: SECURITY.region,
      allowedAccountIds: [SECURITY.accountId],
      assumeRole: [{ roleArn: `arn:aws:iam::${SECURITY.accountId}:role/deployment`, sessionName: "test" }],
    });
    new LocalBackend(stack, { path: join(terraform.folder, "rescan.tfstate") });
    new InspectorRescanDuration(stack, "rescan", { ...SECURITY, rescanDuration });
    app.synth();
    const published = join(terraform.folder, "stacks", "alone");
    const json = JSON.parse(readFileSync(join(published, "cdk.tf.json"), "utf8")) as TerraformJson;
    const { stack: pointed } = emulated(json, {
      endpoint: emulator.endpoint,
      awsVersion: terraform.awsVersion,
      limits: LIMITS,
    });
    const { provider } = pointed as {
      readonly provider: { readonly aws: { readonly endpoints: { lambda: string }[] }[] };
    };
    for (const { endpoints } of provider.aws) for (const each of endpoints) each.lambda = lambda.endpoint;
    folder ??= await initialized(pointed, published);
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(pointed));
  }

  async function initialized(stack: TerraformJson, published: string): Promise<string> {
    const target = await terraform.stackFolder("rescan", stack, published);
    await terraform.run(target, ["init", "-no-color", "-reconfigure"]);
    return target;
  }

  async function run(...args: readonly string[]): Promise<{ code: number; said: string }> {
    const { code, stdout, stderr } = await terraform.run(folder, [...args, "-no-color"]);
    // Terraform quotes the line it complains about, and the file has only one.
    return { code, said: `${stdout}${stderr}`.replace(/^.*"terraform":.*$/gm, "") };
  }

  const last = () => lambda.invocations.at(-1);

  test(
    "a first apply uploads the code, runs it and waits for Inspector",
    async () => {
      await lay("DAYS_30");
      expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
      expect(setting.state.rescanDuration).toBe("DAYS_30");
      expect(last()).toMatchObject({
        event: { rescanDuration: "DAYS_30", tf: { action: "create", prev_input: null } },
        outcome: { result: { status: "SUCCESS", rescanDuration: "DAYS_30" } },
      });
    },
    5 * MINUTES,
  );

  test(
    "then there is nothing left to do",
    async () => {
      await lay("DAYS_30");
      expect((await run("plan")).said).toContain("No changes.");
    },
    5 * MINUTES,
  );

  test(
    "a change that Inspector cannot apply makes the apply fail with the sentence of the function",
    async () => {
      setting.fails = true;
      await lay("DAYS_90");
      expect(await run("apply", "-auto-approve")).toMatchObject({
        code: 1,
        said: expect.stringContaining("Inspector could not apply") as string,
      });
    },
    5 * MINUTES,
  );

  test(
    "and the next apply of the same configuration does it, because the failure was not taken for done",
    async () => {
      setting.fails = false;
      await lay("DAYS_90");
      expect(await run("apply", "-auto-approve")).toMatchObject({ code: 0 });
      expect(setting.state).toMatchObject({ rescanDuration: "DAYS_90", status: "SUCCESS" });
    },
    5 * MINUTES,
  );

  test(
    "a zip that is not the one that was synthesized is not applied",
    async () => {
      const [, path = ""] =
        /"filename": ?"([^"]+)"/.exec(readFileSync(join(folder, "cdk.tf.json"), "utf8")) ?? [];
      writeFileSync(join(folder, path), "something else");
      expect(await run("plan")).toMatchObject({
        code: 1,
        said: expect.stringMatching(
          /Resource precondition failed[\s\S]*zip\s+is\s+not the code that was synthesized/,
        ) as string,
      });
    },
    5 * MINUTES,
  );

  test(
    "a destroy leaves the setting as it is",
    async () => {
      const calls = inspector.calls.length;
      expect(await run("destroy", "-auto-approve")).toMatchObject({ code: 0 });
      expect(last()).toMatchObject({
        event: { tf: { action: "delete" } },
        outcome: { result: { kept: true } },
      });
      expect(inspector.calls).toHaveLength(calls);
      expect(setting.state.rescanDuration).toBe("DAYS_90");
    },
    5 * MINUTES,
  );
});
