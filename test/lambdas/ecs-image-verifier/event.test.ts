import { clustersNamed, parseHookEvent } from "../../../lambdas/ecs-image-verifier/event";
import { ProblemError } from "../../../problem";
import { AT, DEPLOYMENT, hookEvent, REVISION } from "./events";

function rejection(event: unknown): string {
  try {
    parseHookEvent(event);
  } catch (error) {
    if (error instanceof ProblemError) return error.message;
    throw error;
  }
  throw new Error("it was not rejected");
}

test("the event of a hook is read", () => {
  expect(parseHookEvent(hookEvent())).toEqual({
    stage: "PRE_SCALE_UP",
    deploymentArn: DEPLOYMENT,
    revisionArn: REVISION,
    attempts: 0,
    executionId: "execution-1",
  });
});

test("a service of long ago has no cluster in its ARN", () => {
  expect(parseHookEvent(hookEvent({ serviceArn: `${AT}:service/api` }))).toMatchObject({
    revisionArn: REVISION,
  });
});

test.each<[string, unknown, number]>([
  ["no details", undefined, 0],
  ["null", null, 0],
  ["details of others", { team: "shop" }, 0],
  ["nothing counted", { preScaleUpAttempts: 0 }, 0],
  ["five", { preScaleUpAttempts: 5 }, 5],
  ["the counter of another stage", { postScaleUpAttempts: 7 }, 0],
  ["the bound", { preScaleUpAttempts: 60 }, 60],
  ["above the bound", { preScaleUpAttempts: 61 }, 60],
  ["negative", { preScaleUpAttempts: -1 }, 60],
  ["broken", { preScaleUpAttempts: 1.5 }, 60],
  ["a text", { preScaleUpAttempts: "1" }, 60],
  ["an empty counter", { preScaleUpAttempts: null }, 60],
  ["a list", { preScaleUpAttempts: [1] }, 60],
  ["too large to be counted", { preScaleUpAttempts: 1e308 }, 60],
  ["details that are a text", "preScaleUpAttempts", 60],
  ["details that are a list", [], 60],
  ["details that are a number", 3, 60],
])("the counter: %s", (_, hookDetails, attempts) => {
  expect(parseHookEvent({ ...hookEvent(), hookDetails }).attempts).toBe(attempts);
});

test.each(["POST_SCALE_UP"])("%s is a stage too", (stage) => {
  expect(parseHookEvent(hookEvent({ stage })).stage).toBe(stage);
});

test.each([
  "TEST_TRAFFIC_SHIFT",
  "PRODUCTION_TRAFFIC_SHIFT",
  "POST_TEST_TRAFFIC_SHIFT",
  "RECONCILE_SERVICE",
  "SCALE_UP",
  "pre_scale_up",
  "",
])('the stage "%s" is not one of ours', (stage) => {
  expect(rejection(hookEvent({ stage }))).toBe(
    `lifecycleStage: is "${stage}"; allowed: PRE_SCALE_UP, POST_SCALE_UP [invalid-event]`,
  );
});

test.each([undefined, null, "event", 1, [], {}])(
  "the event %j is refused, with everything that is missing",
  (event) => {
    expect(rejection(event)).toBe(
      [
        "lifecycleStage: is missing; allowed: PRE_SCALE_UP, POST_SCALE_UP [invalid-event]",
        "resourceArn: is missing; allowed: the ARN of a service deployment [invalid-event]",
        "executionDetails.targetServiceRevisionArn: is missing; allowed: the ARN of a service revision [invalid-event]",
        "executionDetails.serviceArn: is missing; allowed: the ARN of a service [invalid-event]",
      ].join("\n"),
    );
  },
);

test.each<[string, Parameters<typeof hookEvent>[0]]>([
  ["another cluster", { revision: `${AT}:service-revision/tools/api/1` }],
  ["another service", { revision: `${AT}:service-revision/shop/web/1` }],
  ["a deployment of another cluster", { deployment: `${AT}:service-deployment/tools/api/1` }],
  ["a deployment of another service", { deployment: `${AT}:service-deployment/shop/web/1` }],
  ["the ARN of another service", { serviceArn: `${AT}:service/shop/web` }],
  ["the ARN of another service of long ago", { serviceArn: `${AT}:service/web` }],
  ["a service of another cluster", { serviceArn: `${AT}:service/tools/api` }],
  ["another account", { revision: "arn:aws:ecs:eu-central-1:555555555555:service-revision/shop/api/1" }],
  ["another region", { revision: "arn:aws:ecs:eu-west-1:444444444444:service-revision/shop/api/1" }],
  ["another partition", { revision: "arn:aws-cn:ecs:eu-central-1:444444444444:service-revision/shop/api/1" }],
])("an event that names %s too is refused", (_, changed) => {
  expect(rejection(hookEvent(changed))).toBe(
    'executionDetails: is "about more than one service"; allowed: ARNs of one service [invalid-event]',
  );
});

test.each([
  `${AT}:service-revision/shop/api`,
  `${AT}:service-revision/shop/api/1/2`,
  `${AT}:service-deployment/shop/api/1`,
  `${AT}:service-revision/shop/api/1 `,
  `${AT}:service-revision/shop/../1`,
  `${AT}:service-revision/shop/api/1:2`,
  "arn:aws:ecs:eu-central-1:4444:service-revision/shop/api/1",
  "arn:aws:ecr:eu-central-1:444444444444:service-revision/shop/api/1",
])("%s is no service revision", (revision) => {
  expect(rejection(hookEvent({ revision }))).toBe(
    `executionDetails.targetServiceRevisionArn: is ${JSON.stringify(revision)}; allowed: the ARN of a service revision [invalid-event]`,
  );
});

test("the clusters that an event names are read though the rest of it is wrong", () => {
  const named = (event: unknown) => clustersNamed(event).map(({ path: [cluster] }) => cluster);
  expect(named(hookEvent())).toEqual(["shop", "shop", "shop"]);
  expect(named({ resourceArn: `${AT}:service-deployment/tools/api/1` })).toEqual(["tools"]);
  expect(named(hookEvent({ serviceArn: `${AT}:service/api` }))).toEqual(["shop", "shop"]);
  expect(named(undefined)).toEqual([]);
});
