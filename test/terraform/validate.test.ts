import {
  compatible,
  formatUses,
  INCOMPATIBILITIES,
  type Incompatibility,
  needsCompatibility,
} from "../../local/provider-compatibility";
import { prepareTerraform } from "../../local/terraform";
import { TERRAFORM } from "../../local/tools";
import { inParallel, say } from "../../local/tools-process";
import { type ExampleStack, exampleStacks } from "../support/terraform-stacks";
import { layTogether, type Looked, parted } from "../support/terraform-together";
import { describeWith } from "../support/tools";

const MINUTES = 60_000;

/** Every stack is in a folder of the one that Terraform runs in, and none has its state there. */
const OF_FOLDERS = "Backend configuration ignored";

interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail?: string;
  readonly range?: { readonly filename: string };
  readonly snippet?: { readonly context?: string };
}

describeWith([TERRAFORM], "terraform validate", () => {
  const terraform = prepareTerraform();
  const stacks = exampleStacks(terraform);

  afterAll(() => {
    terraform.remove();
  });

  /** What the provider says about each of the stacks; each has another title. */
  const validate = async (name: string, all: readonly Looked[]): Promise<Map<string, string[]>> => {
    const found = await inParallel(parted(all), 2, async (some, index) => {
      const { folder, stacks: laid } = await layTogether(terraform, `${name} ${String(index)}`, some);
      const { stdout } = await terraform.run(folder, ["validate", "-json"]);
      const { diagnostics } = JSON.parse(stdout) as { readonly diagnostics: readonly Diagnostic[] };
      const said = diagnostics.filter(({ summary }) => some.length === 1 || summary !== OF_FOLDERS);
      const problems = laid.map(({ configuration, stack: { title } }) => {
        const own = said.filter(({ range }) => some.length === 1 || range?.filename === configuration);
        return [title, own.map(formatDiagnostic)] as const;
      });
      const told = problems.flatMap(([, own]) => own).length;
      if (told !== said.length) throw new Error(`about no stack: ${said.map(formatDiagnostic).join("\n")}`);
      return problems;
    });
    return new Map(found.flat());
  };

  test(
    "the real provider takes every stack of every example",
    async () => {
      const adapted = stacks.map(({ terraform: json }) => compatible(json, terraform.awsVersion));
      say(`terraform validate: ${String(stacks.length)} stacks, ${terraform.provider}`);
      if (needsCompatibility(terraform.awsVersion)) {
        for (const line of formatUses(adapted.map(({ uses }) => uses))) say(`  ${line}`);
      }
      const found = await validate(
        "examples",
        stacks.map((stack, index) => ({ ...stack, terraform: adapted[index]?.stack ?? {} })),
      );
      for (const [title, problems] of found)
        say(`  ${title}: ${problems.length === 0 ? "valid" : "refused"}`);
      expect(Object.fromEntries(found)).toEqual(Object.fromEntries(stacks.map(({ title }) => [title, []])));
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
      const users = INCOMPATIBILITIES.map((row) => {
        const stack = smallestUser(stacks, row, terraform.awsVersion);
        const others = INCOMPATIBILITIES.filter((other) => other !== row);
        return (
          stack && {
            title: describeRow(row),
            terraform: compatible(stack.terraform, terraform.awsVersion, others).stack,
            folder: stack.folder,
          }
        );
      });
      const found = await validate(
        "rows",
        users.filter((user) => user !== undefined),
      );
      const unneeded = INCOMPATIBILITIES.map(describeRow).flatMap((row) => {
        const problems = found.get(row);
        if (!problems) return [`${row}: no example has it`];
        return problems.length === 0 ? [`${row}: the provider takes it`] : [];
      });
      expect(unneeded).toEqual([]);
    },
    10 * MINUTES,
  );
});

function formatDiagnostic({ severity, summary, detail, snippet }: Diagnostic): string {
  return `${severity}: ${summary}: ${detail ?? ""} (${snippet?.context ?? "no context"})`;
}

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
