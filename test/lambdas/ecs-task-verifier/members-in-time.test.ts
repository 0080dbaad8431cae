import { askMembers } from "../../../lambdas/ecs-task-verifier/members";
import { reconcile } from "../../../lambdas/ecs-task-verifier/reconcile";
import { readTask } from "../../../lambdas/ecs-task-verifier/task";
import { fault } from "../../support/aws-service";
import { arnOf } from "./images";
import { onlyPaymentsMayRun } from "./only-payments";
import { DEPLOYMENT } from "./start";
import { World } from "./support";

const SECOND = 1_000;
const NEW_DEPLOYMENT = "ecs-svc/2222222222222222222";
const PAYMENTS = arnOf("task-definition", "payments:1");

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(async () => {
  await world.stop();
});

const deployments = (...ids: readonly string[]) => ids.map((id) => ({ id, taskDefinition: PAYMENTS }));

describe("a deployment that is made while the running tasks are looked at", () => {
  const refusal = fault("AccessDeniedException", "not authorized");

  /** Two pages of tasks: before the second is read a deployment of the service payments is made, and a task of it. */
  async function runThrough(more: Parameters<World["start"]>[0] = {}) {
    onlyPaymentsMayRun(world);
    const old = world.run("old", { service: "payments", minutesAgo: 10 });
    let pages = 0;
    const { reconciling, servers } = await world.start({
      ...more,
      ecs: {
        ListTasks: ({ nextToken }) =>
          nextToken === undefined
            ? { taskArns: [old], nextToken: "more" }
            : { taskArns: [arnOf("task", "shop/new")] },
        DescribeTasks: async () => {
          if (++pages === 1) return { tasks: [world.tasks.get(old) ?? {}] };
          await world.clock.sleep(20 * SECOND);
          const task = world.run("new", { service: "payments", startedBy: NEW_DEPLOYMENT, minutesAgo: 0 });
          world.deployments.set("shop/payments", deployments(DEPLOYMENT, NEW_DEPLOYMENT));
          await world.clock.sleep(80 * SECOND);
          return { tasks: [world.tasks.get(task) ?? {}] };
        },
        ...more.ecs,
      },
    });
    await reconcile({ ...reconciling, milliseconds: 265 * SECOND });
    return servers.ecs.operations().filter((operation) => operation === "DescribeServices").length;
  }

  test("is asked for once more, so that its task is of the service", async () => {
    expect(await runThrough()).toBe(2);
    expect(world.stops()).toEqual([]);
    expect(world.decisions.map(({ outcome, workload }) => [outcome, workload.service])).toEqual([
      ["trusted", "payments"],
    ]);
  });

  test("leaves the service of its task unknown when ECS does not answer again", async () => {
    let asked = 0;
    const services = [{ serviceName: "payments", deployments: deployments(DEPLOYMENT) }];
    await runThrough({ ecs: { DescribeServices: () => (++asked === 1 ? { services } : refusal) } });
    expect(world.stops()).toEqual([]);
    expect(world.told()).toEqual({ app: "undecided service-not-known: tell" });
  });
});

describe("of a service", () => {
  const asked: number[] = [];
  let listed: readonly string[] = [];
  let failing = 0;
  let members: ReturnType<typeof askMembers>;

  beforeEach(() => {
    asked.length = 0;
    listed = [];
    failing = 0;
    const service = () => {
      asked.push(world.clock.now());
      if (failing-- > 0) return Promise.reject(new Error("later"));
      return Promise.resolve({ deployments: deployments(...listed) });
    };
    members = askMembers({ service }, world.clock);
  });

  const membershipOf = async (secondsAgo: number | undefined, startedBy = DEPLOYMENT) => {
    const arn = world.run("1", { service: "payments", startedBy, minutesAgo: (secondsAgo ?? 0) / 60 });
    const { createdAt, ...task } = world.tasks.get(arn) ?? {};
    const told = secondsAgo === undefined ? task : { ...task, createdAt };
    return (await members.membership(readTask(told))).kind;
  };
  const askedAfter = (start: number) => asked.map((time) => (time - start) / SECOND);

  test("a task is of none by an answer from a minute after it was made", async () => {
    expect(await membershipOf(60)).toBe("none");
    expect(asked).toHaveLength(1);
  });

  test("a task that is newer is of none by two answers with a pause between them", async () => {
    const start = world.clock.now();
    expect(await membershipOf(59)).toBe("none");
    expect(askedAfter(start)).toEqual([0, 2]);
  });

  test("a task is of none by no answer from before it was made", async () => {
    const start = world.clock.now();
    await membershipOf(60);
    await world.clock.sleep(100 * SECOND);
    listed = [DEPLOYMENT];
    expect(await membershipOf(80)).toBe("member");
    expect(askedAfter(start)).toEqual([0, 100]);
  });

  test("a task is of none by no answer that ECS failed to give", async () => {
    failing = 1;
    expect(await membershipOf(60)).toBe("unknown");
    expect(await membershipOf(60)).toBe("none");
    expect(asked).toHaveLength(2);
  });

  test("tasks that were made before the same answers share them", async () => {
    for (const secondsAgo of [10, 20, 30]) expect(await membershipOf(secondsAgo)).toBe("none");
    expect(asked).toHaveLength(2);
  });

  test("a service of the same name in another cluster is another one", async () => {
    const asked: string[] = [];
    const service = (cluster: string) => {
      asked.push(cluster);
      return Promise.resolve({ deployments: cluster === "shop" ? [] : deployments(DEPLOYMENT) });
    };
    const both = askMembers({ service }, world.clock);
    const kinds: string[] = [];
    for (const cluster of ["shop", "tools"]) {
      const task = world.tasks.get(world.run(cluster, { cluster, service: "payments", minutesAgo: 10 }));
      kinds.push((await both.membership(readTask({ ...task }))).kind);
    }
    expect({ asked, kinds }).toEqual({ asked: ["shop", "tools"], kinds: ["none", "member"] });
  });

  test("a task of which ECS does not say when it was made is a new one", async () => {
    const start = world.clock.now();
    await membershipOf(60);
    await world.clock.sleep(100 * SECOND);
    expect(await membershipOf(undefined)).toBe("none");
    expect(askedAfter(start)).toEqual([0, 100, 102]);
  });

  test("a task that was made later than it is now by the clock here is waited for no longer than any", async () => {
    const start = world.clock.now();
    expect(await membershipOf(-3_600)).toBe("none");
    expect(askedAfter(start)).toEqual([0, 2]);
  });
});
