import { imageOf } from "./images";
import { World } from "./support";

const MINUTE = 60_000;
const image = imageOf("expired");
const REFUSED = { outcome: "refused", code: "expired", message: "the signature is over" } as const;

let world: World;
let started: number;

beforeEach(() => {
  world = new World();
  started = 0;
});

afterEach(async () => {
  await world.stop();
});

async function startTask(running = image, revision = 1): Promise<void> {
  started += 1;
  const task = world.run(String(started), { service: "api", containers: { app: running }, revision });
  await world.follow([world.message(task)]);
}

/** ECS ends what is stopped, and starts another task in its place until the service has two again. */
async function replaceStopped(minutes: number): Promise<void> {
  for (let replacement = 0; replacement < 20; replacement++) {
    for (const { task = "" } of world.stopped) world.tasks.delete(task);
    if (world.tasks.size === 2) return;
    await world.clock.sleep(minutes * MINUTE);
    await startTask();
  }
}

test.each([0.5, 6, 27])(
  "a service of two tasks, which start within %d minutes, is interrupted once a day by a policy that refuses it",
  async (minutes) => {
    await startTask();
    await startTask();
    world.outcomes.set(image, REFUSED);
    for (let hour = 0; hour < 6; hour++) {
      await world.reconcile();
      await replaceStopped(minutes);
      await world.clock.sleep(60 * MINUTE);
    }
    expect(world.stopped).toHaveLength(5);
    expect(world.tasks.size).toBe(2);
    expect(world.metric("StopsWithheld").at(-1)).toBe(1);
  },
);

test("another revision of the service that is refused later is stopped all the same", async () => {
  const other = imageOf("other");
  await startTask();
  await startTask(other, 2);
  world.outcomes.set(image, REFUSED);
  for (let task = 0; task < 6; task++) await startTask();
  expect(world.stopped).toHaveLength(5);
  world.outcomes.delete(image);
  await world.clock.sleep(30 * MINUTE);
  world.outcomes.set(other, REFUSED);
  await startTask(other, 2);
  expect(world.stopped).toHaveLength(6);
});
