import { fault } from "../../support/aws-service";
import { arnOf, imageOf, UNSIGNED } from "./images";
import { onlyPaymentsMayRun } from "./only-payments";
import { DEPLOYMENT } from "./start";
import { World } from "./support";

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(async () => {
  await world.stop();
});

const image = imageOf("api");
const FORGED = { group: "service:payments", startedBy: DEPLOYMENT };

const throttled = { ecs: { DescribeServices: () => fault("ThrottlingException", "Rate exceeded") } };
const once = { maxAttempts: 1 };

const payments = (taskDefinition: string, id = DEPLOYMENT) => {
  world.deployments.set("shop/payments", [{ id, taskDefinition }]);
};
const JOB = arnOf("task-definition", "job:1");

beforeEach(() => {
  onlyPaymentsMayRun(world);
});

test("a task is of the service whose deployment started it", async () => {
  await world.follow([world.message(world.run("1", { service: "payments" }))]);
  expect(world.told()).toEqual({ app: "trusted: allow" });
  expect(world.decisions[0]?.workload.service).toBe("payments");
});

test("a task is of the service whose task set started it, as with CodeDeploy", async () => {
  const task = world.run("1", FORGED);
  world.serve("payments", { taskSets: [{ id: DEPLOYMENT, taskDefinition: JOB }], deployments: [] });
  await world.follow([world.message(task)]);
  expect(world.told()).toEqual({ app: "trusted: allow" });
});

test.each<[string, () => void]>([
  ["there is no such service", () => undefined],
  ["the service has no such deployment", () => payments(JOB, "ecs-svc/9")],
  ["the deployment runs another task definition", () => payments(arnOf("task-definition", "payments:3"))],
])("a task that names a service is of none when %s", async (_, prepare) => {
  prepare();
  await world.follow([world.message(world.run("1", FORGED))]);
  expect(world.stops()).toEqual(["1"]);
  expect(world.told()).toEqual({ app: "refused repository-not-allowed: stop" });
  expect(world.decisions[0]?.workload).not.toHaveProperty("service");
});

describe("the limit of a service", () => {
  const actions = () => world.decisions.map(({ action }) => action);

  beforeEach(async () => {
    world = new World();
    await world.follow([world.message(world.run("trusted", { service: "payments" }))]);
    world.decisions.length = 0;
    world.outcomes.set(image, UNSIGNED);
  });

  test("is not reached by tasks that only name it", async () => {
    for (let task = 1; task <= 6; task++)
      await world.follow([world.message(world.run(`forged-${String(task)}`, FORGED))]);
    await world.follow([world.message(world.run("real", { service: "payments" }))]);
    expect(actions()).toEqual(Array.from({ length: 7 }, () => "stop"));
  });

  test("is not passed by while ECS does not say whose deployments there are: nothing is stopped then", async () => {
    const unknown = [1, 2, 3, 4, 5, 6].map((task) =>
      world.message(world.run(`unknown-${String(task)}`, { service: "payments" })),
    );
    expect(await world.follow(unknown, throttled, once)).toEqual(unknown.map(({ id }) => id));
    expect(world.stops()).toEqual([]);
    expect(actions()).toEqual([]);
    await world.follow([world.message(world.run("real", { service: "payments" }))]);
    expect(actions()).toEqual(["stop"]);
  });

  test("that nobody could ask for is an alarm at the last time", async () => {
    const task = world.run("1", { service: "payments" });
    expect(await world.follow([world.message(task, 3)], throttled, once)).toEqual([]);
    expect(world.stops()).toEqual([]);
    expect(world.told()).toEqual({ app: "refused unsigned: tell" });
    expect(world.metric("StopsWithheld")).toEqual([1]);
  });

  test("protects nothing that was never trusted, whoever started it", async () => {
    const stranger = imageOf("stranger");
    world.outcomes.set(stranger, UNSIGNED);
    const containers = { app: image, side: stranger };
    const task = world.run("1", { service: "payments", containers });
    expect(await world.follow([world.message(task)], throttled, once)).toEqual([]);
    expect(world.stops()).toEqual(["1"]);
  });
});

test("a deployment that ECS does not list yet is asked for once more, after a pause", async () => {
  const task = world.run("1", { service: "payments", minutesAgo: 0 });
  const listed = world.deployments.get("shop/payments") ?? [];
  world.deployments.delete("shop/payments");
  const { sleep } = world.clock;
  world.clock.sleep = (milliseconds) => {
    world.deployments.set("shop/payments", listed);
    return sleep.call(world.clock, milliseconds);
  };
  await world.follow([world.message(task)]);
  expect(world.clock.slept).toEqual([2_000]);
  expect(world.told()).toEqual({ app: "trusted: allow" });
});

test("a task that started a minute ago is of no service at once", async () => {
  await world.follow([world.message(world.run("1", { ...FORGED, minutesAgo: 1 }))]);
  expect(world.clock.slept).toEqual([]);
  expect(world.stops()).toEqual(["1"]);
});

test("ECS is asked once for all tasks of a service", async () => {
  const messages = ["1", "2", "3"].map((id) => world.message(world.run(id, { service: "payments" })));
  let asked = 0;
  const answer = () => {
    asked += 1;
    return { services: [{ serviceName: "payments", deployments: world.deployments.get("shop/payments") }] };
  };
  await world.follow(messages, { ecs: { DescribeServices: answer } });
  expect(asked).toBe(1);
  expect(world.decisions.map(({ outcome }) => outcome)).toEqual(["trusted", "trusted", "trusted"]);
});

describe("while ECS does not say whose deployments there are", () => {
  test("a task goes on, and is told of at its last time", async () => {
    const task = world.run("1", { service: "payments" });
    expect(await world.follow([world.message(task, 1)], throttled, once)).toEqual(["1"]);
    expect(await world.follow([world.message(task, 3)], throttled, once)).toEqual([]);
    expect(world.stops()).toEqual([]);
    expect(world.told()).toEqual({ app: "undecided service-not-known: tell" });
    expect(world.decisions[0]?.message).toBe(
      "whether the task is of the service payments is not known: Rate exceeded",
    );
  });

  test("what is refused either way is stopped", async () => {
    world = new World();
    world.outcomes.set(image, UNSIGNED);
    const task = world.run("1", { service: "payments" });
    expect(await world.follow([world.message(task)], throttled, once)).toEqual([]);
    expect(world.stops()).toEqual(["1"]);
  });

  test("a container that has no digest yet is not taken for the one beside it", async () => {
    const side = imageOf("side");
    const judge = world.newJudge();
    world.newJudge = () => ({
      judge: async (request) => {
        const outcome = await judge.judge(request);
        return request.reference === side ? { image: outcome.image, ...UNSIGNED } : outcome;
      },
    });
    const app = image.replace(/@.*/, ":1.0");
    const containers = { app, side };
    const task = world.run("1", { service: "payments", containers, lastStatus: "PENDING" });
    await world.follow([world.message(task)], throttled, once);
    expect(world.told()).toEqual({
      app: "undecided service-not-known: tell",
      side: "refused unsigned: stop",
    });
  });

  test("it is told of at once when asking again does not help", async () => {
    const denied = { ecs: { DescribeServices: () => fault("AccessDeniedException", "not authorized") } };
    const task = world.run("1", { service: "payments" });
    expect(await world.follow([world.message(task, 1)], denied)).toEqual([]);
    expect(world.told()).toEqual({ app: "undecided service-not-known: tell" });
  });
});

describe("a task that has ended, and whose deployment ECS does not list any more", () => {
  const ENDED = { lastStatus: "STOPPED", desiredStatus: "STOPPED" };
  const end = (start: Parameters<World["run"]>[1] = {}) => {
    const task = world.run("1", { service: "payments", ...start, ...ENDED });
    world.deployments.delete("shop/payments");
    return world.message(task);
  };

  test("is judged as one of the service where the image was trusted before", async () => {
    await world.follow([world.message(world.run("1", { service: "payments" }))]);
    await world.follow([end()]);
    expect(world.told()).toEqual({ app: "trusted: allow" });
    expect(world.decisions.map(({ workload }) => workload.service)).toEqual(["payments", "payments"]);
  });

  test("is undecided where the image was not, and the service would make the difference", async () => {
    expect(await world.follow([end()])).toEqual([]);
    expect(world.told()).toEqual({ app: "undecided service-not-known: tell" });
    expect(world.decisions[0]?.message).toBe(
      `whether the task was of the service payments is not known: ECS does not list ${DEPLOYMENT} any more`,
    );
  });

  test("is refused where its image is, whosever it was, in the words of the service", async () => {
    world.newJudge = () => ({
      judge: ({ service, reference }) =>
        Promise.resolve({
          image: { reference },
          outcome: "refused",
          code: service === "payments" ? "unsigned" : "repository-not-allowed",
          message: "no",
        }),
    });
    await world.follow([end()]);
    expect(world.told()).toEqual({ app: "refused unsigned: tell" });
    expect(world.decisions[0]?.workload.service).toBe("payments");
  });

  test("comes again while the table does not say what was trusted", async () => {
    const message = end();
    const slow = { table: { GetItem: () => fault("ThrottlingException", "too fast") } };
    expect(await world.follow([message], slow, once)).toEqual(["1"]);
    await world.follow([{ ...message, receives: 3 }], slow, once);
    expect(world.decisions[0]?.message).toBe(
      `whether the task was of the service payments is not known: ECS does not list ${DEPLOYMENT} any more, nor whether the image was trusted there: too fast`,
    );
  });

  test("does not make an image one that was trusted in the service", async () => {
    world = new World();
    await world.follow([end()]);
    expect(world.told()).toEqual({ app: "trusted: allow" });
    world.outcomes.set(image, UNSIGNED);
    for (let task = 1; task <= 6; task++)
      await world.follow([world.message(world.run(String(task), { service: "payments" }))]);
    expect(world.stops()).toEqual(["1", "2", "3", "4", "5", "6"]);
  });
});

test("a task that has ended is of the service whose deployment ECS still lists", async () => {
  const task = world.run("1", { service: "payments", lastStatus: "STOPPED", desiredStatus: "STOPPED" });
  await world.follow([world.message(task)]);
  expect(world.told()).toEqual({ app: "trusted: allow" });
});
