import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { ImageRepository, lifecyclePreset } from "../modules/registry";

/** 200 repositories with policies and lifecycle rules, as `bench/hcl` has them. `repositories-app.ts OUTDIR` */
const [outdir = ""] = process.argv.slice(2);
const app = new App({ outdir, stackTraces: false });
const stack = new TerraformStack(app, "repositories");
new AwsProvider(stack, "aws", { region: "eu-central-1" });
for (let number = 0; number < 200; number += 1) {
  const name = `team-${String(number % 20)}/app-${String(number)}`;
  new ImageRepository(stack, name, {
    name,
    accountId: "333333333333",
    region: "eu-central-1",
    partition: "aws",
    organizationId: "o-exampleorg1",
    pull: "organization",
    pushers: [`arn:aws:iam::333333333333:role/supply-chain/push/build-${String(number)}`],
    lifecycle: lifecyclePreset({ releases: 30, untaggedDays: 14 }),
  });
}
app.synth();
