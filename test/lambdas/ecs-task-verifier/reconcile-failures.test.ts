import { reconcile } from "../../../lambdas/ecs-task-verifier/reconcile";
import { fault, hang, type Reply } from "../../support/aws-service";
import { arnOf, imageOf, UNSIGNED } from "./images";
import { World } from "./support";

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(async () => {
  await world.stop();
});

const ROLLING = { deploymentConfiguration: { strategy: "ROLLING" as const } };
/** What hangs is given up, and what answers on a machine with much to do is not. */
const OPTIONS = { requestTimeout: 1_500, maxAttempts: 1 };
const unsigned = imageOf("unsigned");

/** A service with an open finding that is mended, and a task to be stopped, beside what fails. */
async function before(): Promise<void> {
  world.serve("api", ROLLING);
  await world.reconcile();
  world.serve("api");
  world.outcomes.set(unsigned, UNSIGNED);
  world.run("1", { containers: { app: unsigned } });
}

const failures: readonly (readonly [string, () => Reply])[] = [
  ["throttled", () => fault("ThrottlingException", "Rate exceeded")],
  ["refused", () => fault("AccessDeniedException", "not authorized")],
  ["hanging", () => hang()],
];

describe.each(failures)("%s", (_, answer) => {
  test.each(["ListClusters", "DescribeClusters", "ListServices", "DescribeServices"] as const)(
    "%s keeps no task from being stopped, and closes no finding that it is needed for",
    async (operation) => {
      await before();
      await expect(world.reconcile({ ecs: { [operation]: answer } }, OPTIONS)).rejects.toThrow(
        "[incomplete-run]",
      );
      expect(world.stops()).toEqual(["1"]);
      const isOfServices = operation.endsWith("Services");
      expect(world.open()).toHaveLength(isOfServices ? 1 : 0);
      expect(world.metric("OpenGateProblems").at(-1)).toBe(1);
    },
  );

  test("the hook function closes no finding", async () => {
    await before();
    await expect(world.reconcile({ lambda: { GetFunctionConfiguration: answer } }, OPTIONS)).rejects.toThrow(
      "[incomplete-run]",
    );
    expect(world.open()).toHaveLength(1);
    expect(world.stops()).toEqual(["1"]);
  });

  test.each(["ListTasks", "DescribeTasks"] as const)(
    "%s keeps no finding from being closed",
    async (operation) => {
      await before();
      await expect(world.reconcile({ ecs: { [operation]: answer } }, OPTIONS)).rejects.toThrow(
        "[incomplete-run]",
      );
      expect(world.open()).toEqual([]);
      expect(world.stops()).toEqual([]);
    },
  );

  test("Security Hub keeps no task from being stopped", async () => {
    await before();
    const hub = { GetFindings: answer, BatchImportFindings: answer };
    await expect(world.reconcile({ hub: hub }, OPTIONS)).rejects.toThrow("[incomplete-run]");
    expect(world.stops()).toEqual(["1"]);
    expect(world.metric("OpenGateProblems").at(-1)).toBe(1);
  });
});

test("one cluster that fails keeps no other back", async () => {
  world.settle("tools");
  world.outcomes.set(unsigned, UNSIGNED);
  world.run("1", { containers: { app: unsigned } });
  const ListTasks = ({ cluster }: { readonly cluster?: string | undefined }) =>
    cluster === "tools" ? fault("ServerException", "later") : { taskArns: [...world.tasks.keys()] };
  await expect(world.reconcile({ ecs: { ListTasks } }, OPTIONS)).rejects.toThrow(
    "1 part of the run failed, first tasks of tools",
  );
  expect(world.stops()).toEqual(["1"]);
});

test("pages without an end are cut, and close nothing", async () => {
  await before();
  let page = 0;
  const next = () => {
    page += 1;
    return `page-${String(page)}`;
  };
  const ListServices = () => ({ serviceArns: [], nextToken: next() });
  const ListClusters = () => ({ clusterArns: [arnOf("cluster", "shop")], nextToken: next() });
  await world.reconcile({ ecs: { ListServices, ListClusters } });
  expect(world.open()).toHaveLength(1);
  expect(world.lines).toContainEqual(
    expect.objectContaining({ message: "does not read all", what: "the services of shop" }),
  );
  expect(world.metric("LeftOutOfLook")).toEqual([0, 2]);
  expect(world.stops()).toEqual(["1"]);
});

test("pages of tasks without an end are cut", async () => {
  let page = 0;
  const ListTasks = () => {
    page += 1;
    return { taskArns: [], nextToken: `page-${String(page)}` };
  };
  await world.reconcile({ ecs: { ListTasks } });
  expect(page).toBe(201);
  expect(world.lines).toContainEqual(
    expect.objectContaining({ message: "does not look at all tasks of the cluster", cluster: "shop" }),
  );
  expect(world.metric("LeftOutOfLook")).toEqual([1]);
});

test("what ended since it was listed is no failure, and what ECS leaves out otherwise is", async () => {
  world.run("1");
  const missing = (reason: string) => ({
    ecs: { DescribeTasks: () => ({ tasks: [], failures: [{ reason }] }) },
  });
  expect(await world.reconcile(missing("MISSING"))).toMatchObject({ tasks: 0 });
  await expect(world.reconcile(missing("ACCESS_DENIED"))).rejects.toThrow(
    "first tasks of shop: ecs:DescribeTasks does not describe all: ACCESS_DENIED",
  );
});

test("a task that cannot be read keeps no other back", async () => {
  world.outcomes.set(unsigned, UNSIGNED);
  const good = world.run("1", { containers: { app: unsigned } });
  const DescribeTasks = () => ({ tasks: [{ taskArn: "arn:of:none" }, world.tasks.get(good) ?? {}] });
  await expect(world.reconcile({ ecs: { DescribeTasks } })).rejects.toThrow("task arn:of:none");
  expect(world.stops()).toEqual(["1"]);
});

test("a run without time looks at nothing and closes nothing", async () => {
  await before();
  const { reconciling } = await world.start();
  expect(await reconcile({ ...reconciling, milliseconds: 0 })).toEqual({
    services: 0,
    openProblems: 1,
    tasks: 0,
    closed: 0,
  });
});
