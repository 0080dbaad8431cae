import { readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { loadOrganization } from "../../../config";
import { signingProfile } from "../../../plan";
import { fault } from "../../support/aws-service";
import { drill } from "../where/aws";
import { covered, HOURS, onEcs, ROLE } from "../where/sample";
import { DIGEST, HOME, NEW, OLD, ON_STAGING, OTHER, Registry, Rotating } from "./support";

const rotating = new Rotating();
const { file, folder } = rotating;
const registry = Registry.forEachTest();

afterAll(() => {
  rotating.remove();
});

const ARGS = ["api", "--generation", "1", "--organization", file];

test("nothing is refused where another generation signed everything that runs", async () => {
  const { status, stdout } = await drill(ARGS, registry.running({ [DIGEST]: [OLD, NEW], [OTHER]: [NEW] }));
  expect(status).toBe(0);
  expect(stdout).toContain(
    `Without generation 1 of api, ${OLD}\n2 workloads of 2 images: 0 refused, 0 unknown, 2 not refused\n`,
  );
  expect(stdout).toMatch(/\nNothing that runs depends on generation 1 alone\.\n$/);
});

test("what only that generation signed is refused, and comes first", async () => {
  const { status, stdout } = await drill(
    [...ARGS, "--json"],
    registry.running({ [DIGEST]: [NEW], [OTHER]: [OLD] }),
  );
  const { rows, safe, override, complete } = JSON.parse(stdout) as {
    rows: { verdict: string; why: string; signatures: string; image: { digest: string }; account: object }[];
    safe: boolean;
    override: object | null;
    complete: boolean;
  };
  expect({ status, safe, override, complete }).toEqual({
    status: 1,
    safe: false,
    override: null,
    complete: true,
  });
  expect(
    rows.map(({ verdict, why, signatures, image: { digest }, account }) => [
      verdict,
      why,
      signatures,
      digest,
      account,
    ]),
  ).toEqual([
    ["refused", "only generation 1 signed it", "block", OTHER, { id: "444444444444", key: "shop-prod" }],
    ["not refused", "generation 2 signed it", "block", DIGEST, { id: "444444444444", key: "shop-prod" }],
  ]);
});

test("where a repository trusts another profile, its signature suffices", async () => {
  const moved = join(folder, "moved.yaml");
  writeFileSync(
    moved,
    readFileSync("organization.yaml", "utf8").replace(
      "      signedBy: api\n",
      "      signedBy: web\n      trustedProfiles: [api]\n",
    ),
  );
  const { generations } = signingProfile(loadOrganization(moved), "web");
  const web = generations.map(({ arn }) => arn);
  const { status, stdout } = await drill(
    ["api", "--organization", moved, "--json"],
    registry.running({ [DIGEST]: [OLD, ...web], [OTHER]: [OLD] }),
  );
  const { rows } = JSON.parse(stdout) as { rows: { verdict: string; why: string }[] };
  expect(status).toBe(1);
  expect(rows.map(({ verdict, why }) => [verdict, why])).toEqual([
    ["refused", "only generation 1 signed it"],
    ["not refused", "generation 1 of web signed it"],
  ]);
});

test("without a number the generation that signs is meant", async () => {
  const { status, stdout } = await drill(
    ["api", "--organization", file],
    registry.running({ [DIGEST]: [NEW] }),
  );
  expect(status).toBe(1);
  expect(stdout).toContain(`Without generation 2 of api, ${NEW}\n`);
});

test("an image without any signature is refused, whatever is dropped", async () => {
  const { status, stdout } = await drill(ARGS, registry.running({ [DIGEST]: [] }));
  expect(status).toBe(1);
  expect(stdout).toContain("1 workload of 1 image: 1 refused, 0 unknown, 0 not refused");
  expect(stdout).toContain("refused  no trusted signature, with or without generation 1  block");
  expect(stdout).toContain("Do not drop generation 1 yet: what is refused or unknown may not start again.");
});

/** One workload that stopped an hour ago, with how many run by the count of the image. */
const stopped = (inUseCount: number) =>
  registry.running(
    { [DIGEST]: [OLD] },
    {
      GetClustersForImage: () => ({ cluster: [onEcs({ runningUnitCount: 0 })] }),
      ListCoverage: (_, __, region) => ({
        coveredResources:
          region === HOME ? [covered(DIGEST, { inUseCount, lastInUseAt: new Date(Date.now() - HOURS) })] : [],
      }),
    },
  );

test("an image that no longer runs, and a stopped workload, are not told", async () => {
  const { status, stdout } = await drill(ARGS, stopped(0));
  expect(status).toBe(0);
  expect(stdout).toContain("0 workloads of 1 image");
});

test("an image that Inspector counts as running while it names no place where it runs, is told as unknown", async () => {
  const { status, stdout } = await drill([...ARGS, "--json"], stopped(3));
  const { rows } = JSON.parse(stdout) as { rows: object[] };
  expect(status).toBe(1);
  expect(rows).toEqual([
    expect.objectContaining({ verdict: "refused", running: "unknown", cluster: "unknown" }),
  ]);
});

test("a cluster that looks at no signature counts like any other, and one that the file does not know", async () => {
  const text = readFileSync(file, "utf8");
  const off = join(folder, "off.yaml");
  writeFileSync(
    off,
    text.replace("shop: { type: ecs, signatures: alert }", 'shop: { type: ecs, signatures: "off" }'),
  );
  const stranger = { ...onEcs(), clusterArn: "arn:aws:ecs:eu-central-1:777777777777:cluster/lab" };
  const world = registry.running(
    { [DIGEST]: [OLD] },
    { GetClustersForImage: () => ({ cluster: [ON_STAGING, stranger] }) },
  );
  const { status, stdout } = await drill(
    ["api", "--generation", "1", "--organization", off, "--json"],
    world,
  );
  const { rows } = JSON.parse(stdout) as { rows: { verdict: string; why: string; signatures: string }[] };
  expect(status).toBe(1);
  expect(rows.map(({ verdict, signatures, why }) => [verdict, signatures, why])).toEqual([
    ["refused", "off", "only generation 1 signed it"],
    ["refused", "unknown", "only generation 1 signed it"],
  ]);
});

test("where Inspector covers no image, nobody knows what runs", async () => {
  const world = registry.running({});
  const { status, stdout } = await drill([...ARGS, "--json"], {
    ...world,
    inspector2: { ...world.inspector2, ListCoverageStatistics: () => ({ totalCounts: 0 }) },
  });
  const { safe, complete, problems } = JSON.parse(stdout) as {
    safe: boolean;
    complete: boolean;
    problems: { code: string; path: string }[];
  };
  expect({ status, safe, complete }).toEqual({ status: 2, safe: false, complete: false });
  expect(problems.map(({ code, path }) => [code, path])).toEqual([
    ["needs-enhanced-scanning", "eu-central-1"],
    ["needs-enhanced-scanning", "eu-west-1"],
  ]);
});

test("what runs where the registry has no replica is unknown", async () => {
  const far = join(folder, "far.yaml");
  writeFileSync(far, readFileSync(file, "utf8").replace("replication: [eu-west-1]", "replication: []"));
  const { status, stdout } = await drill(
    ["api", "--generation", "1", "--organization", far],
    registry.running({ [DIGEST]: [NEW] }),
  );
  expect(status).toBe(2);
  expect(stdout).toContain(
    "Not complete\n  eu-west-1: there are clusters here and no images: whether Inspector tells in another region what they run is unknown; have a replica here (`registry.replication`) and let them pull from it [clusters-without-registry]\n",
  );
});

test("an answer that lacks something is unknown", async () => {
  const { status, stdout } = await drill(ARGS, {
    ...registry.running({ [DIGEST]: [NEW] }),
    ecr: {
      DescribeImages: () => ({ imageDetails: [] }),
      ListImageReferrers: () => fault("AccessDeniedException", "no", {}),
    },
  });
  expect(status).toBe(2);
  expect(stdout).toContain(
    "Not complete\n  ecr:ListImageReferrers eu-central-1: account 333333333333 may not call it: AccessDeniedException: no; allow ecr:BatchGetImage to the role in account 333333333333, or to this caller [access-denied]\n",
  );
  expect(stdout).toContain("not all of its signatures could be read");
});

test("whoever is not the delegated administrator does not see everything", async () => {
  const { status, stdout } = await drill(ARGS, {
    ...registry.running({ [DIGEST]: [NEW] }),
    sts: { ...ROLE, GetCallerIdentity: () => ({ Account: "444444444444" }) },
  });
  expect(status).toBe(2);
  expect(stdout).toContain("[not-the-administrator]");
});

describe("a reason", () => {
  const reason = "  the lab is switched off today  ";

  test("overrides the answer, and is told with who asked", async () => {
    const { status, stdout } = await drill(
      [...ARGS, "--reason", reason],
      registry.running({ [DIGEST]: [OLD] }),
    );
    expect(status).toBe(0);
    expect(stdout).toMatch(
      /\nOverridden by account 222222222222 at \d{4}-[\d:.TZ-]+: the lab is switched off today\n$/,
    );
  });

  test("is in the data", async () => {
    const { status, stdout } = await drill(
      [...ARGS, "--json", "--reason", reason],
      registry.running({ [DIGEST]: [OLD] }),
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      safe: false,
      override: { reason: "the lab is switched off today", account: "222222222222" },
    });
  });

  test("must say something", async () => {
    const { status, stderr } = await drill([...ARGS, "--reason", "because"]);
    expect(status).toBe(64);
    expect(stderr).toContain("--reason has 7 characters; write 10 to 512");
  });
});

test.each<[string, readonly string[], string]>([
  [
    "profile",
    ["apo", "--organization", "FILE"],
    "there is no signing profile apo; there are api, web, reports",
  ],
  [
    "generation",
    ["api", "--generation", "3", "--organization", "FILE"],
    "--generation 3 of api is not trusted; trusted are 2, 1",
  ],
])("a %s that the file does not have is a mistake", async (_, args, message) => {
  const { status, stderr } = await drill(args.map((arg) => (arg === "FILE" ? file : arg)));
  expect(status).toBe(64);
  expect(stderr).toContain(message);
});

test("it asks as a role that may read signatures and nothing else", async () => {
  const { calls } = await drill(
    ["api", "--organization", resolve("organization.yaml")],
    registry.running({ [DIGEST]: [OLD] }),
  );
  expect(calls.sts.map(({ input }) => input)[1]).toMatchObject({
    RoleArn: "arn:aws:iam::333333333333:role/supply-chain-deployment",
    RoleSessionName: "supply-chain-drill",
    Policy:
      '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["ecr:BatchGetImage","ecr:GetDownloadUrlForLayer","ecr:DescribeImages"],"Resource":"*"}]}',
  });
  const names = { registryId: "333333333333", repositoryName: "shop/api" };
  expect(calls.ecr.filter(({ operation }) => operation !== "DescribeImages")).toEqual([
    {
      operation: "ListImageReferrers",
      input: expect.objectContaining({ ...names, subjectId: { imageDigest: DIGEST } }) as unknown,
    },
    ...[
      [{ imageTag: DIGEST.replace(":", "-") }],
      [{ imageDigest: DIGEST }],
      [{ imageDigest: expect.any(String) as string }],
    ].map((imageIds) => ({
      operation: "BatchGetImage",
      input: expect.objectContaining({ ...names, imageIds }) as unknown,
    })),
    { operation: "GetDownloadUrlForLayer", input: { ...names, layerDigest: registry.blobs.asked[0] } },
  ]);
  expect(
    calls.inspector2.filter(({ operation }) => operation === "ListCoverage").map(({ input }) => input),
  ).toEqual([
    expect.objectContaining({
      filterCriteria: {
        resourceType: [{ comparison: "EQUALS", value: "AWS_ECR_CONTAINER_IMAGE" }],
        ecrRepositoryName: [{ comparison: "EQUALS", value: "shop/api" }],
      },
    }),
    expect.objectContaining({
      filterCriteria: {
        resourceType: [{ comparison: "EQUALS", value: "AWS_ECR_CONTAINER_IMAGE" }],
        ecrRepositoryName: [{ comparison: "EQUALS", value: "shop/api" }],
      },
    }),
  ]);
});
