import { type PutItemCommandInput } from "@aws-sdk/client-dynamodb";
import { fault, hang } from "../../support/aws-service";
import { digestOf, imageOf, TRUSTED, UNSIGNED } from "./images";
import { World } from "./support";

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(async () => {
  await world.stop();
});

const EXPIRED: typeof UNSIGNED = { outcome: "refused", code: "expired", message: "the signature is over" };
const expired = imageOf("expired");
const unsigned = imageOf("unsigned");

/** Lets an image be trusted once in each service, `null` for tasks of none, and refused from then on. */
async function trustedOnce(...services: readonly (string | null)[]): Promise<void> {
  for (const service of services.length === 0 ? ["api"] : services) {
    const start = { containers: { app: expired }, ...(service === null ? {} : { service }) };
    await world.follow([world.message(world.run(`first-${service ?? "job"}`, start))]);
  }
  world.outcomes.set(expired, EXPIRED);
  world.decisions.length = 0;
}

/** Events of so many tasks, one after the other. */
async function follow(count: number, image: string, { service = "api" as string | null, minutes = 0 } = {}) {
  for (let task = 1; task <= count; task++) {
    const id = `${service ?? "job"}-${String(task)}-${String(world.clock.now())}`;
    const start = { containers: { app: image }, ...(service === null ? {} : { service }) };
    await world.follow([world.message(world.run(id, start))]);
    await world.clock.sleep(minutes * 60_000);
  }
}

const actions = () => world.decisions.map(({ action }) => action);

test("above five stops of a service in ten minutes, tasks whose image was trusted before go on, with an alarm", async () => {
  await trustedOnce();
  await follow(7, expired);
  expect(world.stopped).toHaveLength(5);
  expect(actions()).toEqual(["stop", "stop", "stop", "stop", "stop", "tell", "tell"]);
  expect(world.metric("StopsWithheld")).toEqual([0, 0, 0, 0, 0, 1, 1]);
});

test("the settings may say another limit", async () => {
  world.stopLimit = { stops: 2, minutes: 3 };
  await trustedOnce(null);
  await follow(3, expired, { service: null, minutes: 1 });
  await follow(2, expired, { service: null });
  expect(actions()).toEqual(["stop", "stop", "tell", "stop", "tell"]);
});

test("an image that was only let in was never trusted, and is always stopped once nobody answers for it", async () => {
  const answerable = { reason: "vendor", owner: "platform", expires: "2026-12-31" };
  for (const code of ["exception", "break-glass"] as const) {
    world.outcomes.set(expired, { outcome: "admitted", code, answerable });
    await follow(1, expired);
  }
  world.outcomes.set(expired, UNSIGNED);
  world.decisions.length = 0;
  await follow(7, expired);
  expect(actions()).toEqual(Array<string>(7).fill("stop"));
});

test("an image that was never trusted is always stopped", async () => {
  world.outcomes.set(unsigned, UNSIGNED);
  await follow(12, unsigned);
  expect(world.stopped).toHaveLength(12);
  expect(world.metric("StopsWithheld")).toEqual(Array<number>(12).fill(0));
});

test("nobody trips the limit on purpose: stops of images that were never trusted are not counted", async () => {
  await trustedOnce();
  world.outcomes.set(unsigned, UNSIGNED);
  await follow(12, unsigned);
  world.decisions.length = 0;
  await follow(6, expired);
  expect(actions()).toEqual(["stop", "stop", "stop", "stop", "stop", "tell"]);
});

test("nobody hides behind the limit: beyond it an image that was never trusted is stopped", async () => {
  await trustedOnce();
  world.outcomes.set(unsigned, UNSIGNED);
  await follow(6, expired);
  await follow(1, unsigned);
  expect(actions().slice(-2)).toEqual(["tell", "stop"]);
});

test("an image that was never trusted is stopped beside one that was", async () => {
  await trustedOnce();
  world.outcomes.set(unsigned, UNSIGNED);
  await follow(6, expired);
  const task = world.run("both", { service: "api", containers: { app: expired, side: unsigned } });
  await world.follow([world.message(task)]);
  expect(world.stops()).toContain("both");
});

test("each service has its own limit, and so have tasks of no service", async () => {
  await trustedOnce("api", "web", null);
  await follow(6, expired);
  await follow(6, expired, { service: "web" });
  await follow(6, expired, { service: null });
  const each = ["stop", "stop", "stop", "stop", "stop", "tell"];
  expect(actions()).toEqual([...each, ...each, ...each]);
});

test.each([["web"], [null]])(
  "what was trusted in one service was never trusted in the workload %s, and is always stopped",
  async (service) => {
    await trustedOnce("api");
    await follow(7, expired, { service });
    expect(world.stopped).toHaveLength(7);
  },
);

test("an image that was trusted as an index is known by its name where another architecture of it is pulled", async () => {
  const follow = (id: string, pulled: string) => {
    const digests = { app: digestOf(pulled) };
    return world.follow([
      world.message(world.run(id, { service: "api", containers: { app: expired }, digests })),
    ]);
  };
  await follow("first", "arm64");
  world.outcomes.set(expired, EXPIRED);
  for (let task = 1; task <= 7; task++) await follow(`later-${String(task)}`, "amd64");
  expect(world.stopped).toHaveLength(5);
});

test("the same digest out of another repository was never trusted, and is always stopped", async () => {
  await trustedOnce();
  const elsewhere = expired.replace("/shop/", "/sandbox/");
  world.outcomes.set(elsewhere, UNSIGNED);
  await follow(7, elsewhere);
  expect(world.stopped).toHaveLength(7);
});

test("an index that is only named is not trusted with a manifest of it that is trusted by itself", async () => {
  const amd64 = { digest: digestOf("amd64") };
  world.outcomes.set(expired, { ...TRUSTED, verified: amd64.digest });
  const start = { service: "api", containers: { app: expired } };
  const follow = async (id: string, digests: object) => {
    await world.follow([world.message(world.run(id, { ...start, ...digests }))]);
  };
  await follow("first", { digests: { app: amd64.digest } });
  world.outcomes.set(expired, UNSIGNED);
  for (let task = 1; task <= 7; task++)
    await follow(`later-${String(task)}`, { digests: { app: digestOf("arm64") } });
  expect(world.stopped).toHaveLength(7);
});

test("after ten minutes there is room again for tasks of no service, which nobody replaces", async () => {
  await trustedOnce(null);
  await follow(5, expired, { service: null, minutes: 1 });
  await world.clock.sleep(5 * 60_000);
  await follow(2, expired, { service: null });
  expect(actions()).toEqual(["stop", "stop", "stop", "stop", "stop", "stop", "tell"]);
});

test("the same task is counted once, however often its event comes", async () => {
  await trustedOnce();
  const message = world.message(world.run("again", { service: "api", containers: { app: expired } }));
  for (let time = 0; time < 6; time++) await world.follow([message]);
  await follow(4, expired);
  expect(actions()).toEqual(Array<string>(10).fill("stop"));
});

test("what was trusted in another cluster was never trusted here", async () => {
  world.settle("tools");
  const task = world.run("first", { cluster: "tools", containers: { app: expired } });
  await world.follow([world.message(task)]);
  world.outcomes.set(expired, EXPIRED);
  await follow(7, expired);
  expect(world.stopped).toHaveLength(7);
});

test("six events at once stop five tasks", async () => {
  await trustedOnce();
  const start = { service: "api", containers: { app: expired } };
  const messages = ["1", "2", "3", "4", "5", "6"].map((id) => world.message(world.run(id, start)));
  await world.follow(messages);
  expect(world.stopped).toHaveLength(5);
  expect(actions().sort()).toEqual(["stop", "stop", "stop", "stop", "stop", "tell"]);
});

describe("while the history does not answer", () => {
  const down = {
    table: {
      GetItem: () => fault("InternalServerError", "later"),
      PutItem: () => fault("InternalServerError", "later"),
    },
  };

  test("nothing is stopped and the message comes again; at its last time it is told of, with an alarm", async () => {
    world.outcomes.set(unsigned, UNSIGNED);
    const task = world.run("1", { containers: { app: unsigned } });
    expect(await world.follow([world.message(task, 1)], down)).toEqual(["1"]);
    expect(world.decisions).toEqual([]);
    expect(await world.follow([world.message(task, 3)], down)).toEqual([]);
    expect(world.stops()).toEqual([]);
    expect(world.told()).toEqual({ app: "refused unsigned: tell" });
    expect(world.metric("StopsWithheld")).toEqual([1]);
  });

  test("the task is stopped as soon as it answers again", async () => {
    world.outcomes.set(unsigned, UNSIGNED);
    const task = world.run("1", { containers: { app: unsigned } });
    await world.follow([world.message(task, 1)], down);
    expect(await world.follow([world.message(task, 2)])).toEqual([]);
    expect(world.stops()).toEqual(["1"]);
  });

  test("trust is decided all the same; the message comes again until it is kept, with an alarm", async () => {
    const task = world.run("1");
    expect(await world.follow([world.message(task, 1)], down)).toEqual(["1"]);
    expect(world.told()).toEqual({ app: "trusted: allow" });
    expect(world.metric("TrustNotKept")).toEqual([1]);
    expect(await world.follow([world.message(task, 2)])).toEqual([]);
    expect([...world.table.items.keys()]).toEqual([`trusted/shop/family:job/${imageOf("api")}`]);
    expect(world.metric("TrustNotKept")).toEqual([1]);
  });

  test("trust that cannot be kept comes no more after the last time", async () => {
    expect(await world.follow([world.message(world.run("1"), 3)], down)).toEqual([]);
    expect(world.metric("TrustNotKept")).toEqual([1]);
  });

  test("trust of a task that runs is kept by the hourly look", async () => {
    world.run("1");
    let writes = 0;
    const PutItem = (input: PutItemCommandInput) => {
      writes += 1;
      if (writes === 1) return fault("AccessDeniedException", "not yet");
      return world.table.answers().PutItem?.(input, 0) ?? {};
    };
    await world.reconcile({ table: { PutItem } });
    expect([...world.table.items.keys()]).toEqual([`trusted/shop/family:job/${imageOf("api")}`]);
  });

  test("a hang is no answer either", async () => {
    world.outcomes.set(unsigned, UNSIGNED);
    const task = world.run("1", { containers: { app: unsigned } });
    const hanging = { table: { GetItem: () => hang() } };
    expect(
      await world.follow([world.message(task)], hanging, { requestTimeout: 1_000, maxAttempts: 1 }),
    ).toEqual(["1"]);
    expect(world.stops()).toEqual([]);
  });
});

describe("while ECS does not answer", () => {
  test.each([
    ["throttles", () => fault("ThrottlingException", "Rate exceeded")],
    ["fails", () => fault("ServerException", "later")],
    ["hangs", () => hang()],
  ])("a stop that %s is tried again, and told of with an alarm at the last time", async (_, StopTask) => {
    world.outcomes.set(unsigned, UNSIGNED);
    const task = world.run("1", { containers: { app: unsigned } });
    const options = { requestTimeout: 1_000, maxAttempts: 1 };
    expect(await world.follow([world.message(task, 1)], { ecs: { StopTask } }, options)).toEqual(["1"]);
    expect(await world.follow([world.message(task, 3)], { ecs: { StopTask } }, options)).toEqual([]);
    expect(world.told()).toEqual({ app: "refused unsigned: tell" });
    expect(world.metric("StopsWithheld")).toEqual([1]);
  });

  test.each([
    ["throttles", () => fault("ThrottlingException", "Rate exceeded"), ["1"]],
    ["hangs", () => hang(), ["1"]],
    ["refuses", () => fault("AccessDeniedException", "not authorized"), []],
    ["does not know it", () => fault("ClientException", "Unable to describe task definition."), []],
  ])("a task definition that it %s stops nothing", async (_, DescribeTaskDefinition, again) => {
    const task = world.run("1");
    const options = { requestTimeout: 1_000, maxAttempts: 1 };
    expect(
      await world.follow([world.message(task, 1)], { ecs: { DescribeTaskDefinition } }, options),
    ).toEqual(again);
    await world.follow([world.message(task, 3)], { ecs: { DescribeTaskDefinition } }, options);
    expect(world.stops()).toEqual([]);
    expect(world.told()).toEqual({ app: "undecided task-definition-not-read: tell" });
    expect(world.decisions[0]?.image).toEqual({ reference: imageOf("api"), digest: digestOf("api") });
  });
});

test("an image for several architectures that was trusted as an index is known by what is pulled of it", async () => {
  const start = { service: "api", containers: { app: expired }, digests: { app: digestOf("arm64") } };
  const follow = (id: string) => world.follow([world.message(world.run(id, start))]);
  await follow("first");
  world.outcomes.set(expired, {
    outcome: "refused",
    code: "repository-not-allowed",
    message: "the cluster may not run it",
  });
  for (let task = 1; task <= 7; task++) await follow(`later-${String(task)}`);
  expect(world.stopped).toHaveLength(5);
});
