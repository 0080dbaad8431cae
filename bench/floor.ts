import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, type TerraformResource, TerraformStack } from "cdktf";
import { type Construct } from "constructs";
import { type Floor } from "./floor-plan";

/**
 * The bare floor: the same number of the same resources as our stacks hold, made directly with cdktf, with
 * nothing of ours in between. `floor.ts PLAN OUTDIR`
 */
type ResourceClass = (new (scope: Construct, id: string, config: unknown) => TerraformResource) & {
  readonly tfResourceType: string;
};

const load = createRequire(__filename);

function classOf(type: string): ResourceClass {
  const folder = type.replace(/^aws_/, "").replaceAll("_", "-");
  const exported = load(`@cdktf/provider-aws/lib/${folder}`) as Record<string, unknown>;
  const found = Object.values(exported).find(
    (value): value is ResourceClass =>
      typeof value === "function" && (value as { tfResourceType?: string }).tfResourceType === type,
  );
  if (!found) throw new Error(`no class makes ${type}`);
  return found;
}

const [plan = "", outdir = ""] = process.argv.slice(2);
const { stacks, templates } = JSON.parse(readFileSync(plan, "utf8")) as Floor;
const app = new App({ outdir, stackTraces: false });
const classes = new Map(Object.keys(templates).map((type) => [type, classOf(type)]));
for (const { name, provider, counts } of stacks) {
  const stack = new TerraformStack(app, name);
  new AwsProvider(stack, "aws", provider);
  for (const [type, count] of Object.entries(counts)) {
    const Resource = classes.get(type);
    if (!Resource) throw new Error(`no template for ${type}`);
    for (let index = 0; index < count; index += 1) {
      new Resource(stack, `${type}-${String(index)}`, templates[type]);
    }
  }
}
app.synth();
