import { type DeploymentLifecycleHook, type Service } from "@aws-sdk/client-ecs";
import { HOOK_STAGES } from "../../verification";

/** The hook function as the stack deployed it. */
export interface ExpectedHook {
  /** ARN with the number of the published version. */
  readonly versionArn: string;
  /** SHA-256 of its code in base64, as Lambda says it. */
  readonly codeSha256: string;
}

/** Why deployments of a service are not gated. */
export interface Ungated {
  readonly code:
    | "controller-not-ecs"
    | "strategy-without-hooks"
    | "hook-missing"
    | "hook-of-other-target"
    | "late-hook-missing"
    | "timeout-continues"
    | "hook-function-differs";
  readonly message: string;
}

/** Strategies in which ECS calls hooks. @see https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-lifecycle-hooks.html */
const WITH_HOOKS: readonly unknown[] = ["BLUE_GREEN", "LINEAR", "CANARY"];

/**
 * Why a service can start an image that nobody verified: every reason, none when it is gated. A service that says
 * nothing has ECS's defaults, a rolling deployment by ECS itself.
 *
 * @param hookDiffers why the hook function is not the deployed one
 * @param byTag whether it names an image by tag where tags are only compared after the start
 */
export function ungatedBy(
  service: Service,
  hook: ExpectedHook,
  hookDiffers?: string,
  byTag = false,
): Ungated[] {
  const { deploymentController, deploymentConfiguration } = service;
  const { versionArn } = hook;
  const reasons: Ungated[] = [];
  const controller = deploymentController?.type ?? "ECS";
  const strategy = deploymentConfiguration?.strategy ?? "ROLLING";
  const hooks = deploymentConfiguration?.lifecycleHooks ?? [];
  if (controller !== "ECS") {
    reasons.push({
      code: "controller-not-ecs",
      message: `its deployments are made by ${controller}, not by ECS`,
    });
  }
  if (!WITH_HOOKS.includes(strategy)) {
    reasons.push({
      code: "strategy-without-hooks",
      message: `its strategy is ${strategy}, and hooks are called in BLUE_GREEN, LINEAR and CANARY only`,
    });
  }
  const early = hooks.filter((each) => isCalledAt(each, HOOK_STAGES.early));
  if (early.length === 0) {
    reasons.push({ code: "hook-missing", message: `no function is called at ${HOOK_STAGES.early}` });
  } else if (!early.some(({ hookTargetArn }) => hookTargetArn === versionArn)) {
    const targets = early.map(({ hookTargetArn = "nothing" }) => hookTargetArn).join(", ");
    reasons.push({
      code: "hook-of-other-target",
      message: `at ${HOOK_STAGES.early} ${targets} is called, and not the deployed version ${versionArn}`,
    });
  }
  if (byTag && !isComparedLater(service, hook)) {
    reasons.push({
      code: "late-hook-missing",
      message: `it names an image by tag, and at ${HOOK_STAGES.late} the deployed version ${versionArn} is not called, so that nobody compares what its tasks run`,
    });
  }
  if (hooks.some(({ timeoutConfiguration }) => timeoutConfiguration?.action === "CONTINUE")) {
    reasons.push({
      code: "timeout-continues",
      message: "a hook that gives no answer in time lets its deployments go on (CONTINUE)",
    });
  }
  if (hookDiffers !== undefined) reasons.push({ code: "hook-function-differs", message: hookDiffers });
  return reasons;
}

/** Whether the deployed version is called once tasks have started. */
export function isComparedLater({ deploymentConfiguration }: Service, { versionArn }: ExpectedHook): boolean {
  return (deploymentConfiguration?.lifecycleHooks ?? []).some(
    (hook) => hook.hookTargetArn === versionArn && isCalledAt(hook, HOOK_STAGES.late),
  );
}

function isCalledAt(
  { targetType = "AWS_LAMBDA", lifecycleStages = [] }: DeploymentLifecycleHook,
  stage: (typeof HOOK_STAGES)[keyof typeof HOOK_STAGES],
): boolean {
  return targetType === "AWS_LAMBDA" && lifecycleStages.includes(stage);
}
