import { type AwsSecurityFinding } from "@aws-sdk/client-securityhub";
import { findingOf } from "../../../lambdas/decision-recorder/findings";
import { reconcile } from "../../../lambdas/ecs-task-verifier/reconcile";
import { type DecisionRecord } from "../../../verification";
import { fault } from "../../support/aws-service";
import { digestOf, imageOf, PLACE, SLOW, UNSIGNED } from "./images";
import { World } from "./support";

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(async () => {
  await world.stop();
});

const unsigned = imageOf("unsigned");

describe("findings about images", () => {
  const finding = (name: string, cluster = "shop"): AwsSecurityFinding => {
    const at = new Date(world.clock.now()).toISOString();
    const decision: DecisionRecord = {
      version: 1,
      at,
      source: "ecs-deployment",
      ...PLACE,
      cluster,
      mode: "block",
      known: true,
      workload: {},
      image: { reference: imageOf(name), digest: digestOf(name) },
      outcome: "refused",
      action: "deny",
      correlation: {},
    };
    return findingOf(PLACE, decision, { ...UNSIGNED, outcome: "refused", at: world.clock.now() }, at);
  };
  const imagesOpen = () =>
    world.open().filter(({ GeneratorId }) => GeneratorId === "supply-chain/image-verification");
  const keep = (some: AwsSecurityFinding) => world.findings.set(some.Id ?? "", some);

  test("are closed a day after, when the image does not run", async () => {
    keep(finding("denied"));
    await world.clock.sleep(86_399_999);
    expect(await world.reconcile()).toMatchObject({ closed: 0 });
    await world.clock.sleep(1);
    expect(await world.reconcile()).toMatchObject({ closed: 1 });
    expect(world.open()).toEqual([]);
  });

  test("are closed a day after signatures are off for the cluster, whatever runs", async () => {
    world.unverified.push("lab");
    keep(finding("unsigned", "lab"));
    world.outcomes.set(unsigned, UNSIGNED);
    world.run("1", { cluster: "lab", containers: { app: unsigned } });
    expect(await world.reconcile()).toMatchObject({ closed: 0 });
    await world.clock.sleep(86_400_000);
    expect(await world.reconcile()).toMatchObject({ closed: 1 });
    expect(world.open()).toEqual([]);
  });

  test("stay while the image runs and is refused", async () => {
    world = new World("alert");
    keep(finding("unsigned"));
    await world.clock.sleep(86_400_000);
    world.outcomes.set(unsigned, UNSIGNED);
    world.run("1", { containers: { app: unsigned } });
    await world.reconcile();
    expect(world.open()).toHaveLength(1);
  });

  test("stay while the image runs by break-glass only", async () => {
    keep(finding("unsigned"));
    await world.clock.sleep(86_400_000);
    world.outcomes.set(unsigned, { outcome: "admitted", code: "break-glass" });
    world.run("1", { containers: { app: unsigned } });
    await world.reconcile();
    expect(world.open()).toHaveLength(1);
  });

  test("are closed a day after in a cluster that nobody names and in which nothing runs", async () => {
    keep(finding("denied", "gone"));
    expect(await world.reconcile()).toMatchObject({ closed: 0 });
    await world.clock.sleep(86_400_000);
    expect(await world.reconcile()).toMatchObject({ closed: 1 });
  });

  test("stay while nobody can say which clusters there are", async () => {
    keep(finding("denied", "gone"));
    await world.clock.sleep(86_400_000);
    const denied = { ecs: { ListClusters: () => fault("AccessDeniedException", "not authorized") } };
    await expect(world.reconcile(denied)).rejects.toThrow(
      "1 part of the run failed, first the clusters: not authorized",
    );
    expect(world.open()).toHaveLength(1);
  });

  test("stay where a task cannot be read", async () => {
    keep(finding("denied"));
    await world.clock.sleep(86_400_000);
    world.run("1");
    const unread = { ecs: { DescribeTasks: () => ({ tasks: [{ taskArn: "arn:of:none" }] }) } };
    await expect(world.reconcile(unread)).rejects.toThrow("1 part of the run failed, first task arn:of:none");
    expect(world.open()).toHaveLength(1);
  });

  describe("in a cluster of two pages of tasks", () => {
    const denied = fault("AccessDeniedException", "not authorized");
    let tasks: readonly string[];
    beforeEach(async () => {
      keep(finding("denied"));
      await world.clock.sleep(86_400_000);
      tasks = ["1", "2"].map((id) => world.run(id));
    });
    const [first, second] = [() => tasks.slice(0, 1), () => tasks.slice(1)];
    const ListTasks = ({ nextToken }: { readonly nextToken?: string | undefined }) =>
      nextToken === undefined ? { taskArns: first(), nextToken: "more" } : { taskArns: second() };

    test("are closed when both were read", async () => {
      expect(await world.reconcile({ ecs: { ListTasks } })).toMatchObject({ tasks: 2, closed: 1 });
      expect(world.metric("LeftOutOfLook")).toEqual([0]);
    });

    test("stay where the second cannot be listed, and the first is looked at", async () => {
      const { reconciling } = await world.start({
        ecs: {
          ListTasks: ({ nextToken }) =>
            nextToken === undefined ? { taskArns: first(), nextToken: "more" } : denied,
        },
      });
      await expect(reconcile(reconciling)).rejects.toThrow("first tasks of shop: not authorized");
      expect(imagesOpen()).toHaveLength(1);
      expect(world.decisions).toHaveLength(1);
    });

    test.each(["first", "second"])(
      "stay where the %s cannot be read, and the other is looked at",
      async (which) => {
        const [unread] = which === "first" ? first() : second();
        const DescribeTasks = ({ tasks: [asked = ""] = [] }: { readonly tasks?: string[] | undefined }) =>
          asked === unread ? denied : { tasks: [world.tasks.get(asked) ?? {}] };
        await expect(world.reconcile({ ecs: { ListTasks, DescribeTasks } })).rejects.toThrow(
          "not authorized",
        );
        expect(imagesOpen()).toHaveLength(1);
        expect(world.decisions).toHaveLength(1);
      },
    );

    test("stay where the list has no end", async () => {
      let page = 0;
      const endless = () => ({ taskArns: [], nextToken: `page-${String(++page)}` });
      await world.reconcile({ ecs: { ListTasks: endless } });
      expect(imagesOpen()).toHaveLength(1);
    });

    test("stay where the time is over once the tasks were read", async () => {
      const DescribeTasks = async ({ tasks: some = [] }: { readonly tasks?: string[] | undefined }) => {
        if (some[0] === tasks[1]) await world.clock.sleep(60_000);
        return { tasks: some.flatMap((arn) => world.tasks.get(arn) ?? []) };
      };
      const one = { ListTasks: () => ({ taskArns: second() }), DescribeTasks };
      expect(await world.reconcile({ ecs: one })).toMatchObject({ tasks: 0, closed: 0 });
      expect(imagesOpen()).toHaveLength(1);
      expect(world.metric("LeftOutOfLook")).toEqual([1]);
    });

    test("are closed where the cluster is gone once its tasks were listed", async () => {
      const DescribeTasks = () => fault("ClusterNotFoundException", "Cluster not found.");
      expect(await world.reconcile({ ecs: { ListTasks, DescribeTasks } })).toMatchObject({ closed: 1 });
    });
  });

  test("stay where nobody can be told what came of a task", async () => {
    keep(finding("denied"));
    await world.clock.sleep(86_400_000);
    const task = world.run("1");
    const { reconciling } = await world.start();
    const recorder = { record: () => Promise.reject(new Error("no")) };
    await expect(reconcile({ ...reconciling, recorder })).rejects.toThrow(
      `1 part of the run failed, first task ${task}: no`,
    );
    expect(world.open()).toHaveLength(1);
  });

  test("stay where the time is over before what was undecided is judged once more", async () => {
    world.settle("tools");
    for (const cluster of ["shop", "tools"]) {
      keep(finding("denied", cluster));
      world.run(cluster, { cluster, containers: { app: imageOf("slow") } });
    }
    await world.clock.sleep(86_400_000);
    world.outcomes.set(imageOf("slow"), SLOW);
    const { reconciling } = await world.start();
    // The judge of the second look: the first one was complete in both clusters.
    let judges = 0;
    const newJudge = () => {
      judges += 1;
      if (judges === 2) void world.clock.sleep(60_000);
      return world.newJudge();
    };
    await reconcile({ ...reconciling, newJudge });
    expect(judges).toBe(2);
    expect(imagesOpen()).toHaveLength(2);
  });

  test("stay in clusters that were not looked at, such as those of EKS", async () => {
    world.run("1", { cluster: "elsewhere" });
    keep(finding("denied", "elsewhere"));
    keep({ ...finding("denied"), Resources: [{ Type: "AwsEksCluster", Id: "arn" }] });
    await world.clock.sleep(86_400_000);
    await world.reconcile();
    expect(imagesOpen()).toHaveLength(2);
  });
});
