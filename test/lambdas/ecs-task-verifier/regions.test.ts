import { partitionOf, REGIONS, UNSERVED_REGIONS } from "../../../aws";
import { type Cluster } from "../../../lambdas/ecs-task-verifier/ecs";
import { lookAbroad } from "../../../lambdas/ecs-task-verifier/regions";
import { World } from "./support";

let world: World;
/** Clusters of the regions that have some, or why they do not answer. */
let regions: Map<string, readonly Cluster[] | Error>;

beforeEach(() => {
  world = new World();
  regions = new Map();
  world.elsewhere = {
    watched: ["eu-central-1", "eu-west-1"],
    named: { "eu-north-1": ["tools"] },
    clusters: async function* (region) {
      const found = regions.get(region) ?? [];
      await Promise.resolve();
      if (found instanceof Error) throw found;
      yield found;
    },
  };
});

afterEach(async () => {
  await world.stop();
});

const cluster = (name: string, tasks = 1): Cluster => ({ arn: `arn:of:${name}`, name, tasks });
const open = () =>
  world.open().map(({ Id }) => Id?.replace("supply-chain/ecs-gate/444444444444/eu-central-1/", ""));
const denied = (why: string) =>
  Object.assign(new Error(`User: verifier is not authorized to perform: ecs:ListClusters ${why}`), {
    name: "AccessDeniedException",
  });

test("tasks in a region where nobody verifies are a finding, which names their clusters", async () => {
  regions.set("us-east-1", [cluster("batch"), cluster("api", 2), cluster("empty", 0)]);
  expect(await world.reconcile()).toMatchObject({ openProblems: 1 });
  expect(world.open()).toMatchObject([
    {
      Id: "supply-chain/ecs-gate/444444444444/eu-central-1/@us-east-1",
      AwsAccountId: "444444444444",
      ProductArn: "arn:aws:securityhub:eu-central-1:444444444444:product/444444444444/default",
      FindingProviderFields: { Severity: { Label: "HIGH" } },
      Title: "ECS clusters of us-east-1 are not in organization.yaml",
      Description:
        "Tasks run in 2 clusters of the region us-east-1 that organization.yaml does not name, and nobody verifies their images: api, batch",
      Resources: [
        { Type: "AwsEcsCluster", Id: "arn:aws:ecs:us-east-1:444444444444:cluster/api", Region: "us-east-1" },
        {
          Type: "AwsEcsCluster",
          Id: "arn:aws:ecs:us-east-1:444444444444:cluster/batch",
          Region: "us-east-1",
        },
      ],
    },
  ]);
  expect(world.metric("RegionsUndecided")).toEqual([0]);
});

test("it ends with the tasks", async () => {
  regions.set("us-east-1", [cluster("batch")]);
  await world.reconcile();
  regions.set("us-east-1", [cluster("batch", 0)]);
  expect(await world.reconcile()).toMatchObject({ closed: 1, openProblems: 0 });
  expect(open()).toEqual([]);
});

test("it ends when the region gets a verification of its own", async () => {
  regions.set("us-east-1", [cluster("batch")]);
  await world.reconcile();
  Object.assign(world.elsewhere ?? {}, { watched: ["eu-central-1", "eu-west-1", "us-east-1"] });
  await world.reconcile();
  expect(open()).toEqual([]);
});

test("clusters that are named, and regions in which others look, are no problem", async () => {
  regions.set("eu-north-1", [cluster("tools")]).set("eu-west-1", [cluster("any")]);
  regions.set("eu-central-1", [cluster("any")]);
  expect(await world.reconcile()).toMatchObject({ openProblems: 0 });
});

test("a name is known in its region alone", async () => {
  regions.set("us-east-1", [cluster("tools")]);
  await world.reconcile();
  expect(open()).toEqual(["@us-east-1"]);
});

test("a region that does not answer is counted, closes nothing and keeps no other back", async () => {
  regions.set("us-east-1", [cluster("batch")]);
  await world.reconcile();
  regions.set("us-east-1", new Error("later")).set("us-west-2", [cluster("web")]);
  expect(await world.reconcile()).toMatchObject({ openProblems: 2 });
  expect(open()).toEqual(["@us-east-1", "@us-west-2"]);
  expect(world.metric("RegionsUndecided")).toEqual([0, 1]);
  expect(world.lines).toContainEqual(
    expect.objectContaining({ message: "does not read the region", region: "us-east-1" }),
  );
});

test.each([
  ["that the organization has closed is not counted", "with an explicit deny in a service control policy", 0],
  ["that the role may not read is counted", "because no identity-based policy allows the action", 1],
  ["that the role is denied is counted", "with an explicit deny in an identity-based policy", 1],
])("a region %s", async (_, why, count) => {
  regions.set("us-east-1", denied(why));
  await world.reconcile();
  expect(world.metric("RegionsUndecided")).toEqual([count]);
});

test("where another function looks, nothing is asked, said or left open", async () => {
  regions.set("us-east-1", [cluster("batch")]);
  await world.reconcile();
  world.elsewhere = undefined;
  await world.reconcile();
  expect(open()).toEqual([]);
  expect(world.metric("RegionsUndecided")).toEqual([0]);
});

/** All regions of the partition that ECS is in, but the two in which others look. */
const asked = REGIONS.filter(
  (region) =>
    partitionOf(region) === "aws" &&
    !UNSERVED_REGIONS.has(region) &&
    !["eu-central-1", "eu-west-1"].includes(region),
);

test("every region of the partition is asked, and none of another", async () => {
  const calls: string[] = [];
  Object.assign(world.elsewhere ?? {}, {
    clusters: async function* (region: string) {
      calls.push(region);
      yield await Promise.resolve([]);
    },
  });
  await world.reconcile();
  expect(calls.sort()).toEqual([...asked].sort());
});

test.each([
  ["that may be disabled, and knows no credentials of the account, is not counted", "eu-south-2", 0],
  ["that nobody can disable is counted when it knows none", "us-east-1", 1],
])("a region %s", async (_, region, count) => {
  const name = "UnrecognizedClientException";
  regions.set(
    region,
    Object.assign(new Error("The security token included in the request is invalid."), { name }),
  );
  await world.reconcile();
  expect(world.metric("RegionsUndecided")).toEqual([count]);
});

test("a run without time begins no region, and counts them", async () => {
  regions.set("us-east-1", [cluster("batch")]);
  const { reconciling } = await world.start();
  expect(await lookAbroad(reconciling, world.clock.now())).toMatchObject({
    findings: [],
    unread: asked.length,
  });
});

test("pages without an end are cut: what was read is a finding, and the region is counted", async () => {
  Object.assign(world.elsewhere ?? {}, {
    clusters: async function* (region: string) {
      for (let page = 0; region === "eu-north-1"; page++)
        yield await Promise.resolve([cluster(`${region}-${String(page)}`)]);
    },
  });
  await world.reconcile();
  expect(open()).toEqual(["@eu-north-1"]);
  expect(world.metric("RegionsUndecided")).toEqual([1]);
  expect(world.open()[0]?.Resources).toHaveLength(32);
});
