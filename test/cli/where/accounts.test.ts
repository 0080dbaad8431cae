import { resolve } from "node:path";
import { where } from "./aws";
import { arnOf, covered, coveredRepository, DIGEST, digestOf, finding, onEcs, ROLE, stored } from "./sample";

const REGION = ["--region", "eu-central-1"];
const SAMPLE = ["--organization", resolve("organization.yaml")];

describe("an index", () => {
  const index = {
    schemaVersion: 2,
    mediaType: "application/vnd.oci.image.index.v1+json",
    manifests: [{ digest: digestOf(1) }, { digest: digestOf(2) }],
  };
  const world = {
    inspector2: {
      ListCoverage: ({ filterCriteria }: { filterCriteria?: object | undefined }) => {
        const text = JSON.stringify(filterCriteria);
        if (text.includes("AWS_ECR_REPOSITORY")) return { coveredResources: [coveredRepository()] };
        return { coveredResources: text.includes(arnOf(digestOf(2))) ? [covered(digestOf(2))] : [] };
      },
      ListFindings: () => ({ findings: [finding({ severity: "LOW" }, digestOf(2), {})] }),
    },
    ecr: {
      BatchGetImage: () => ({ images: [stored(index)] }),
    },
  };

  test("is replaced by the images it lists, read with a role that may do nothing else", async () => {
    const { status, stdout, calls } = await where(["shop/api:1.4.2", "--json", ...SAMPLE, ...REGION], {
      ...world,
      sts: ROLE,
    });
    const { rows } = JSON.parse(stdout) as { rows: { image: { digest: string }; severity: string }[] };
    expect(status).toBe(0);
    expect(rows.map(({ image, severity }) => [image.digest, severity])).toEqual([
      [digestOf(1), "UNSCANNED"],
      [digestOf(2), "LOW"],
    ]);
    expect(calls.sts[1]?.input).toEqual({
      RoleArn: "arn:aws:iam::333333333333:role/supply-chain-deployment",
      RoleSessionName: "supply-chain-where",
      DurationSeconds: 900,
      Policy:
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ecr:BatchGetImage","ecs:DescribeTasks","ecs:ListTasks"],"Resource":"*"}]}',
    });
    expect(calls.ecr.map(({ input }) => input)).toEqual([
      expect.objectContaining({
        registryId: "333333333333",
        repositoryName: "shop/api",
        imageIds: [{ imageTag: "1.4.2" }],
      }),
    ]);
  });

  test.each([
    ["a repository without a name", "AWS_ECR_REPOSITORY", { resourceMetadata: {} }],
    ["an image without an ARN", "AWS_ECR_CONTAINER_IMAGE", { resourceId: "" }],
  ])("that Inspector tells %s is told, and not left out", async (what, kind, members) => {
    const { ListCoverage } = world.inspector2;
    const { status, stderr } = await where(["shop/api:1.4.2", ...REGION], {
      ...world,
      inspector2: {
        ...world.inspector2,
        ListCoverage: (input: Parameters<typeof ListCoverage>[0]) =>
          JSON.stringify(input).includes(kind)
            ? { coveredResources: [{ ...coveredRepository(), ...members }] }
            : ListCoverage(input),
      },
    });
    expect(status).toBe(2);
    expect(stderr).toContain(
      `inspector2:ListCoverage eu-central-1: the answer cannot be read: it has ${what}; ask again later; if it stays so, look for a proxy between here and AWS [unreadable-answer]`,
    );
  });

  test("of indexes is replaced by the images of these", async () => {
    const inner = stored(index);
    const digest = inner.imageId.imageDigest;
    const outer = stored({ ...index, manifests: [{ mediaType: index.mediaType, digest }] });
    const { status, stdout, calls } = await where(["shop/api:1.4.2", "--json", ...REGION], {
      ...world,
      ecr: {
        BatchGetImage: ({ imageIds = [] }) => ({
          images: [imageIds[0]?.imageDigest === digest ? inner : outer],
        }),
      },
    });
    const { rows } = JSON.parse(stdout) as { rows: { image: { digest: string } }[] };
    expect(status).toBe(0);
    expect(rows.map(({ image }) => image.digest)).toEqual([digestOf(1), digestOf(2)]);
    expect(calls.ecr).toHaveLength(2);
  });

  test("is read with the caller's own credentials where no role is known", async () => {
    const { status, calls } = await where(["shop/api:1.4.2", ...REGION], world);
    expect(status).toBe(0);
    expect(calls.sts.map(({ operation }) => operation)).toEqual(["GetCallerIdentity"]);
  });
});

describe("--live", () => {
  const tasks = [1, 2, 3, 4].map((number) => ({
    taskArn: `arn:aws:ecs:eu-central-1:444444444444:task/shop/task${String(number)}`,
    taskDefinitionArn: "arn:aws:ecs:eu-central-1:444444444444:task-definition/api:42",
    lastStatus: "RUNNING",
    containers: [{ imageDigest: number === 2 ? digestOf(9) : DIGEST }],
  }));
  const world = {
    inspector2: {
      ListFindings: ({ filterCriteria }: { filterCriteria?: { vulnerabilityId?: unknown } | undefined }) => ({
        findings: filterCriteria?.vulnerabilityId ? [finding()] : [],
      }),
      GetClustersForImage: () => ({ cluster: [onEcs()] }),
    },
    ecs: {
      ListTasks: () => ({ taskArns: tasks.map(({ taskArn }) => taskArn) }),
      DescribeTasks: () => ({ tasks }),
    },
    sts: ROLE,
  };

  test("adds the ids of tasks", async () => {
    const { status, stdout, calls } = await where(
      ["CVE-2024-3094", "--live", "--role-name", "audit/reader", ...REGION],
      world,
    );
    expect(status).toBe(0);
    expect(stdout).toContain("task1, task2 (other digest), task3, and 1 more");
    expect(calls.sts[1]?.input).toMatchObject({ RoleArn: "arn:aws:iam::444444444444:role/audit/reader" });
    expect(calls.ecs.map(({ input }) => input)).toEqual([
      { cluster: "arn:aws:ecs:eu-central-1:444444444444:cluster/shop", family: "api", maxResults: 100 },
      {
        cluster: "arn:aws:ecs:eu-central-1:444444444444:cluster/shop",
        tasks: tasks.map(({ taskArn }) => taskArn),
      },
    ]);
  });

  test("without a role for the account says which", async () => {
    const { status, stdout } = await where(["CVE-2024-3094", "--live", ...REGION], world);
    expect(status).toBe(2);
    expect(stdout).toContain(
      "  ecs:ListTasks 444444444444: the cluster is in another account and no role there is known; name a role that exists in every account by --role-name, or give organization.yaml by --organization [no-role]\n",
    );
  });
});
