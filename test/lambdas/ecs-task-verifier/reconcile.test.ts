import { reconcile } from "../../../lambdas/ecs-task-verifier/reconcile";
import { fault } from "../../support/aws-service";
import { HOOK, imageOf, SLOW, UNSIGNED } from "./images";
import { World } from "./support";

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(async () => {
  await world.stop();
});

const ROLLING = { deploymentConfiguration: { strategy: "ROLLING" as const } };
const unsigned = imageOf("unsigned");
const open = () =>
  world.open().map(({ Id }) => Id?.replace("supply-chain/ecs-gate/444444444444/eu-central-1/", ""));

describe("services", () => {
  test("that are gated have no finding", async () => {
    world.serve("api");
    expect(await world.reconcile()).toEqual({ services: 1, openProblems: 0, tasks: 0, closed: 0 });
    expect(open()).toEqual([]);
    expect(world.metric("OpenGateProblems")).toEqual([0]);
  });

  test("that are not have one that names every reason", async () => {
    world.serve("api", ROLLING);
    expect(await world.reconcile()).toMatchObject({ openProblems: 1 });
    expect(world.open()).toEqual([
      {
        SchemaVersion: "2018-10-08",
        Id: "supply-chain/ecs-gate/444444444444/eu-central-1/shop/api",
        ProductArn: "arn:aws:securityhub:eu-central-1:444444444444:product/444444444444/default",
        GeneratorId: "supply-chain/ecs-gate",
        AwsAccountId: "444444444444",
        CreatedAt: "2026-03-04T05:06:07.000Z",
        UpdatedAt: "2026-03-04T05:06:07.000Z",
        RecordState: "ACTIVE",
        FindingProviderFields: {
          Severity: { Label: "HIGH" },
          Types: ["Software and Configuration Checks/Image Verification/Not Gated"],
        },
        Title: "ECS service is not gated: shop/api",
        Description:
          "Its deployments are not verified by the deployed function: its strategy is ROLLING, and hooks are called in BLUE_GREEN, LINEAR and CANARY only [strategy-without-hooks]; no function is called at PRE_SCALE_UP [hook-missing]",
        Remediation: {
          Recommendation: {
            Text: "For this service: give it the strategy BLUE_GREEN, LINEAR or CANARY; give it the lifecycle hook of EcsImageVerification (a service of Express Mode can have none).",
          },
        },
        Resources: [
          {
            Type: "AwsEcsService",
            Id: "arn:aws:ecs:eu-central-1:444444444444:service/shop/api",
            Partition: "aws",
            Region: "eu-central-1",
          },
        ],
      },
    ]);
  });

  test("of a cluster that alerts weigh less", async () => {
    world = new World("alert");
    world.serve("api", ROLLING);
    await world.reconcile();
    expect(world.open()).toMatchObject([{ FindingProviderFields: { Severity: { Label: "MEDIUM" } } }]);
  });

  test("of a cluster that blocks from now on weigh more", async () => {
    world = new World("alert");
    world.serve("api", ROLLING);
    await world.reconcile();
    world.settle("shop", { mode: "block" });
    await world.reconcile();
    expect(world.open()).toMatchObject([{ FindingProviderFields: { Severity: { Label: "HIGH" } } }]);
  });

  test("that are told of already are not told of again", async () => {
    world.serve("api", ROLLING);
    await world.reconcile();
    await world.clock.sleep(3_600_000);
    await world.reconcile();
    expect(world.open()).toMatchObject([{ UpdatedAt: "2026-03-04T05:06:07.000Z" }]);
  });

  test("that are mended, gone or no longer active have their findings closed", async () => {
    for (const name of ["mended", "gone", "draining"]) world.serve(name, ROLLING);
    await world.reconcile();
    expect(open()).toEqual(["shop/mended", "shop/gone", "shop/draining"]);
    world.services.clear();
    world.serve("mended");
    world.serve("draining", { ...ROLLING, status: "DRAINING" });
    expect(await world.reconcile()).toMatchObject({ closed: 3, openProblems: 0 });
    expect(open()).toEqual([]);
  });

  test("that have the longest names are told apart in texts that Security Hub takes", async () => {
    const cluster = "c".repeat(255);
    const names = ["a", "b"].map((end) => `${"s".repeat(254)}${end}`);
    world.settle(cluster);
    for (const name of names) world.serve(name, ROLLING, cluster);
    expect(await world.reconcile()).toMatchObject({ openProblems: 2 });
    const texts = world.open().flatMap(({ Id = "", Resources = [] }) => [Id, Resources[0]?.Id ?? ""]);
    expect(texts.filter(({ length }) => length === 0 || length > 512)).toEqual([]);
    for (const name of names) world.serve(name, {}, cluster);
    expect(await world.reconcile()).toMatchObject({ closed: 2, openProblems: 0 });
  });

  test("that somebody decided may stay keep their finding and are no problem", async () => {
    world.serve("api", ROLLING);
    await world.reconcile();
    for (const [id, finding] of world.findings)
      world.findings.set(id, { ...finding, Workflow: { Status: "SUPPRESSED" } });
    expect(await world.reconcile()).toMatchObject({ openProblems: 0 });
    expect(open()).toEqual(["shop/api"]);
  });

  test.each([
    [
      "has other code",
      "AAAA",
      "has the SHA-256 AAAA, and 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU= was deployed",
    ],
    ["is gone", undefined, `the hook function ${HOOK.versionArn} does not exist`],
  ])("are not gated while the hook function %s", async (_, code, message) => {
    world.hookCode = code;
    world.serve("api");
    await world.reconcile();
    const [{ Description = "" } = {}] = world.open();
    expect(Description).toContain(message);
    expect(Description).toContain("[hook-function-differs]");
  });

  test("are not gated while Lambda answers for another version of the hook function", async () => {
    world.serve("api");
    const FunctionArn = `${HOOK.versionArn}1`;
    const GetFunctionConfiguration = () => ({ FunctionArn, CodeSha256: HOOK.codeSha256 });
    await world.reconcile({ lambda: { GetFunctionConfiguration } });
    expect(world.open()[0]?.Description).toContain(
      `Lambda answers with ${FunctionArn} for the hook function ${HOOK.versionArn}`,
    );
  });

  test("are told of a hundred at a time", async () => {
    for (let number = 1; number <= 101; number++) world.serve(`api-${String(number)}`, ROLLING);
    const { reconciling, servers } = await world.start();
    expect(await reconcile(reconciling)).toMatchObject({ openProblems: 101 });
    const writes = servers.hub.calls.filter(({ operation }) => operation === "BatchImportFindings");
    expect(writes.map(({ input }) => (input as { Findings: unknown[] }).Findings.length)).toEqual([100, 1]);
    expect(open()).toHaveLength(101);
  });

  test("are asked for ten at a time", async () => {
    for (let number = 1; number <= 23; number++) world.serve(`api-${String(number)}`, ROLLING);
    const { reconciling, servers } = await world.start();
    expect(await reconcile(reconciling)).toMatchObject({ services: 23, openProblems: 23 });
    expect(servers.ecs.operations().filter((name) => name === "DescribeServices")).toHaveLength(3);
  });
});

describe("clusters", () => {
  test("with tasks that the settings do not name have a finding, which ends with the tasks", async () => {
    const task = world.run("1", { cluster: "forgotten", containers: { app: unsigned } });
    await world.reconcile();
    expect(world.open()).toMatchObject([
      {
        Id: "supply-chain/ecs-gate/444444444444/eu-central-1/forgotten",
        Title: "ECS cluster is not in organization.yaml: forgotten",
        Resources: [{ Type: "AwsEcsCluster", Id: "arn:aws:ecs:eu-central-1:444444444444:cluster/forgotten" }],
      },
    ]);
    expect(world.judged).toEqual([]);
    world.tasks.delete(task);
    expect(await world.reconcile()).toMatchObject({ closed: 1, openProblems: 0 });
  });

  test("with tasks that still start are no other than those with tasks that run", async () => {
    world.run("1", { cluster: "forgotten", lastStatus: "PENDING" });
    expect(await world.reconcile()).toMatchObject({ openProblems: 1 });
    expect(open()).toEqual(["forgotten"]);
  });

  test("for which nobody asks for signatures are no problem, and a finding from before ends", async () => {
    world.run("1", { cluster: "batch" });
    await world.reconcile();
    expect(open()).toEqual(["batch"]);
    world.unverified.push("batch");
    expect(await world.reconcile()).toMatchObject({ openProblems: 0, closed: 1, tasks: 0 });
    expect(open()).toEqual([]);
  });

  test("without tasks are no problem", async () => {
    world.services.set("empty", []);
    expect(await world.reconcile()).toMatchObject({ openProblems: 0 });
  });

  test("that are named have no finding of their own any more, and one that is named no longer has none of services", async () => {
    world.run("1", { cluster: "tools" });
    await world.reconcile();
    expect(open()).toEqual(["tools"]);
    world.settle("tools");
    world.serve("ci", ROLLING, "tools");
    await world.reconcile();
    expect(open()).toEqual(["tools/ci"]);
    Reflect.deleteProperty(world.clusters, "tools");
    await world.reconcile();
    expect(open()).toEqual(["tools"]);
  });
});

describe("running tasks whose events were lost", () => {
  test("are judged by the same rules", async () => {
    world.outcomes.set(unsigned, UNSIGNED);
    const allowed = world.run("1", { service: "api" });
    const stopped = world.run("2", { containers: { app: unsigned } });
    const before = world.run("3", { minutesAgo: 61, containers: { app: unsigned } });
    expect(await world.reconcile()).toMatchObject({ tasks: 3 });
    expect(world.stops()).toEqual(["2"]);
    const decided = new Map(world.decisions.map((decision) => [decision.workload.task, decision]));
    expect(world.decisions).toHaveLength(3);
    expect(decided.get(allowed)).toMatchObject({
      source: "ecs-schedule",
      action: "allow",
      correlation: { eventId: "schedule-1" },
    });
    expect(decided.get(stopped)).toMatchObject({ action: "stop" });
    expect(decided.get(before)).toMatchObject({ action: "tell" });
  });

  test("are told of once for each image, and stopped each", async () => {
    world.outcomes.set(unsigned, UNSIGNED);
    for (const id of ["1", "2", "3"]) world.run(id, { service: "api" });
    for (const id of ["4", "5"]) world.run(id, { containers: { app: unsigned } });
    await world.reconcile();
    expect(world.judged).toHaveLength(2);
    expect(world.decisions.map(({ action }) => action).sort()).toEqual(["allow", "stop", "stop"]);
  });

  test("a thousand of one service ask ECS once for their service and once for their task definition", async () => {
    for (let task = 0; task < 1_000; task++) world.run(`task-${String(task)}`, { service: "api" });
    const { reconciling, servers } = await world.start();
    expect(await reconcile(reconciling)).toMatchObject({ tasks: 1_000 });
    const asked = servers.ecs.operations();
    const times = (operation: string) => asked.filter((each) => each === operation).length;
    expect(times("DescribeTaskDefinition")).toBe(1);
    expect(times("DescribeServices")).toBe(1);
    expect(servers.table.operations()).toEqual(["GetItem", "PutItem"]);
    expect(world.decisions).toHaveLength(1);
  });

  test("of a cluster that is not there yet are none", async () => {
    world.settle("planned");
    const gone = () => fault("ClusterNotFoundException", "Cluster not found.");
    await world.reconcile({ ecs: { ListTasks: gone, ListServices: gone } });
    expect(world.metric("OpenGateProblems")).toEqual([0]);
  });

  test("are judged once more at the end when they are undecided", async () => {
    let asked = 0;
    const slow = imageOf("slow");
    world.outcomes.set(slow, () => {
      asked += 1;
      return asked === 1 ? SLOW : UNSIGNED;
    });
    world.run("1", { containers: { app: slow } });
    await world.reconcile();
    expect(world.decisions).toMatchObject([{ outcome: "refused", action: "stop" }]);
  });

  test("are told of when they are undecided for good, and go on", async () => {
    const slow = imageOf("slow");
    world.outcomes.set(slow, SLOW);
    world.run("1", { containers: { app: slow } });
    await world.reconcile();
    expect(world.decisions).toMatchObject([{ outcome: "undecided", action: "tell" }]);
    expect(world.stops()).toEqual([]);
  });
});
