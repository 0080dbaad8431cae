import { fault } from "../../support/aws-service";
import { arnOf, digestOf, imageOf, UNSIGNED } from "./images";
import { World } from "./support";

const DEFINITION = arnOf("daemon-task-definition", "agent:1");
const IMAGE = imageOf("agent");
const start = { daemon: "agent", containers: { agent: IMAGE } };

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(async () => {
  await world.stop();
});

test("an unsigned image of a daemon is told of in block mode, and its task is not stopped", async () => {
  world.outcomes.set(IMAGE, UNSIGNED);
  expect(await world.follow([world.message(world.run("d1", start))])).toEqual([]);
  expect(world.told()).toEqual({ agent: "refused unsigned: tell" });
  expect(world.stops()).toEqual([]);
  expect(world.metric("StopsWithheld")).toEqual([]);
  expect(world.decisions[0]).toMatchObject({
    mode: "block",
    workload: { taskDefinition: DEFINITION, container: "agent" },
  });
  expect(world.decisions[0]?.workload).not.toHaveProperty("service");
});

test("an image of a daemon is judged as one of a task without service", async () => {
  expect(await world.follow([world.message(world.run("d1", start))])).toEqual([]);
  expect(world.judged).toEqual([{ reference: IMAGE, digest: digestOf("agent"), cluster: "shop" }]);
  expect(world.told()).toEqual({ agent: "trusted: allow" });
});

test("trust in a daemon's image says nothing of a family of the same name", async () => {
  await world.follow([world.message(world.run("d1", { ...start, daemon: "job" }))]);
  world.outcomes.set(IMAGE, UNSIGNED);
  for (let task = 1; task <= 7; task++)
    await world.follow([world.message(world.run(String(task), { containers: { agent: IMAGE } }))]);
  expect(world.stopped).toHaveLength(7);
});

test("the hourly look tells of daemons too, and fails for none", async () => {
  world.outcomes.set(IMAGE, UNSIGNED);
  world.run("d1", start);
  world.run("d2", start);
  expect(await world.reconcile()).toMatchObject({ tasks: 2 });
  expect(world.told()).toEqual({ agent: "refused unsigned: tell" });
  expect(world.stops()).toEqual([]);
});

test.each([
  ["another", { daemonTaskDefinitionArn: `${DEFINITION}0` }, "ecs-answer", "another daemon task definition"],
  ["none", undefined, "ecs-missing", "does not know the daemon task definition"],
  ["one without containers", { daemonTaskDefinitionArn: DEFINITION }, "ecs-answer", "has no containers"],
])("a daemon whose definition ECS answers with %s is undecided", async (_, answered, code, message) => {
  const answer = answered === undefined ? {} : { daemonTaskDefinition: answered };
  const ecs = { DescribeDaemonTaskDefinition: () => answer };
  await world.follow([world.message(world.run("d1", start), 3)], { ecs });
  expect(world.decisions).toMatchObject([{ outcome: "undecided", action: "tell", code }]);
  expect(world.decisions[0]?.message).toContain(message);
});

test("a daemon whose definition may not be read is undecided", async () => {
  const ecs = { DescribeDaemonTaskDefinition: () => fault("AccessDeniedException", "no") };
  await world.follow([world.message(world.run("d1", start), 3)], { ecs });
  expect(world.told()).toEqual({ agent: "undecided task-definition-not-read: tell" });
});
