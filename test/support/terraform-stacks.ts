import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack } from "cdktf";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadOrganization } from "../../config";
import { type Terraform } from "../../local/terraform";
import { ROOT } from "../../local/tools";
import { functionZip, LambdaFunction } from "../../modules/function";
import { BasicScanFindings } from "../../modules/scanning";
import { EXAMPLE_DAY, EXAMPLES } from "../../organizations/examples";
import { VerifiedService } from "../../examples/ecs-service/service";
import { plan } from "../../plan";
import { synthesize, type SynthesizedDeployment } from "../../stacks";

/** A stack of one of the organizations, or of a module alone. */
export interface ExampleStack {
  /** The organization's file or the module, and the stack's name; unique over all. */
  readonly title: string;
  readonly terraform: SynthesizedDeployment["terraform"];
  /** Where the stack lies with its assets. */
  readonly folder: string;
}

/** Every stack of every organization as the suite synthesizes it, and those of modules that no organization has yet. */
export function exampleStacks({ folder }: Pick<Terraform, "folder">): ExampleStack[] {
  return [
    ...Object.values(EXAMPLES).flatMap((file, index) => {
      const output = join(folder, `out-${String(index)}`);
      const draft = synthesize(plan(loadOrganization(join(ROOT, file)), EXAMPLE_DAY), output, folder);
      draft.publish();
      draft.discard();
      return draft.stacks.map(({ deployment: { name }, terraform }) => ({
        title: `${file} ${name}`,
        terraform,
        folder: join(output, "stacks", name),
      }));
    }),
    moduleStack(folder, "modules/function", (stack) => {
      const fn = new LambdaFunction(stack, "function", {
        ...REGISTRY,
        name: "supply-chain-example",
        description: "An example",
        zip: functionZip("inspector-rescan-duration"),
        environment: { WAIT_SECONDS: "240" },
        reservedConcurrency: 1,
      });
      fn.onEvent("pushed", "Images that are pushed", { source: ["aws.ecr"] });
      fn.onSchedule("hourly", "What events missed", "rate(1 hour)");
    }),
    appStack(folder, "examples/ecs-service", (app) => new VerifiedService(app, "alone")),
    moduleStack(folder, "modules/scanning", (stack) => {
      new BasicScanFindings(stack, "findings", REGISTRY);
    }),
  ];
}

const REGISTRY = { accountId: "333333333333", region: "eu-central-1", partition: "aws" } as const;

function moduleStack(folder: string, module: string, build: (stack: TerraformStack) => void): ExampleStack {
  return appStack(folder, module, (app) => {
    const stack = new TerraformStack(app, "alone");
    new AwsProvider(stack, "aws", { region: REGISTRY.region, allowedAccountIds: [REGISTRY.accountId] });
    build(stack);
  });
}

/** The stack `alone` of an app. */
function appStack(folder: string, what: string, build: (app: App) => void): ExampleStack {
  const outdir = join(folder, what.replace("/", "-"));
  mkdirSync(outdir);
  const app = new App({ outdir, stackTraces: false });
  build(app);
  app.synth();
  const published = join(outdir, "stacks", "alone");
  const text = readFileSync(join(published, "cdk.tf.json"), "utf8");
  return {
    title: `${what} alone`,
    terraform: JSON.parse(text) as SynthesizedDeployment["terraform"],
    folder: published,
  };
}
