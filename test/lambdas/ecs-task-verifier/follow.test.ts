import { followEvent, followTasks } from "../../../lambdas/ecs-task-verifier/follow";
import { fault } from "../../support/aws-service";
import { digestOf, imageOf, REGISTRY, SLOW, UNSIGNED } from "./images";
import { World } from "./support";

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(async () => {
  await world.stop();
});

const unsigned = imageOf("unsigned");

test("a task whose images are all trusted goes on, and each is told of and kept as trusted", async () => {
  const task = world.run("1", {
    service: "api",
    containers: { app: imageOf("api"), proxy: imageOf("proxy") },
  });
  expect(await world.follow([world.message(task)])).toEqual([]);
  expect(world.stops()).toEqual([]);
  expect(world.told()).toEqual({ app: "trusted: allow", proxy: "trusted: allow" });
  expect([...world.table.items.keys()]).toEqual([
    `trusted/shop/service:api/${imageOf("api")}`,
    `trusted/shop/service:api/${imageOf("proxy")}`,
  ]);
});

test("a decision says who, what, where and by which event", async () => {
  const task = world.run("1", { service: "api", containers: { app: unsigned } });
  world.outcomes.set(unsigned, UNSIGNED);
  await world.follow([world.message(task)]);
  expect(world.decisions).toEqual([
    {
      version: 1,
      at: "2026-03-04T05:06:07.000Z",
      source: "ecs-task",
      partition: "aws",
      accountId: "444444444444",
      region: "eu-central-1",
      cluster: "shop",
      mode: "block",
      known: true,
      workload: {
        service: "api",
        task,
        taskDefinition: "arn:aws:ecs:eu-central-1:444444444444:task-definition/api:1",
        container: "app",
      },
      image: {
        reference: unsigned,
        repository: `${REGISTRY}/shop/unsigned`,
        digest: digestOf("unsigned"),
      },
      outcome: "refused",
      action: "stop",
      code: "unsigned",
      message: "it has no signature",
      correlation: { eventId: "event-1" },
    },
  ]);
});

test("a task with an image that is refused is stopped in block mode, with the reason", async () => {
  const task = world.run("1", { containers: { app: imageOf("api"), side: unsigned } });
  world.outcomes.set(unsigned, UNSIGNED);
  expect(await world.follow([world.message(task)])).toEqual([]);
  expect(world.stopped).toEqual([
    { cluster: "shop", task, reason: "Stopped by image verification (side: unsigned)" },
  ]);
  expect(world.told()).toEqual({ app: "trusted: allow", side: "refused unsigned: stop" });
  expect(world.metric("TasksStopped")).toEqual([1]);
});

test("it is only told of in alert mode", async () => {
  world = new World("alert");
  world.outcomes.set(unsigned, UNSIGNED);
  await world.follow([world.message(world.run("1", { containers: { app: unsigned } }))]);
  expect(world.stops()).toEqual([]);
  expect(world.told()).toEqual({ app: "refused unsigned: tell" });
});

test("it is only told of in a cluster that the settings do not name", async () => {
  world.outcomes.set(unsigned, UNSIGNED);
  await world.follow([world.message(world.run("1", { cluster: "other", containers: { app: unsigned } }))]);
  expect(world.stops()).toEqual([]);
  expect(world.decisions).toMatchObject([{ cluster: "other", mode: "block", known: false, action: "tell" }]);
});

test("nothing is told of tasks in a cluster for which nobody asks for signatures", async () => {
  world.outcomes.set(unsigned, UNSIGNED);
  world.unverified.push("batch");
  await world.follow([world.message(world.run("1", { cluster: "batch", containers: { app: unsigned } }))]);
  expect([world.judged, world.decisions, world.stopped]).toEqual([[], [], []]);
});

test("a cluster called like a member of every object is not named by the settings", async () => {
  world.outcomes.set(unsigned, UNSIGNED);
  await world.follow([
    world.message(world.run("1", { cluster: "constructor", containers: { app: unsigned } })),
  ]);
  expect(world.decisions).toMatchObject([{ mode: "block", known: false, action: "tell" }]);
});

test("a task from before the cluster was enforced is only told of", async () => {
  world.outcomes.set(unsigned, UNSIGNED);
  const before = world.run("before", { minutesAgo: 61, containers: { app: unsigned } });
  const after = world.run("after", { minutesAgo: 60, containers: { app: unsigned } });
  await world.follow([world.message(before), world.message(after)]);
  expect(world.stops()).toEqual(["after"]);
  expect(world.decisions).toMatchObject([{ action: "tell" }, { action: "stop" }]);
});

test("the same event twice stops the task twice, which is once, and tells the same", async () => {
  world.outcomes.set(unsigned, UNSIGNED);
  const message = world.message(world.run("1", { containers: { app: unsigned } }));
  await world.follow([message]);
  await world.follow([message], {
    ecs: { StopTask: () => fault("InvalidParameterException", "The referenced task was not found.") },
  });
  const [first, second] = world.decisions;
  expect(second).toEqual(first);
  expect(world.metric("StopsWithheld")).toEqual([0, 0]);
});

test("a task that ends is looked at when it has ended", async () => {
  world.outcomes.set(unsigned, UNSIGNED);
  const start = { containers: { app: unsigned } };
  await world.follow([world.message(world.run("1", { ...start, desiredStatus: "STOPPED" }))]);
  expect(world.judged).toEqual([]);
  await world.follow([world.message(world.run("1", { ...start, lastStatus: "STOPPED" }))]);
  expect(world.stops()).toEqual([]);
  expect(world.told()).toEqual({ app: "refused unsigned: tell" });
});

test("the reason that somebody gave for stopping a task hides nothing", async () => {
  world.outcomes.set(unsigned, UNSIGNED);
  const task = world.run("1", { lastStatus: "STOPPED", containers: { app: unsigned } });
  const stoppedReason = "Stopped by image verification (app: unsigned)";
  Object.assign(world.tasks.get(task) ?? {}, { stoppedReason });
  await world.follow([world.message(task)]);
  expect(world.told()).toEqual({ app: "refused unsigned: tell" });
});

test("a task in a state that nobody knows yet is judged as one that runs", async () => {
  world.outcomes.set(unsigned, UNSIGNED);
  const task = world.run("1", { lastStatus: "HIBERNATING", containers: { app: unsigned } });
  await world.follow([world.message(task)]);
  expect(world.stops()).toEqual(["1"]);
});

describe("undecided", () => {
  const slow = imageOf("slow");

  test("keeps the message in the queue, untold; at its last time it is told of, and the task goes on", async () => {
    world.outcomes.set(slow, SLOW);
    const task = world.run("1", { containers: { app: slow } });
    expect(await world.follow([world.message(task, 1)])).toEqual(["1"]);
    expect(await world.follow([world.message(task, 2)])).toEqual(["1"]);
    expect(world.decisions).toEqual([]);
    expect(await world.follow([world.message(task, 3)])).toEqual([]);
    expect(world.told()).toEqual({ app: "undecided too-slow: tell" });
    expect(world.stops()).toEqual([]);
  });

  test("is told of at once when asking again does not help", async () => {
    world.outcomes.set(slow, { ...SLOW, transient: false } as never);
    expect(await world.follow([world.message(world.run("1", { containers: { app: slow } }))])).toEqual([]);
    expect(world.told()).toEqual({ app: "undecided too-slow: tell" });
  });

  test("beside an image that is refused does not keep the task", async () => {
    world.outcomes.set(slow, SLOW).set(unsigned, UNSIGNED);
    const task = world.run("1", { containers: { app: slow, side: unsigned } });
    expect(await world.follow([world.message(task)])).toEqual([]);
    expect(world.stops()).toEqual(["1"]);
    expect(world.told()).toEqual({ app: "undecided too-slow: tell", side: "refused unsigned: stop" });
  });

  test("is not kept from one call to the next, and neither is trust", async () => {
    const image = imageOf("revoked");
    const task = world.run("1", { containers: { app: image } });
    await world.follow([world.message(task)]);
    world.outcomes.set(image, { outcome: "refused", code: "revoked", message: "the signature is revoked" });
    await world.follow([world.message(task)]);
    expect(world.decisions.map(({ outcome }) => outcome)).toEqual(["trusted", "refused"]);
  });

  test("an image is judged once for all tasks of a call", async () => {
    const tasks = ["1", "2", "3"].map((id) => world.run(id, { service: "api" }));
    await world.follow(tasks.map((task) => world.message(task)));
    expect(world.judged).toHaveLength(1);
    expect(world.decisions).toHaveLength(3);
  });

  test("an event without a queue fails, so that Lambda calls again", async () => {
    world.outcomes.set(slow, SLOW);
    const task = world.run("1", { containers: { app: slow } });
    const { surroundings } = await world.start();
    await expect(followEvent(world.event(task), surroundings)).rejects.toThrow("[task-not-settled]");
  });

  test("an event without a queue ends when all is decided", async () => {
    const { surroundings } = await world.start();
    expect(await followEvent(world.event(world.run("1")), surroundings)).toBe("done");
  });
});

describe("the image", () => {
  test("is that of the task definition, with the digest that was pulled", async () => {
    const reference = `${REGISTRY}/shop/api:1.0`;
    const task = world.run("1", {
      service: "api",
      containers: { app: reference },
      digests: { app: digestOf("api") },
    });
    const [container] = world.tasks.get(task)?.containers ?? [];
    Object.assign(container ?? {}, { image: `${reference}@${digestOf("api")}` });
    await world.follow([world.message(task)]);
    expect(world.judged).toEqual([{ reference, digest: digestOf("api"), cluster: "shop", service: "api" }]);
  });

  test("by a tag is judged at once where tags are refused", async () => {
    world.outcomes.set("nginx", { outcome: "refused", code: "tag-refused", message: "it is no digest" });
    await world.follow([
      world.message(world.run("1", { lastStatus: "PROVISIONING", containers: { app: "nginx" } })),
    ]);
    expect(world.stops()).toEqual(["1"]);
  });

  test("of a container that has not started yet is judged too", async () => {
    const task = world.run("1", { containers: { app: imageOf("api"), init: unsigned } });
    world.outcomes.set(unsigned, UNSIGNED);
    const known = world.tasks.get(task);
    world.tasks.set(task, { ...known, containers: known?.containers?.slice(0, 1) ?? [] });
    await world.follow([world.message(task)]);
    expect(world.stops()).toEqual(["1"]);
  });
});

describe("what cannot be read", () => {
  test.each([
    ["{", "body: is not JSON [invalid-event]"],
    [
      JSON.stringify({ source: "aws.ecs", "detail-type": "ECS Task State Change", detail: {} }),
      "taskArn: is not the ARN of a task [invalid-task]",
    ],
  ])("stays in the queue until it is a dead letter: %s", async (body, message) => {
    expect(await world.follow([{ id: "m", body, receives: 3 }])).toEqual(["m"]);
    expect(world.lines).toContainEqual(
      expect.objectContaining({
        message: "cannot look at the task",
        error: { name: "ProblemError", message },
      }),
    );
  });

  test("is the event of a task elsewhere", async () => {
    const { id, body } = world.message(world.run("1"));
    const elsewhere = body.replaceAll("444444444444", "555555555555");
    expect(await world.follow([{ id, body: elsewhere, receives: 1 }])).toEqual(["1"]);
    expect(JSON.stringify(world.lines)).toContain("task-of-other-place");
  });

  test("keeps nothing else of the batch back", async () => {
    expect(await world.follow([{ id: "m", body: "{", receives: 1 }, world.message(world.run("1"))])).toEqual([
      "m",
    ]);
    expect(world.told()).toEqual({ app: "trusted: allow" });
  });

  test("is left when there is no time", async () => {
    const { surroundings } = await world.start();
    const message = world.message(world.run("1"));
    const bounds = { attempts: 3, deadline: world.clock.now() };
    expect(await followTasks([message], surroundings, bounds)).toEqual({
      batchItemFailures: [{ itemIdentifier: "1" }],
    });
  });
});
