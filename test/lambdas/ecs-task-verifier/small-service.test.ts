import { imageOf } from "./images";
import { World } from "./support";

const MINUTE = 60_000;
const image = imageOf("expired");

let world: World;
let started: number;

beforeEach(() => {
  world = new World();
  started = 0;
});

afterEach(async () => {
  await world.stop();
});

async function startTask(): Promise<void> {
  started += 1;
  const task = world.run(String(started), { service: "api", containers: { app: image } });
  await world.follow([world.message(task)]);
}

/** ECS ends what is stopped, and starts another task in its place until the service has two again. */
async function replaceStopped(): Promise<void> {
  for (let replacement = 0; replacement < 20; replacement++) {
    for (const { task = "" } of world.stopped) world.tasks.delete(task);
    if (world.tasks.size === 2) return;
    await world.clock.sleep(MINUTE / 2);
    await startTask();
  }
}

test("a service of two tasks is interrupted once, and not every hour, by a policy that refuses it", async () => {
  await startTask();
  await startTask();
  world.outcomes.set(image, { outcome: "refused", code: "expired", message: "the signature is over" });
  const stopsByHour: number[] = [];
  for (let hour = 0; hour < 6; hour++) {
    const before = world.stopped.length;
    await world.reconcile();
    await replaceStopped();
    stopsByHour.push(world.stopped.length - before);
    await world.clock.sleep(60 * MINUTE);
  }
  expect(stopsByHour).toEqual([5, 0, 0, 0, 0, 0]);
  expect(world.tasks.size).toBe(2);
  expect(world.metric("StopsWithheld").at(-1)).toBe(1);
});
