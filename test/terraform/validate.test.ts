import {
  compatible,
  formatUses,
  INCOMPATIBILITIES,
  type Incompatibility,
  needsCompatibility,
} from "../../local/provider-compatibility";
import { prepareTerraform, type TerraformJson } from "../../local/terraform";
import { TERRAFORM } from "../../local/tools";
import { inParallel, say } from "../../local/tools-process";
import { type ExampleStack, exampleStacks } from "../support/terraform-stacks";
import { describeWith } from "../support/tools";

const MINUTES = 60_000;

interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail?: string;
  readonly snippet?: { readonly context?: string };
}

describeWith([TERRAFORM], "terraform validate", () => {
  const terraform = prepareTerraform();
  const stacks = exampleStacks(terraform);

  afterAll(() => {
    terraform.remove();
  });

  const validate = async (name: string, stack: TerraformJson, published?: string): Promise<string[]> => {
    const folder = await terraform.stackFolder(`validate ${name}`, stack, published);
    const { stdout } = await terraform.run(folder, ["validate", "-json"]);
    const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly Diagnostic[] };
    return diagnostics.map(
      ({ severity, summary, detail, snippet }) =>
        `${severity}: ${summary}: ${detail ?? ""} (${snippet?.context ?? "no context"})`,
    );
  };

  test(
    "the real provider takes every stack of every example",
    async () => {
      const adapted = stacks.map(({ terraform: json }) => compatible(json, terraform.awsVersion));
      say(`terraform validate: ${String(stacks.length)} stacks, ${terraform.provider}`);
      if (needsCompatibility(terraform.awsVersion)) {
        for (const line of formatUses(adapted.map(({ uses }) => uses))) say(`  ${line}`);
      }
      const found = await inParallel(stacks, 2, async ({ title, folder }, index) => {
        const problems = await validate(title.replaceAll("/", "-"), adapted[index]?.stack ?? {}, folder);
        say(
          `  ${String(index + 1)}/${String(stacks.length)} ${title}: ${problems.length === 0 ? "valid" : "refused"}`,
        );
        return problems.map((problem) => `${title}: ${problem}`);
      });
      expect(found.flat()).toEqual([]);
    },
    15 * MINUTES,
  );

  test(
    "every row of the compatibility table is needed",
    async () => {
      if (!needsCompatibility(terraform.awsVersion)) {
        say("provider compatibility: not needed, the provider is 6.x or newer");
        return;
      }
      const unneeded = await inParallel(INCOMPATIBILITIES, 2, async (row, index) => {
        const stack = smallestUser(stacks, row, terraform.awsVersion);
        if (!stack) return `${describeRow(row)}: no example has it`;
        const others = INCOMPATIBILITIES.filter((other) => other !== row);
        const { stack: json } = compatible(stack.terraform, terraform.awsVersion, others);
        const problems = await validate(`row ${String(index)}`, json, stack.folder);
        return problems.length === 0 ? `${describeRow(row)}: the provider takes it` : undefined;
      });
      expect(unneeded.filter((line) => line !== undefined)).toEqual([]);
    },
    10 * MINUTES,
  );
});

function describeRow({ type, argument, value }: Incompatibility): string {
  return [type, argument, value].filter((part) => part !== undefined).join(" ");
}

/** The stack with the least JSON that has what a row is about. */
function smallestUser(stacks: readonly ExampleStack[], row: Incompatibility, awsVersion: string) {
  const size = ({ terraform }: ExampleStack) => JSON.stringify(terraform).length;
  return stacks
    .filter(({ terraform }) => (compatible(terraform, awsVersion, [row]).uses.get(row) ?? 0) > 0)
    .sort((a, b) => size(a) - size(b))[0];
}
