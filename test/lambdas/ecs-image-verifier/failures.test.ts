import type * as ecs from "@aws-sdk/client-ecs";
import { fault, hang, raw, type Reply } from "../../support/aws-service";
import { throttled } from "../../support/registry";
import { by, inBoth } from "./both";
import { AT, hookEvent, REVISION } from "./events";
import { setScene, signed, world } from "./scene";
import { type World } from "./world";

setScene();

const KEPT_OUT = { block: "FAILED", alert: "SUCCEEDED" };
const WAITED_FOR = { block: "IN_PROGRESS", alert: "IN_PROGRESS" };
const USED_UP = { hookDetails: { preScaleUpAttempts: 60 } };

describe("ECS", () => {
  const operations = [
    ["DescribeServiceRevisions", REVISION],
    ["DescribeTaskDefinition", REVISION],
  ] as const;
  const passing: readonly (readonly [string, () => Reply, string])[] = [
    ["throttles", () => fault("ThrottlingException", "slow"), "aws-unavailable"],
    ["has an error", () => fault("ServerException", "oh"), "aws-unavailable"],
    ["is not there", () => raw("<html>", 503), "aws-unavailable"],
    ["cuts its answer", () => raw("{", 200, { "content-length": "100" }), "aws-unavailable"],
  ];

  test.each(operations.flatMap(([operation]) => passing.map((row) => [operation, ...row] as const)))(
    "that in %s %s is waited for, then kept out or told of",
    async (operation, _, answer, code) => {
      world.ecs[operation] = answer;
      expect(await inBoth(world, [by(signed)])).toEqual({
        ...WAITED_FOR,
        told: [`undecided ${code} wait`, `undecided ${code} wait`],
      });
      world.decisions.length = 0;
      expect(await inBoth(world, [by(signed)], {}, USED_UP)).toEqual({
        ...KEPT_OUT,
        told: [`undecided ${code} deny`, `undecided ${code} tell`],
      });
    },
    20_000,
  );

  test.each<[string, Partial<World["ecs"]>, string]>([
    [
      "refuses to describe the revision",
      { DescribeServiceRevisions: () => fault("AccessDeniedException", "no") },
      "unexpected",
    ],
    [
      "refuses to describe the task definition",
      { DescribeTaskDefinition: () => fault("ClientException", "no") },
      "unexpected",
    ],
    ["answers with what is no JSON", { DescribeServiceRevisions: () => raw("<html>") }, "aws-unavailable"],
    ["answers with a list", { DescribeTaskDefinition: () => raw("[]") }, "ecs-missing"],
    [
      "names another cluster, which alerts",
      {
        DescribeServiceRevisions: () => ({
          serviceRevisions: [
            {
              serviceRevisionArn: REVISION,
              serviceArn: `${AT}:service/tools/api`,
              clusterArn: `${AT}:cluster/tools`,
              taskDefinition: `${AT}:task-definition/api:1`,
            },
          ],
        }),
      },
      "ecs-answer",
    ],
    [
      "answers with another task definition",
      {
        DescribeTaskDefinition: () => ({
          taskDefinition: {
            taskDefinitionArn: `${AT}:task-definition/api:2`,
            containerDefinitions: [{ name: "api", image: by(`sha256:${"0".repeat(64)}`) }],
          },
        }),
      },
      "ecs-answer",
    ],
    [
      "knows no containers",
      {
        DescribeTaskDefinition: ({
          taskDefinition: taskDefinitionArn,
        }: ecs.DescribeTaskDefinitionRequest) => ({
          taskDefinition: { taskDefinitionArn },
        }),
      },
      "ecs-answer",
    ],
  ])("that %s fails where that blocks", async (_, answers, code) => {
    Object.assign(world.ecs, answers);
    world.containers.set("api", [{ name: "api", image: by(signed) }]);
    expect(await world.ask(hookEvent(USED_UP))).toEqual({ hookStatus: "FAILED" });
    expect(world.told()).toEqual([`undecided ${code} deny`]);
  });

  test.each([
    ["refuses", () => fault("AccessDeniedException", "no")],
    ["answers with what is no JSON", () => raw("<html>")],
    ["does not answer", () => hang()],
    ["answers with nothing", () => ({})],
    ["answers with too much", () => raw(JSON.stringify({ x: "x".repeat(5_000_000) }))],
  ] as const)(
    "that %s, whatever it is asked, keeps no service out of a cluster that alerts",
    async (_, answer) => {
      world.ecs.DescribeServiceRevisions = answer;
      world.ecs.DescribeTaskDefinition = answer;
      world.ecs.DescribeServiceDeployments = answer;
      world.containers.set("api", [{ name: "api", image: by(signed) }]);
      const event = hookEvent({ cluster: "tools", ...USED_UP });
      expect(await world.ask(event)).toEqual({ hookStatus: "SUCCEEDED" });
      expect(world.decisions).toMatchObject([{ outcome: "undecided", action: "tell", mode: "alert" }]);
    },
  );

  test("that does not say when a deployment started is asked for the attempts alone", async () => {
    world.ecs.DescribeServiceDeployments = throttled;
    world.court.front.ecr.BatchGetImage = throttled;
    expect(await inBoth(world, [by(signed)])).toMatchObject(WAITED_FOR);
    expect(await inBoth(world, [by(signed)], {}, USED_UP)).toMatchObject(KEPT_OUT);
    expect(world.told().slice(-2)).toEqual(["c0 undecided throttled deny", "c0 undecided throttled tell"]);
  });

  test("that will never say when a deployment started leaves no time to wait", async () => {
    world.ecs.DescribeServiceDeployments = () => fault("AccessDeniedException", "no");
    world.court.front.ecr.BatchGetImage = throttled;
    expect(await inBoth(world, [by(signed)])).toMatchObject({
      ...KEPT_OUT,
      told: ["c0 undecided throttled deny", "c0 undecided throttled tell"],
    });
  });

  test("that does not say when a deployment started is no matter for a trusted image", async () => {
    world.ecs.DescribeServiceDeployments = () => fault("AccessDeniedException", "no");
    expect(await inBoth(world, [by(signed)])).toMatchObject({ block: "SUCCEEDED", alert: "SUCCEEDED" });
  });
});

describe("the time of the function", () => {
  test.each(["DescribeServiceRevisions", "DescribeTaskDefinition"] as const)(
    "that ends while ECS is silent in %s is answered in time",
    async (operation) => {
      world.ecs[operation] = () => hang();
      const started = Date.now();
      expect(await inBoth(world, [by(signed)], { milliseconds: 150 })).toEqual({
        ...WAITED_FOR,
        told: ["undecided deadline wait", "undecided deadline wait"],
      });
      expect(Date.now() - started).toBeLessThan(1_500);
    },
  );

  test("that ends while ECR is silent is answered in time, for the silent image alone", async () => {
    const tag = `${by(signed).split("@")[0] ?? ""}:1`;
    world.court.front.ecr.BatchGetImage = () => hang();
    const { told, ...answers } = await inBoth(world, [by(signed), tag], { milliseconds: 150 });
    expect(answers).toEqual({ block: "FAILED", alert: "IN_PROGRESS" });
    expect(told.slice(0, 2)).toEqual([
      expect.stringMatching(/^c0 undecided (?:deadline|too-slow) deny$/),
      "c1 refused tag-refused deny",
    ]);
  });

  test("that is over from the start keeps no service out of a cluster that alerts", async () => {
    expect(await inBoth(world, [by(signed)], { milliseconds: 0 }, USED_UP)).toMatchObject({
      ...KEPT_OUT,
      told: ["undecided deadline deny", "undecided deadline tell"],
    });
  });
});

describe("an event", () => {
  test.each([undefined, null, "", 1, [], {}, { executionDetails: null }])(
    "that is %j is answered as if it blocked",
    async (event) => {
      expect(await world.ask(event)).toEqual({ hookStatus: "FAILED" });
      expect(world.errors()).toEqual(["cannot read the event"]);
    },
  );

  test("that names a cluster that alerts, and is wrong otherwise, keeps nothing out", async () => {
    const { executionDetails, ...rest } = hookEvent({ cluster: "tools" });
    void executionDetails;
    expect(await world.ask(rest)).toEqual({ hookStatus: "SUCCEEDED" });
    expect(world.told()).toEqual(["undecided invalid-event tell"]);
  });

  test("that names two clusters, of which one blocks, is answered as if it blocked", async () => {
    world.containers.set("api", [{ name: "api", image: by(signed) }]);
    const deployment = `${AT}:service-deployment/shop/api/1`;
    expect(await world.ask(hookEvent({ cluster: "tools", deployment }))).toEqual({ hookStatus: "FAILED" });
  });
});

describe("something unexpected", () => {
  const boom = () => {
    throw new TypeError("boom");
  };

  const ofImage = ["c0 undecided unexpected deny", "c0 undecided unexpected tell"];
  const ofDeployment = ["undecided unexpected deny", "undecided unexpected tell"];
  test.each<[string, Parameters<World["ask"]>[1], string[]]>([
    [
      "the judge",
      { surroundings: { judge: () => ({ judge: () => Promise.reject(new TypeError("boom")) }) } },
      ofImage,
    ],
    ["the judge at once", { surroundings: { judge: () => ({ judge: boom }) } }, ofImage],
    ["making the judge", { surroundings: { judge: boom } }, ofDeployment],
    // What is told has a time.
    ["the clock", { surroundings: { clock: { now: boom, sleep: () => Promise.resolve() } } }, []],
  ])("in %s fails what is blocked, and keeps nothing out otherwise", async (_, changes, told) => {
    expect(await inBoth(world, [by(signed)], changes)).toMatchObject({ ...KEPT_OUT, told });
  });

  test.each<[string, NonNullable<Parameters<World["ask"]>[1]>["surroundings"]]>([
    ["fails", { recorder: { record: () => Promise.reject(new Error("no")) } }],
    ["throws", { recorder: { record: boom } }],
  ])("in a recorder that %s changes no answer", async (_, surroundings) => {
    expect(await inBoth(world, [by(signed)], { surroundings })).toMatchObject({
      block: "SUCCEEDED",
      alert: "SUCCEEDED",
    });
    expect(world.errors()).toEqual(["cannot tell", "cannot tell"]);
  });
});

describe("a queue of decisions", () => {
  test.each([
    ["throttles", () => fault("ThrottlingException", "slow")],
    ["does not exist", () => fault("QueueDoesNotExist", "no")],
    ["is silent", () => hang()],
    ["answers with what is no JSON", () => raw("<html>")],
    [
      "refuses messages",
      () => ({ Successful: [], Failed: [{ Id: "0", SenderFault: true, Code: "InternalError" }] }),
    ],
  ] as const)("that %s changes no answer, and is logged", async (_, answer) => {
    world.sqs.SendMessageBatch = answer;
    const started = Date.now();
    expect(await inBoth(world, [by(signed)])).toMatchObject({ block: "SUCCEEDED", alert: "SUCCEEDED" });
    expect(Date.now() - started).toBeLessThan(2_500);
    expect(world.errors()).toEqual(["cannot send decisions", "cannot send decisions"]);
    expect(world.lines.filter(({ message }) => message === "decision")).toHaveLength(2);
  });
});
