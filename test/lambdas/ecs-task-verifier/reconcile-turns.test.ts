import { reconcile } from "../../../lambdas/ecs-task-verifier/reconcile";
import { arnOf, imageOf, UNSIGNED } from "./images";
import { World } from "./support";

// A look that has not the time for all begins elsewhere the next time, so that nothing is never looked at.

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(async () => {
  await world.stop();
});

/** Looks every hour, so many times. */
async function look(times: number, ecs: NonNullable<Parameters<World["start"]>[0]>["ecs"]): Promise<void> {
  const { reconciling } = await world.start({ ecs });
  for (let count = 0; count < times; count += 1) {
    const started = world.clock.now();
    await reconcile({ ...reconciling, milliseconds: 60 * SECOND });
    await world.clock.sleep(HOUR - (world.clock.now() - started));
  }
}

test("of a cluster with more tasks than there is time for each page has its turn", async () => {
  const unsigned = imageOf("unsigned");
  world.outcomes.set(unsigned, UNSIGNED);
  const arns = Array.from({ length: 10 }, (_, id) =>
    world.run(String(id), { containers: { app: unsigned } }),
  );
  await look(15, {
    ListTasks: ({ nextToken = "0" }) => ({
      taskArns: arns.slice(Number(nextToken), Number(nextToken) + 1),
      ...(Number(nextToken) + 1 < arns.length && { nextToken: String(Number(nextToken) + 1) }),
    }),
    DescribeTasks: async ({ tasks = [] }) => {
      await world.clock.sleep(25 * SECOND);
      return { tasks: tasks.flatMap((arn) => world.tasks.get(arn) ?? []) };
    },
  });
  expect([...new Set(world.stops())].sort()).toEqual(arns.map((_, id) => String(id)));
  expect(Math.min(...(world.metric("LeftOutOfLook") as number[]))).toBeGreaterThan(0);
});

test("of clusters with more services than there is time for each has its turn", async () => {
  const clusters = ["shop", "tools", "billing"];
  for (const cluster of clusters) {
    world.settle(cluster);
    world.serve("api", { deploymentConfiguration: { strategy: "ROLLING" } }, cluster);
  }
  await look(8, {
    ListServices: async ({ cluster = "" }) => {
      await world.clock.sleep(40 * SECOND);
      return { serviceArns: [arnOf("service", `${cluster}/api`)] };
    },
  });
  const found = world.open().map(({ Id = "" }) => clusters.find((name) => Id.includes(`/${name}/`)));
  expect(found.sort()).toEqual([...clusters].sort());
});
