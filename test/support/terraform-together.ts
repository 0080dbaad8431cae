import { existsSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Terraform, type TerraformJson } from "../../local/terraform";

/** A stack for Terraform to look at. */
export interface Looked {
  readonly title: string;
  readonly terraform: TerraformJson;
  /** Where the stack lies with its assets. */
  readonly folder: string;
}

/** Stacks that one process of Terraform looks at, each of them on its own. */
export interface Together<T extends Looked> {
  /** Where Terraform runs. */
  readonly folder: string;
  /** Every stack by the path of its configuration and of its test file, as Terraform tells them. */
  readonly stacks: readonly { readonly configuration: string; readonly test: string; readonly stack: T }[];
}

/**
 * Parts stacks into those that can be looked at together and those that have to be looked at alone: imports are for
 * the root of a configuration only.
 */
export function parted<T extends Looked>(stacks: readonly T[]): T[][] {
  const isAlone = ({ terraform }: Looked) => terraform["import"] !== undefined;
  const together = stacks.filter((stack) => !isAlone(stack));
  return [together, ...stacks.filter(isAlone).map((stack) => [stack])].filter(({ length }) => length > 0);
}

/**
 * Lays stacks where one `terraform validate` or `terraform test` looks at all of them: to read the schemas of the
 * provider takes longer than all the rest. Each has a test file of its own that plans it.
 *
 * @see https://developer.hashicorp.com/terraform/language/tests#modules
 */
export async function layTogether<T extends Looked>(
  terraform: Terraform,
  name: string,
  stacks: readonly T[],
): Promise<Together<T>> {
  const [first] = stacks;
  if (first === undefined) throw new Error(`${name}: no stack to look at`);
  if (stacks.length === 1) {
    const folder = await terraform.stackFolder(name, first.terraform, first.folder);
    writeFileSync(join(folder, "0.tftest.hcl"), testFile(first.terraform));
    return { folder, stacks: [{ configuration: "cdk.tf.json", test: "0.tftest.hcl", stack: first }] };
  }
  const { required_providers } = first.terraform["terraform"] as Readonly<Record<string, unknown>>;
  const folder = await terraform.stackFolder(name, { terraform: { required_providers } });
  const laid = stacks.map((stack, index) => {
    const module = `stacks/${String(index)}`;
    const test = `${String(index)}.tftest.hcl`;
    mkdirSync(join(folder, module), { recursive: true });
    writeFileSync(join(folder, module, "cdk.tf.json"), JSON.stringify(stack.terraform));
    const assets = join(stack.folder, "assets");
    if (existsSync(assets)) symlinkSync(assets, join(folder, module, "assets"));
    writeFileSync(join(folder, test), testFile(stack.terraform, module));
    return { configuration: `${module}/cdk.tf.json`, test, stack };
  });
  const { code, stdout, stderr } = await terraform.run(folder, ["init", "-backend=false", "-no-color"]);
  if (code !== 0) throw new Error(`${name}: terraform init ended with ${String(code)}:\n${stdout}${stderr}`);
  return { folder, stacks: laid };
}

/** Stands in for the logins of caches, the only variables there are. */
const LOGIN = '{ username = "test", accessToken = "test" }';

/** Plans the whole graph of a stack without any endpoint; mock providers cannot import, so imports are overridden. */
function testFile(stack: TerraformJson, module?: string): string {
  const imports = (stack["import"] ?? []) as readonly { readonly to: string }[];
  return [
    'mock_provider "aws" {',
    ...imports.map(({ to }) => `  override_resource {\n    target = ${to}\n  }`),
    "}\n\nvariables {",
    ...Object.keys(stack["variable"] ?? {}).map((name) => `  ${name} = ${LOGIN}`),
    '}\n\nrun "plan" {\n  command = plan',
    ...(module === undefined ? [] : [`  module {\n    source = "./${module}"\n  }`]),
    "}\n",
  ].join("\n");
}
