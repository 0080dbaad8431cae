import { DeployProgress } from "../../local/progress";

/** What a person hears of some lines, with ten seconds between one piece of news and the next. */
function heard(...lines: readonly string[]): string[] {
  let seconds = -10;
  const progress = new DeployProgress(["registry-images", "workload-shop"], () => (seconds += 10) * 1000);
  return lines.flatMap((line) => progress.after(line) ?? []);
}

test("each stack is followed from its initialization to its end", () => {
  expect(
    heard(
      "registry-images  Terraform has been successfully initialized!",
      "workload-shop  Terraform has been successfully initialized!",
      "workload-shop  aws_iam_role.Role (Role): Creating...",
      "registry-images  Plan: 1 to import, 2 to add, 0 to change, 0 to destroy.",
      "workload-shop  Plan: 3 to add, 0 to change, 0 to destroy.",
      "workload-shop  Apply complete! Resources: 3 added, 0 changed, 0 destroyed.",
      "registry-images  Apply complete! Resources: 1 imported, 2 added, 0 changed, 0 destroyed.",
    ),
  ).toEqual([
    "   10 s  registry-images: initialized",
    "   20 s  workload-shop: initialized",
    "   30 s  registry-images: planned: 1 to import, 2 to add, 0 to change, 0 to destroy",
    "   40 s  workload-shop: planned: 3 to add, 0 to change, 0 to destroy",
    "   50 s  workload-shop: applied: 3 added, 0 changed, 0 destroyed (1 of 2 stacks)",
    "   60 s  registry-images: applied: 1 imported, 2 added, 0 changed, 0 destroyed (2 of 2 stacks)",
  ]);
});

test("a line that names no stack belongs to the one before", () => {
  expect(
    heard(
      "workload-shop  Initializing the backend...",
      "               - Installed hashicorp/aws v5.100.0 (unauthenticated)",
      "               No changes. Your infrastructure matches the configuration.",
    ),
  ).toEqual(["   10 s  workload-shop: planned: nothing to change"]);
});

test("an error is passed on", () => {
  expect(heard("workload-shop  ╷", "               │ Error: creating IAM Role: LimitExceeded")).toEqual([
    "   10 s  workload-shop: Error: creating IAM Role: LimitExceeded",
  ]);
});

test("a word that is no stack is no name", () => {
  expect(heard("workload-shop  first", "warning  Plan: 3 to add.")).toEqual([
    "   10 s  workload-shop: planned: 3 to add",
  ]);
});
