import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fault } from "../../support/aws-service";
import { type World, where } from "./aws";
import { DIGEST, finding, ROLE, stored } from "./sample";

const folder = mkdtempSync(join(tmpdir(), "where-usage-"));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** `where --live` with the sample's file; `change` makes another of it. */
function live(world: World, args: readonly string[] = [], change = (text: string): string => text) {
  const file = join(folder, "organization.yaml");
  writeFileSync(file, change(readFileSync("organization.yaml", "utf8")));
  return where(
    ["CVE-2024-3094", "--live", "--region", "eu-central-1", "--organization", file, ...args],
    world,
  );
}

const PROD = "arn:aws:ecs:eu-central-1:444444444444:cluster/shop";
const STAGING = "arn:aws:ecs:eu-central-1:555555555555:cluster/shop";

type Ecs = NonNullable<World["ecs"]>;

/** Clusters with the ids and digests of their tasks, in pages of two. */
function running(tasks: Readonly<Record<string, Readonly<Record<string, string>>>>, ecs: Ecs = {}): World {
  return {
    inspector2: {
      // An image of which Inspector does not say whether it runs.
      ListFindings: ({ filterCriteria }) => ({
        findings: filterCriteria?.vulnerabilityId ? [finding({}, DIGEST, {})] : [],
      }),
    },
    sts: ROLE,
    ecs: {
      ListTasks: ({ cluster = "", nextToken = "0" }) => {
        const ids = Object.keys(tasks[cluster] ?? {});
        const first = Number(nextToken);
        return {
          taskArns: ids.slice(first, first + 2).map((id) => `${cluster.replace("cluster", "task")}/${id}`),
          ...(first + 2 < ids.length ? { nextToken: String(first + 2) } : {}),
        };
      },
      DescribeTasks: ({ cluster = "", tasks: arns = [] }) => ({
        tasks: arns.map((taskArn) => ({
          taskArn,
          taskDefinitionArn: `${cluster.replace(/cluster.*/, "task-definition")}/api:42`,
          group: "service:api",
          lastStatus: "RUNNING",
          containers: [
            {
              image: "333333333333.dkr.ecr.eu-central-1.amazonaws.com/shop/api:1.4.2",
              imageDigest: tasks[cluster]?.[taskArn.slice(taskArn.lastIndexOf("/") + 1)] ?? "",
            },
          ],
        })),
      }),
      ...ecs,
    },
  };
}

interface Told {
  readonly complete: boolean;
  readonly clusters: object;
  readonly rows: readonly {
    readonly running: unknown;
    readonly ageSeconds: unknown;
    readonly cluster: unknown;
    readonly tasks?: readonly { readonly id: string; readonly digest: string }[];
  }[];
  readonly problems: readonly { readonly code: string }[];
}

const told = (stdout: string): Told => JSON.parse(stdout) as Told;
const rowsOf = (stdout: string) =>
  told(stdout).rows.map(({ cluster, running }) => [
    typeof cluster === "object" ? ((cluster as { arn: string } | null)?.arn ?? null) : cluster,
    running,
  ]);
const lines = (text: string, start: string) => text.split("\n").filter((line) => line.startsWith(start));

test("what Inspector does not follow is counted in every ECS cluster of the file, page by page", async () => {
  const { status, stdout, calls } = await live(
    running({ [PROD]: { a1: DIGEST, a2: DIGEST, a3: DIGEST }, [STAGING]: { b1: DIGEST } }),
  );
  expect(status).toBe(0);
  expect(stdout.replaceAll(/\d{4}-\d\d-\d\d[ T][\d:.]+Z?/g, "TIME")).toMatchInlineSnapshot(`
   "CVE-2024-3094: 1 image, 1 finding, 2 places where one runs or may run
   asked by account 222222222222 in eu-central-1 at TIME UTC

   severity  exploit  fix  running  stopped  age        account                    region        cluster   runs as               image           digest        tasks now
   CRITICAL  seen     yes  3        unknown  under 1 h  shop-prod 444444444444     eu-central-1  ecs shop  api:42 (service:api)  shop/api:1.4.2  000000010000  a1, a2, a3
   CRITICAL  seen     yes  1        unknown  under 1 h  shop-staging 555555555555  eu-central-1  ecs shop  api:42 (service:api)  shop/api:1.4.2  000000010000  b1

   Good to know
     live: of images that Inspector does not follow, ECS counted the tasks in 2 clusters of the organization's file; 0 where all that may pull it answered
     live: nothing is known of eks data/reports; what may run there stays unknown beside what was found
   "
  `);
  expect(calls.ecs.filter(({ operation }) => operation === "ListTasks").map(({ input }) => input)).toEqual(
    expect.arrayContaining([
      { cluster: PROD, maxResults: 100 },
      { cluster: PROD, maxResults: 100, nextToken: "2" },
      { cluster: STAGING, maxResults: 100 },
    ]),
  );
  expect(calls.sts.slice(1).map(({ input }) => (input as { RoleArn: string }).RoleArn)).toEqual([
    "arn:aws:iam::444444444444:role/supply-chain-deployment",
    "arn:aws:iam::555555555555:role/supply-chain-deployment",
  ]);
});

test("--json names the clusters that told and those that did not", async () => {
  const { stdout } = await live(running({ [PROD]: { a1: DIGEST } }), ["--json"]);
  const { clusters, rows, complete } = told(stdout);
  expect({ clusters, complete }).toEqual({
    clusters: { asked: [PROD, STAGING], unasked: ["arn:aws:eks:eu-west-1:666666666666:cluster/reports"] },
    complete: true,
  });
  expect(rows).toEqual([
    expect.objectContaining({
      running: 1,
      ageSeconds: 0,
      tasks: [{ id: "a1", status: "RUNNING", digest: "same" }],
    }),
  ]);
});

test("a task of which ECS tells no containers may run the image", async () => {
  const taskDefinitionArn = `${PROD.replace(/cluster.*/, "task-definition")}/api:42`;
  const DescribeTasks: Ecs["DescribeTasks"] = ({ tasks = [] }) => ({
    tasks: tasks.map((taskArn) => ({ taskArn, taskDefinitionArn, lastStatus: "RUNNING" })),
  });
  const { stdout } = await live(running({ [PROD]: { a1: DIGEST } }, { DescribeTasks }), ["--json"]);
  expect(told(stdout).rows.map((row) => row.running)).toEqual(["unknown"]);
});

test("a task started from an index that lists the image counts", async () => {
  const index = stored({
    mediaType: "application/vnd.oci.image.index.v1+json",
    manifests: [{ digest: DIGEST }],
  });
  const { imageDigest } = index.imageId;
  const { stdout, calls } = await live(
    {
      ...running({ [PROD]: { a1: imageDigest, a2: imageDigest } }),
      ecr: { BatchGetImage: () => ({ images: [index] }) },
    },
    ["--json"],
  );
  expect(rowsOf(stdout)).toEqual([[PROD, 2]]);
  expect(told(stdout).rows[0]?.tasks?.map(({ digest }) => digest)).toEqual(["index", "index"]);
  expect(calls.ecr).toHaveLength(1);
});

test("none in any cluster that may pull it is 0", async () => {
  const { status, stdout } = await live(running({}), ["--json"]);
  expect(status).toBe(0);
  expect(rowsOf(stdout)).toEqual([[null, 0]]);
});

describe("it stays unknown", () => {
  test.each<[string, (text: string) => string]>([
    [
      "when the whole organization may pull it",
      (text) => text.replace("pull: [shop-prod, shop-staging]", "pull: organization"),
    ],
    [
      "when an account may pull it that has no clusters in the file",
      (text) => text.replace("pull: [shop-prod, shop-staging]", "pull: [shop-prod, shop-staging, security]"),
    ],
    [
      "when a cluster of Kubernetes may pull it",
      (text) => text.replace("pull: [shop-prod, shop-staging]", "pull: [shop-prod, shop-staging, data]"),
    ],
    [
      "when functions pull it",
      (text) =>
        text.replace(
          "pull: [shop-prod, shop-staging]",
          "pull: [shop-prod, shop-staging]\n      lambdaPull: [shop-staging]",
        ),
    ],
  ])("%s", async (_, change) => {
    const { stdout } = await live(running({}), ["--json"], change);
    expect(rowsOf(stdout)).toEqual([["unknown", "unknown"]]);
  });

  test("beside what others say when one account gives no access, which is named", async () => {
    const { status, stdout, calls } = await live(
      running(
        { [PROD]: { a1: DIGEST } },
        {
          ListTasks: ({ cluster = "" }) =>
            cluster === STAGING
              ? fault("AccessDeniedException", "no")
              : { taskArns: [`${PROD.replace("cluster", "task")}/a1`] },
        },
      ),
    );
    expect(status).toBe(2);
    expect(lines(stdout, "CRITICAL").map((line) => line.split(/ {2,}/).slice(3, 9))).toEqual([
      ["unknown", "unknown", "unknown", "unknown", "eu-central-1", "unknown"],
      ["1", "unknown", "under 1 h", "shop-prod 444444444444", "eu-central-1", "ecs shop"],
    ]);
    expect(lines(stdout, "  live:")).toEqual([
      "  live: of images that Inspector does not follow, ECS counted the tasks in 1 cluster of the organization's file; 0 where all that may pull it answered",
      "  live: nothing is known of ecs shop-staging/shop, eks data/reports; what may run there stays unknown beside what was found",
    ]);
    expect(lines(stdout, "  ecs:ListTasks")).toEqual([
      "  ecs:ListTasks eu-central-1: account 555555555555 may not call it: AccessDeniedException: no; allow ecs:ListTasks to the role in account 555555555555, or to this caller [access-denied]",
    ]);
    expect(calls.ecs.filter(({ operation }) => operation === "ListTasks")).toHaveLength(2);
  });

  test("when a cluster is throttled for good", async () => {
    const { status, stdout, calls } = await live(
      running(
        {},
        {
          ListTasks: ({ cluster = "" }) =>
            cluster === STAGING ? fault("ThrottlingException", "slow down", {}) : { taskArns: [] },
        },
      ),
      ["--json"],
    );
    expect(status).toBe(2);
    expect(rowsOf(stdout)).toEqual([["unknown", "unknown"]]);
    expect(told(stdout).problems.map(({ code }) => code)).toEqual(["throttled"]);
    expect(calls.ecs.filter(({ input }) => (input as { cluster: string }).cluster === STAGING)).toHaveLength(
      6,
    );
  }, 60_000);

  test.each<[string, Ecs, string]>([
    [
      "a cluster is not there",
      { ListTasks: () => fault("ClusterNotFoundException", "Cluster not found.") },
      "call-refused",
    ],
    ["pages lead in a circle", { ListTasks: () => ({ taskArns: [], nextToken: "again" }) }, "repeated-page"],
    ["a list has no tasks in it", { ListTasks: () => ({}) }, "unreadable-answer"],
    [
      "tasks are listed and not described",
      { ListTasks: () => ({ taskArns: [`${PROD}/a1`] }), DescribeTasks: () => ({ tasks: [] }) },
      "unreadable-answer",
    ],
  ])("when %s", async (_, ecs, code) => {
    const { status, stdout } = await live(running({}, ecs), ["--json"]);
    expect(status).toBe(2);
    expect(rowsOf(stdout)).toEqual([["unknown", "unknown"]]);
    expect(new Set(told(stdout).problems.map((problem) => problem.code))).toEqual(new Set([code]));
  });
});

test("a server that throttles now and then is asked again", async () => {
  const { status, stdout } = await live(
    running(
      {},
      {
        ListTasks: (_, count) =>
          count === 0 ? fault("ThrottlingException", "slow down", {}) : { taskArns: [] },
      },
    ),
    ["--json"],
  );
  expect({ status, rows: rowsOf(stdout) }).toEqual({ status: 0, rows: [[null, 0]] });
});

test("tasks that ended between being listed and described are none", async () => {
  const { status, stdout } = await live(
    running(
      {},
      {
        ListTasks: () => ({ taskArns: [`${PROD}/a1`] }),
        DescribeTasks: () => ({ tasks: [], failures: [{ arn: `${PROD}/a1`, reason: "MISSING" }] }),
      },
    ),
    ["--json"],
  );
  expect({ status, rows: rowsOf(stdout) }).toEqual({ status: 0, rows: [[null, 0]] });
});
