import { imageOf } from "./images";
import { onlyPaymentsMayRun } from "./only-payments";
import { World } from "./support";

// The SDK's model lets ECS leave almost everything out; what it leaves out may be there.
let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(async () => {
  await world.stop();
});

type Answers = NonNullable<NonNullable<Parameters<World["reconcile"]>[0]>["ecs"]>;

describe("the hourly look is not complete when", () => {
  test.each<[string, Answers, string]>([
    [
      "clusters are not listed",
      { ListClusters: () => ({}) },
      "clusters: ecs:ListClusters leaves out clusterArns",
    ],
    [
      "a cluster is not described",
      { DescribeClusters: () => ({ clusters: [], failures: [] }) },
      "clusters: ecs:DescribeClusters does not describe all that it was asked for",
    ],
    ["tasks are not listed", { ListTasks: () => ({}) }, "tasks of shop: ecs:ListTasks leaves out taskArns"],
    [
      "a task is not described",
      { DescribeTasks: () => ({}) },
      "tasks of shop: ecs:DescribeTasks does not describe all that it was asked for",
    ],
    [
      "services are not listed",
      { ListServices: () => ({}) },
      "services of shop: ecs:ListServices leaves out serviceArns",
    ],
    [
      "a service is not described",
      { DescribeServices: () => ({}) },
      "services of shop: ecs:DescribeServices does not describe all that it was asked for",
    ],
    [
      "a list leads in a circle",
      { ListTasks: () => ({ taskArns: [], nextToken: "again" }) },
      "tasks of shop: ecs:ListTasks: led back to a page it had given before, after 2 pages",
    ],
  ])("%s", async (_, ecs, message) => {
    world.run("1");
    world.serve("api", { deployments: [] });
    await expect(world.reconcile({ ecs })).rejects.toThrow(message);
  });
});

describe("whose task it is stays open, and nothing is stopped, when ECS", () => {
  test.each<[string, object]>([
    ["answers nothing", {}],
    ["answers a service without a name", { services: [{}] }],
    ["answers another service", { services: [{ serviceName: "other", deployments: [] }] }],
    ["does not say which deployments the service has", { services: [{ serviceName: "payments" }] }],
  ])("%s", async (_, answer) => {
    onlyPaymentsMayRun(world);
    const task = world.run("1", { service: "payments", containers: { app: imageOf("api") } });
    const answers = { ecs: { DescribeServices: () => answer } };
    expect(await world.follow([world.message(task)], answers)).toEqual(["1"]);
    expect(world.stops()).toEqual([]);
  });
});
