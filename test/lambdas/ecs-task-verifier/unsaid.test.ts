import { parseDecision } from "../../../lambdas/decision-recorder/event";
import { followTasks } from "../../../lambdas/ecs-task-verifier/follow";
import { fault } from "../../support/aws-service";
import { arnOf, PLACE } from "./images";
import { World } from "./support";

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(async () => {
  await world.stop();
});

/** What Node says of a host with several addresses, none of which takes a connection. */
const unreachable = () => Object.assign(new AggregateError([new Error()]), { code: "ECONNREFUSED" });

test("a task is told of for the recorder when the error that ECS's addresses give has no words", async () => {
  const { surroundings } = await world.start();
  const message = world.message(world.run("1"), 3);
  await followTasks(
    [message],
    { ...surroundings, ecs: { ...surroundings.ecs, containers: () => Promise.reject(unreachable()) } },
    { attempts: 3, deadline: world.clock.now() + 60_000 },
  );
  const [decision] = world.decisions;
  expect(parseDecision(JSON.stringify(decision), PLACE)).toMatchObject({
    outcome: "undecided",
    code: "task-definition-not-read",
    message: "it did not say why",
  });
});

test("a task without containers whose definition cannot be read is looked at again, and told of at last", async () => {
  const task = world.run("1", { lastStatus: "PROVISIONING" });
  world.tasks.set(task, { ...world.tasks.get(task), containers: [] });
  const answers = { ecs: { DescribeTaskDefinition: () => fault("ThrottlingException", "Rate exceeded") } };
  const options = { requestTimeout: 1_000, maxAttempts: 1 };
  expect(await world.follow([world.message(task)], answers, options)).toEqual(["1"]);
  expect(world.decisions).toEqual([]);
  expect(await world.follow([world.message(task, 3)], answers, options)).toEqual([]);
  const [decision] = world.decisions;
  expect(parseDecision(JSON.stringify(decision), PLACE)).toMatchObject({
    workload: { task, container: "(all containers)" },
    image: { reference: arnOf("task-definition", "job:1") },
    outcome: "undecided",
    code: "task-definition-not-read",
    action: "tell",
  });
});
