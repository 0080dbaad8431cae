import { compatible } from "../../local/provider-compatibility";
import { prepareTerraform } from "../../local/terraform";
import { TERRAFORM } from "../../local/tools";
import { inParallel, say } from "../../local/tools-process";
import { exampleStacks } from "../support/terraform-stacks";
import { layTogether, parted } from "../support/terraform-together";
import { describeWith } from "../support/tools";

const MINUTES = 60_000;

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
      const adapted = stacks.map((stack) => ({
        ...stack,
        terraform: compatible(stack.terraform, terraform.awsVersion).stack,
      }));
      const failures = await inParallel(parted(adapted), 2, async (some, index) => {
        const { folder, stacks: laid } = await layTogether(terraform, `plan ${String(index)}`, some);
        const { code, stdout, stderr } = await terraform.run(folder, ["test", "-no-color"]);
        const lines = stdout.split("\n");
        const failed = laid.flatMap(({ test, stack: { title } }) => {
          const passed = lines.includes(`${test}... pass`);
          say(`  ${title}: ${passed ? "planned" : "failed"}`);
          return passed ? [] : [title];
        });
        const passed = code === 0 && stdout.includes(`Success! ${String(some.length)} passed, 0 failed.`);
        return failed.length === 0 && passed ? [] : [`${failed.join(", ")}:\n${stdout}${stderr}`];
      });
      expect(failures.flat()).toEqual([]);
    },
    15 * MINUTES,
  );
});
