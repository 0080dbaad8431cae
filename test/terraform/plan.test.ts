import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { compatible } from "../../local/provider-compatibility";
import { prepareTerraform, type TerraformJson } from "../../local/terraform";
import { TERRAFORM } from "../../local/tools";
import { inParallel, say } from "../../local/tools-process";
import { exampleStacks } from "../support/terraform-stacks";
import { describeWith } from "../support/tools";

const MINUTES = 60_000;

/** Stands in for the logins of caches, the only variables there are. */
const LOGIN = '{ username = "test", accessToken = "test" }';

/** Plans the whole graph of a stack without any endpoint; mock providers cannot import, so imports are overridden. */
function testFile(stack: TerraformJson): string {
  const imports = (stack["import"] ?? []) as readonly { readonly to: string }[];
  return [
    'mock_provider "aws" {',
    ...imports.map(({ to }) => `  override_resource {\n    target = ${to}\n  }`),
    "}\n\nvariables {",
    ...Object.keys(stack["variable"] ?? {}).map((name) => `  ${name} = ${LOGIN}`),
    '}\n\nrun "plan" {\n  command = plan\n}\n',
  ].join("\n");
}

describeWith([TERRAFORM], "terraform test", () => {
  const terraform = prepareTerraform();
  const stacks = exampleStacks(terraform);

  afterAll(() => {
    terraform.remove();
  });

  test(
    "the whole graph of every stack of every example plans",
    async () => {
      say(`terraform test: ${String(stacks.length)} stacks`);
      const failures = await inParallel(
        stacks,
        2,
        async ({ title, terraform: json, folder: published }, index) => {
          const { stack } = compatible(json, terraform.awsVersion);
          const folder = await terraform.stackFolder(`plan ${title.replaceAll("/", "-")}`, stack, published);
          writeFileSync(join(folder, "plan.tftest.hcl"), testFile(stack));
          const { code, stdout, stderr } = await terraform.run(folder, ["test", "-no-color"]);
          const passed = code === 0 && stdout.includes("Success! 1 passed, 0 failed.");
          say(`  ${String(index + 1)}/${String(stacks.length)} ${title}: ${passed ? "planned" : "failed"}`);
          return passed ? [] : [`${title}:\n${stdout}${stderr}`];
        },
      );
      expect(failures.flat()).toEqual([]);
    },
    15 * MINUTES,
  );
});
