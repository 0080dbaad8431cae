import { App } from "cdktf";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { VerifiedService } from "../../../examples/ecs-service/service";
import { checkBaseline } from "../../../baseline";
import { resourceOf, type SynthesizedStack } from "../../support/synth";
import { readable } from "../function/support";

const outdir = mkdtempSync(join(tmpdir(), "service-"));
const app = new App({ outdir, stackTraces: false });
new VerifiedService(app, "service");
app.synth();
const stack = JSON.parse(
  readFileSync(join(outdir, "stacks", "service", "cdk.tf.json"), "utf8"),
) as SynthesizedStack;
rmSync(outdir, { recursive: true });
const service = resourceOf(stack, "aws_ecs_service");

test("the example's deployments are of a kind in which ECS calls the hook, and ask the published version", () => {
  expect(readable(service["deployment_configuration"])).toEqual({
    strategy: "BLUE_GREEN",
    bake_time_in_minutes: "5",
    lifecycle_hook: [
      {
        hook_target_arn: "${aws_lambda_function.verification_HookFunction_.qualified_arn}",
        lifecycle_stages: ["PRE_SCALE_UP"],
        role_arn: "${aws_iam_role.verification_HookRole_.arn}",
      },
    ],
  });
  expect(service["deployment_controller"]).toEqual({ type: "ECS" });
});

test("the example's first deployment waits for what the hook's role and the function may do", () => {
  expect(service["depends_on"]).toEqual([
    expect.stringMatching(/^aws_iam_role_policy\.verification_HookRole_Policy_/),
    expect.stringMatching(/^aws_iam_role_policy\.verification_HookFunction_Role_Policy_/),
  ]);
});

test("the example runs a digest", () => {
  const { container_definitions } = resourceOf(stack, "aws_ecs_task_definition");
  const [container] = JSON.parse(String(container_definitions)) as { readonly image: string }[];
  expect(container?.image).toMatch(/^[^:@]+@sha256:[0-9a-f]{64}$/);
});

test("the example holds the baseline", () => {
  const account = { name: "service", account: "444444444444", region: "eu-central-1" };
  const { exceptions, violations } = checkBaseline([{ ...account, terraform: stack }]);
  expect(violations).toEqual([]);
  expect(exceptions.map(({ rule }) => rule)).toEqual(["no-wildcard-resource"]);
});
