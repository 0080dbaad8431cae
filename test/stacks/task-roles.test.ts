import { synthesizedExample } from "../../organizations/examples";
import { identityPolicies } from "../support/iam";
import { type SynthesizedStack } from "../support/synth";

/** Every role that some role of an example may pass, with who passes it. */
const passed = (["sample", "minimal", "complete"] as const).flatMap((example) =>
  synthesizedExample(example).flatMap(({ deployment: { account }, terraform }) =>
    [...identityPolicies(terraform as SynthesizedStack, account.id)].flatMap(([passer, policies]) =>
      policies
        .flatMap(({ statements }) => statements)
        .filter(({ Action, Effect }) => Effect === "Allow" && [Action].flat().includes("iam:PassRole"))
        .flatMap(({ Resource }) =>
          [Resource].flat().map((role) => ({ example, passer, role: String(role) })),
        ),
    ),
  ),
);

test("no role of any example passes roles by a pattern", () => {
  expect(passed.length).toBeGreaterThan(0);
  expect(passed.filter(({ role }) => /[*?]/.test(role))).toEqual([]);
});

test("the complete example passes what it names, and what is named after the service elsewhere", () => {
  const roles = passed.filter(({ example }) => example === "complete").map(({ role }) => role);
  expect([...new Set(roles)].sort()).toEqual([
    "arn:aws:iam::444444444444:role/api-execution",
    "arn:aws:iam::444444444444:role/api-task",
    "arn:aws:iam::444444444444:role/ecsTaskExecutionRole",
    "arn:aws:iam::444444444444:role/shop/api",
    "arn:aws:iam::555555555555:role/api-execution",
    "arn:aws:iam::555555555555:role/api-task",
  ]);
});
