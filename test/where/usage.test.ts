import { type Cluster, type Inventory, type LiveTask, type Row } from "../../where";
import { ask, refusal, type World } from "./ports";
import { AT, CLUSTER, digestOf, findingOf, imageOf, REPOSITORY, TASK_DEFINITION, taskOf } from "./sample";

const image = imageOf(1, { inUse: "unknown" });
const TOOLS: Cluster = { ...CLUSTER, arn: CLUSTER.arn.replace("shop", "tools"), name: "tools" };
const EKS: Cluster = { ...CLUSTER, type: "eks", arn: CLUSTER.arn.replace(":ecs:", ":eks:") };
const HOST = "333333333333.dkr.ecr.eu-central-1.amazonaws.com";

/** Clusters, whose account is the only one that may run it unless it is said otherwise. */
function inventory(
  clusters: readonly Cluster[] = [CLUSTER],
  pullers?: ReadonlySet<string> | "any",
): Inventory {
  const own = new Set([CLUSTER.account]);
  return { clusters, pullersOf: () => (pullers === "any" ? undefined : (pullers ?? own)) };
}

function live(tasks: readonly LiveTask[], known: Inventory = inventory(), world: World = {}) {
  return ask(
    "CVE-2024-3094",
    { findings: [findingOf(image)], tasks: () => tasks, ...world },
    { live: true, inventory: known },
  );
}

const summary = ({ use, running, tasks }: Row) => [
  use?.cluster.name,
  running,
  tasks?.map(({ id, digest }) => `${id} ${digest}`),
];

describe("an image of which Inspector does not say whether it runs", () => {
  test("gets the number of tasks by cluster, task definition and group", async () => {
    const other = TASK_DEFINITION.replace("42", "41");
    const { rows, usage } = await live([
      taskOf("a1", [{ digest: digestOf(9) }, { digest: image.digest }]),
      taskOf("a2", [{ digest: image.digest }, { digest: image.digest }]),
      taskOf("a3", [{ digest: image.digest }], { taskDefinitionArn: other, group: "family:api" }),
      taskOf("a4", [{ image: "public.ecr.aws/nginx/nginx:1", digest: digestOf(9) }]),
    ]);
    expect(rows).toEqual([
      expect.objectContaining({
        use: { cluster: CLUSTER, workload: { taskDefinitionArn: TASK_DEFINITION, group: "service:api" } },
        running: 2,
        stopped: "unknown",
        lastInUseAt: AT,
        tasks: [
          { id: "a1", status: "RUNNING", digest: "same" },
          { id: "a2", status: "RUNNING", digest: "same" },
        ],
      }),
      expect.objectContaining({
        use: { cluster: CLUSTER, workload: { taskDefinitionArn: other, group: "family:api" } },
        running: 1,
      }),
    ]);
    expect(usage).toEqual({ asked: [CLUSTER], unasked: [] });
  });

  test("is counted in every cluster", async () => {
    const { rows } = await live([taskOf("a1", [{ digest: image.digest }])], inventory([CLUSTER, TOOLS]));
    expect(rows.map(summary)).toEqual([
      ["shop", 1, ["a1 same"]],
      ["tools", 1, ["a1 same"]],
    ]);
  });

  test("is 0 when everything that may run it answered", async () => {
    const { rows } = await live([taskOf("a1", [{ image: `${HOST}/shop/web:1`, digest: digestOf(9) }])]);
    expect(rows.map(summary)).toEqual([[undefined, 0, []]]);
  });

  test.each<[string, Inventory]>([
    ["something else may run it", inventory([CLUSTER], "any")],
    ["a cluster is of Kubernetes", inventory([CLUSTER, EKS])],
    ["no cluster is known", inventory([])],
  ])("stays unknown when %s", async (_, known) => {
    const { rows } = await live([], known);
    expect(rows.map(summary)).toEqual([[undefined, "unknown", undefined]]);
  });

  test("stays unknown beside what was found when a cluster does not answer, and that is named", async () => {
    const { rows, usage, problems } = await live([], inventory([CLUSTER, TOOLS]), {
      tasks: (cluster) => {
        if (cluster === "tools") throw refusal("call-refused", "ecs:ListTasks eu-central-1");
        return [taskOf("a1", [{ digest: image.digest }])];
      },
    });
    expect(rows.map(summary)).toEqual([
      [undefined, "unknown", undefined],
      ["shop", 1, ["a1 same"]],
    ]);
    expect(usage).toEqual({ asked: [CLUSTER], unasked: [TOOLS] });
    expect(problems.map(({ code }) => code)).toEqual(["call-refused"]);
  });

  test.each<[string, LiveTask["containers"][number]]>([
    ["does not say what it runs", { image: `${HOST}/shop/api:1.4.2` }],
    ["does not say its image", { digest: digestOf(9) }],
    ["names an index that is not in the registry", { image: `${HOST}/shop/api:1.4.2`, digest: digestOf(9) }],
  ])("stays unknown while a container %s", async (_, container) => {
    const { rows } = await live([taskOf("a1", [container])]);
    expect(rows.map(summary)).toEqual([[undefined, "unknown", undefined]]);
  });

  test("is 0 whatever runs in a cluster that may not run it", async () => {
    const { rows, usage } = await live([], inventory([CLUSTER, { ...EKS, account: "666666666666" }]));
    expect(rows.map(summary)).toEqual([[undefined, 0, []]]);
    expect(usage?.unasked).toHaveLength(1);
  });

  test("of another repository is not in doubt by a container that has no digest yet", async () => {
    const { rows } = await live([taskOf("a1", [{ image: `${HOST}/shop/web:1` }])]);
    expect(rows.map(summary)).toEqual([[undefined, 0, []]]);
  });

  test("runs where a container that has no digest yet names its digest", async () => {
    const { rows } = await live([taskOf("a1", [{ image: `${HOST}/shop/api@${image.digest}` }])]);
    expect(rows.map(summary)).toEqual([["shop", 1, ["a1 same"]]]);
  });
});

describe("a task that was started from an index", () => {
  const started = (id: string) => taskOf(id, [{ image: `${HOST}/shop/api:1.4.2`, digest: digestOf(7) }]);

  test("runs the images that the index lists, which is read once", async () => {
    const asked: string[] = [];
    const { rows } = await live([started("a1"), started("a2")], inventory(), {
      manifest: ({ name, account, region }, reference) => {
        asked.push([account, region, name, JSON.stringify(reference)].join(" "));
        return { digest: digestOf(7), children: [image.digest, digestOf(2)] };
      },
    });
    expect(rows.map(summary)).toEqual([["shop", 2, ["a1 index", "a2 index"]]]);
    expect(asked).toEqual([`333333333333 eu-central-1 shop/api {"digest":"${digestOf(7)}"}`]);
  });

  test("runs the images of an index that its index lists", async () => {
    const inner = digestOf(8);
    const { rows } = await live([started("a1")], inventory(), {
      manifest: (_, reference) =>
        "digest" in reference && reference.digest === inner
          ? { digest: inner, children: [image.digest] }
          : { digest: digestOf(7), children: [inner], indexes: [inner] },
    });
    expect(rows.map(summary)).toEqual([["shop", 1, ["a1 index"]]]);
  });

  test.each([
    ["an index that lists others", { digest: digestOf(7), children: [digestOf(2)] }],
    ["another image", { digest: digestOf(7) }],
  ])("does not run it when its digest is %s", async (_, manifest) => {
    const { rows } = await live([started("a1")], inventory(), { manifest: () => manifest });
    expect(rows.map(summary)).toEqual([[undefined, 0, []]]);
  });

  test("leaves it unknown when the index lists more than was looked at", async () => {
    const { rows } = await live([started("a1")], inventory(), {
      manifest: () => ({ digest: digestOf(7), children: [digestOf(2)], cut: true }),
    });
    expect(rows.map(summary)).toEqual([[undefined, "unknown", undefined]]);
  });

  test("leaves it unknown when the index cannot be read", async () => {
    const { rows, problems } = await live([started("a1")], inventory(), {
      manifest: () => {
        throw refusal("access-denied", "ecr:BatchGetImage eu-central-1");
      },
    });
    expect(rows.map(summary)).toEqual([[undefined, "unknown", undefined]]);
    expect(problems.map(({ code }) => code)).toEqual(["access-denied"]);
  });
});

describe("copies of an image", () => {
  const copy = imageOf(1, { inUse: "unknown", repository: { ...REPOSITORY, name: "copies/api" } });
  const both = { findings: [findingOf(image), findingOf(copy)] };
  const runs = (text: string) =>
    live([taskOf("a1", [{ image: text, digest: image.digest }])], inventory(), both);
  const named = (rows: readonly Row[]) => rows.map((row) => [row.image.repository.name, row.running]);

  test("are told apart by the repository that the container names", async () => {
    const { rows } = await runs(`${HOST}/copies/api:1`);
    expect(named(rows)).toEqual([
      ["copies/api", 1],
      ["shop/api", 0],
    ]);
  });

  test("all count when it names none of them", async () => {
    const { rows } = await runs("registry.example.com/api:1");
    expect(named(rows)).toEqual([
      ["copies/api", 1],
      ["shop/api", 1],
    ]);
  });
});

test("what Inspector says is left alone", async () => {
  const { rows, usage } = await live([], inventory(), { findings: [findingOf(imageOf(1, { inUse: 4 }))] });
  expect(rows.map(summary)).toEqual([[undefined, 4, undefined]]);
  expect(usage).toBeUndefined();
});

test("more rows than the limit are cut", async () => {
  const tasks = [1, 2, 3].map((seed) =>
    taskOf(String(seed), [{ digest: image.digest }], { group: `service:${String(seed)}` }),
  );
  const { rows, cut } = await ask(
    "CVE-2024-3094",
    { findings: [findingOf(image)], tasks: () => tasks },
    { live: true, inventory: inventory(), limit: 2 },
  );
  expect({ rows: rows.length, cut }).toEqual({ rows: 2, cut: true });
});
