import { type DeploymentConfiguration, type Service } from "@aws-sdk/client-ecs";
import { ungatedBy } from "../../../lambdas/ecs-task-verifier/ungated";
import { HOOK } from "./images";

const hook = { hookTargetArn: HOOK.versionArn, lifecycleStages: ["PRE_SCALE_UP" as const] };
const gated = (more: Partial<DeploymentConfiguration> = {}): Service => ({
  deploymentController: { type: "ECS" },
  deploymentConfiguration: { strategy: "BLUE_GREEN", lifecycleHooks: [hook], ...more },
});
const codes = (service: Service, differs?: string) =>
  ungatedBy(service, HOOK, differs).map(({ code }) => code);

test.each(["BLUE_GREEN", "LINEAR", "CANARY"] as const)(
  "a service with the hook and the strategy %s is gated",
  (strategy) => {
    expect(codes(gated({ strategy }))).toEqual([]);
  },
);

test("a service without a word about its controller has that of ECS, and other hooks do not matter", () => {
  const other = {
    hookTargetArn: "arn:aws:lambda:eu-central-1:444444444444:function:smoke",
    lifecycleStages: [],
  };
  expect(codes({ ...gated({ lifecycleHooks: [other, hook] }), deploymentController: undefined })).toEqual([]);
});

test.each<[string, Service, string]>([
  ["rolls", gated({ strategy: "ROLLING" }), "strategy-without-hooks"],
  ["says no strategy", gated({ strategy: undefined as never }), "strategy-without-hooks"],
  [
    "is deployed by CodeDeploy",
    { ...gated(), deploymentController: { type: "CODE_DEPLOY" } },
    "controller-not-ecs",
  ],
  ["is deployed by others", { ...gated(), deploymentController: { type: "EXTERNAL" } }, "controller-not-ecs"],
  ["has no hook", gated({ lifecycleHooks: [] }), "hook-missing"],
  [
    "has the hook at another stage",
    gated({ lifecycleHooks: [{ ...hook, lifecycleStages: ["POST_SCALE_UP"] }] }),
    "hook-missing",
  ],
  ["only pauses", gated({ lifecycleHooks: [{ ...hook, targetType: "PAUSE" }] }), "hook-missing"],
  [
    "calls the function without a version",
    gated({ lifecycleHooks: [{ ...hook, hookTargetArn: HOOK.versionArn.replace(/:7$/, "") }] }),
    "hook-of-other-target",
  ],
  [
    "calls another version",
    gated({ lifecycleHooks: [{ ...hook, hookTargetArn: HOOK.versionArn.replace(/:7$/, ":6") }] }),
    "hook-of-other-target",
  ],
  [
    "calls another function",
    gated({ lifecycleHooks: [{ ...hook, hookTargetArn: HOOK.versionArn.replace("verifier", "verifier2") }] }),
    "hook-of-other-target",
  ],
  [
    "goes on when the hook does not answer",
    gated({
      lifecycleHooks: [{ ...hook, timeoutConfiguration: { action: "CONTINUE", timeoutInMinutes: 5 } }],
    }),
    "timeout-continues",
  ],
  [
    "goes on when another hook does not answer",
    gated({
      lifecycleHooks: [
        hook,
        {
          targetType: "PAUSE",
          lifecycleStages: ["POST_SCALE_UP"],
          timeoutConfiguration: { action: "CONTINUE" },
        },
      ],
    }),
    "timeout-continues",
  ],
])("a service that %s is not gated", (_, service, code) => {
  expect(codes(service)).toEqual([code]);
});

test("no service is gated by a function that is not the deployed one", () => {
  expect(ungatedBy(gated(), HOOK, "its code is another")).toEqual([
    { code: "hook-function-differs", message: "its code is another" },
  ]);
});

describe("a service that names an image by tag where that is compared later", () => {
  const byTag = (lifecycleHooks: (typeof hook | object)[]) =>
    ungatedBy(gated({ lifecycleHooks }), HOOK, undefined, true).map(({ code }) => code);
  const late = { ...hook, lifecycleStages: ["POST_SCALE_UP" as const] };

  test.each([
    ["one hook", [{ ...hook, lifecycleStages: ["PRE_SCALE_UP", "POST_SCALE_UP"] }]],
    ["a hook for each stage", [hook, late]],
  ])("is gated by %s", (_, hooks) => {
    expect(byTag(hooks)).toEqual([]);
  });

  test.each([
    ["is not called then", [hook]],
    ["is another version then", [hook, { ...late, hookTargetArn: HOOK.versionArn.replace(/:7$/, ":6") }]],
    ["only pauses then", [hook, { ...late, targetType: "PAUSE" }]],
  ])("is not gated when the hook %s", (_, hooks) => {
    expect(byTag(hooks)).toEqual(["late-hook-missing"]);
  });
});

test("a timeout that rolls back is none of the reasons", () => {
  const lifecycleHooks = [
    { ...hook, timeoutConfiguration: { action: "ROLLBACK" as const, timeoutInMinutes: 5 } },
  ];
  expect(codes(gated({ lifecycleHooks }))).toEqual([]);
});

test("every reason is told", () => {
  expect(ungatedBy({ deploymentController: { type: "CODE_DEPLOY" } }, HOOK)).toEqual([
    { code: "controller-not-ecs", message: "its deployments are made by CODE_DEPLOY, not by ECS" },
    {
      code: "strategy-without-hooks",
      message: "its strategy is ROLLING, and hooks are called in BLUE_GREEN, LINEAR and CANARY only",
    },
    { code: "hook-missing", message: "no function is called at PRE_SCALE_UP" },
  ]);
});
