import { parseDecision } from "../../../lambdas/decision-recorder/event";
import { followTasks } from "../../../lambdas/ecs-task-verifier/follow";
import { PLACE } from "./images";
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
