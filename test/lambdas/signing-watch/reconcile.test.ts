import { reconcile, sha256Of } from "../../../lambdas/signing-watch/reconcile";
import { fault } from "../../support/aws-service";
import { digestOf, RELEASE, RULES, World } from "./support";

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(async () => {
  await world.stop();
});

const run = (...options: Parameters<World["reconcile"]>) => world.reconcile(...options);

/** Titles of the open findings. */
function titles(): (string | undefined)[] {
  return world
    .open()
    .map(({ Title }) => Title)
    .sort();
}

describe("the schedule finds", () => {
  test("nothing where everything is signed, and says so", async () => {
    world.push("shop/api", "image", { minutesAgo: 60 });
    world.sign("shop/api", "image", "COMPLETE");
    world.push("tools/lint", "image", { minutesAgo: 60 });
    expect(await run()).toMatchObject({
      rulesChanged: false,
      openProblems: 0,
      closed: 0,
      repositories: { signed: 1, read: 1 },
      complete: true,
    });
    expect(world.metrics()).toEqual([0]);
    expect(world.metrics("CompleteLooks")).toEqual([1]);
  });

  test("images without a signature whose push nobody told of", async () => {
    world.push("shop/api", "missed", { minutesAgo: 24 * 60 });
    world.push("shop/web", "failed", { minutesAgo: 20 });
    world.sign("shop/web", "failed", "FAILED", "no");
    expect(await run()).toMatchObject({ openProblems: 2 });
    expect(titles()).toEqual(["Image without signature: shop/api", "Image without signature: shop/web"]);
    expect(world.metrics()).toEqual([2]);
    expect(world.metrics("CompleteLooks")).toEqual([1]);
  });

  test("neither what still has time nor, without a tag, what is older than a day", async () => {
    world.push("shop/api", "young", { minutesAgo: 14 });
    world.push("shop/api", "old", { minutesAgo: 25 * 60 + 15, tags: [] });
    expect(await run()).toMatchObject({ openProblems: 0 });
  });

  test("what was too young for the run of a day before", async () => {
    world.push("shop/api", "image", { minutesAgo: 25 * 60 + 14, tags: [] });
    expect(await run()).toMatchObject({ openProblems: 1 });
  });

  test("more images at once than Security Hub takes ids", async () => {
    for (let index = 0; index < 21; index++) {
      world.push("shop/api", `image-${String(index)}`, { minutesAgo: 60 });
    }
    expect(await run()).toMatchObject({ openProblems: 21 });
  });

  test.each([
    ["account", { AwsAccountId: "444444444444" }],
    ["region", { Resources: [{ Type: "AwsAccount", Id: "x", Region: "eu-west-1" }] }],
  ])("no finding of another %s that is aggregated here", async (_, members) => {
    world.push("shop/api", "image", { minutesAgo: 60 });
    await run();
    const [finding] = world.open();
    world.findings.set("other", { ...finding, ...members, Id: "other" } as never);
    expect(await run()).toMatchObject({ openProblems: 1 });
  });

  test("nothing new the second time, and writes nothing", async () => {
    world.push("shop/api", "image", { minutesAgo: 60 });
    const first = await run();
    const second = await run();
    expect(first.hub.operations()).toContain("BatchImportFindings");
    expect(second.hub.operations()).not.toContain("BatchImportFindings");
    expect(second.openProblems).toBe(1);
  });

  test("images on every page", async () => {
    for (let index = 0; index < 1_001; index++) {
      const name = `image-${String(index)}`;
      world.push("shop/api", name, { minutesAgo: index === 1_000 ? 60 : 5_000, tags: [] });
    }
    expect(await run()).toMatchObject({ openProblems: 1 });
  });
});

describe("a finding is closed", () => {
  beforeEach(async () => {
    world.push("shop/api", "image", { minutesAgo: 60 });
    world.sign("shop/api", "image", "FAILED", "no");
    await run();
    expect(titles()).toHaveLength(1);
  });

  test("when the image is signed after all", async () => {
    const [before] = world.open();
    world.sign("shop/api", "image", "COMPLETE");
    await world.clock.sleep(3_600_000);
    expect(await run()).toMatchObject({ openProblems: 0, closed: 1 });
    const [after] = [...world.findings.values()];
    expect(after).toEqual({ ...before, RecordState: "ARCHIVED", UpdatedAt: "2026-03-04T06:06:07.000Z" });
    expect(world.metrics()).toEqual([1, 0]);
  });

  test("when the image is gone", async () => {
    world.remove("shop/api", "image");
    expect(await run()).toMatchObject({ openProblems: 0, closed: 1 });
  });

  test("and opened again when the image fails again", async () => {
    world.sign("shop/api", "image", "COMPLETE");
    await run();
    world.removeSignatures("image");
    world.sign("shop/api", "image", "FAILED", "no");
    expect(await run()).toMatchObject({ openProblems: 1, closed: 0 });
    expect(titles()).toHaveLength(1);
  });

  test("not while it holds, however old the image is", async () => {
    await world.clock.sleep(90 * 86_400_000);
    expect(await run()).toMatchObject({ openProblems: 1, closed: 0 });
  });

  test("not because ECR does not answer", async () => {
    const { surroundings } = await world.start({
      ecr: { DescribeImages: () => fault("AccessDeniedException", "no") },
    });
    const reconciling = { ...surroundings, rulesSha256: sha256Of(RULES), milliseconds: 40_000 };
    await expect(reconcile(reconciling)).rejects.toThrow("[incomplete-run]");
    expect(titles()).toHaveLength(1);
  });

  test("not because somebody took the signing rule away", async () => {
    world.rules = undefined;
    expect(await run()).toMatchObject({ rulesChanged: true, openProblems: 2, closed: 0 });
  });

  test("and does not count once somebody decided to suppress it", async () => {
    for (const finding of world.findings.values()) finding.Workflow = { Status: "SUPPRESSED" };
    expect(await run()).toMatchObject({ openProblems: 0, closed: 0 });
    expect(world.metrics().at(-1)).toBe(0);
  });
});

test("open findings that there is no time for are told, and come in another hour", async () => {
  for (let index = 0; index < 20; index++) {
    world.push("shop/api", `image-${String(index)}`, { minutesAgo: 60 });
  }
  await run();
  const seen = new Set<string>();
  for (let hour = 0; hour < 24; hour++) {
    await world.clock.sleep(3_600_000);
    const { registry } = await run({
      milliseconds: 2,
      ecr: {
        DescribeImages: ({ imageIds = [] }) => {
          void world.clock.sleep(1);
          return {
            imageDetails: imageIds.map((id) => ({ ...id, imagePushedAt: new Date(0), imageTags: ["1"] })),
          };
        },
      },
    });
    for (const { input } of registry.calls) {
      const { imageId } = input as { imageId?: { imageDigest?: string } };
      if (imageId?.imageDigest) seen.add(imageId.imageDigest);
    }
  }
  expect(seen.size).toBe(20);
  expect(world.lines).toContainEqual(
    expect.objectContaining({ message: "has no time for all open findings", open: 20 }),
  );
  // All were open all day, and only the first run saw everything.
  expect(new Set(world.metrics())).toEqual(new Set([20]));
  expect(world.metrics("CompleteLooks")).toEqual([1]);
});

describe("changed signing rules", () => {
  test.each([
    ["taken away", undefined],
    ["emptied", []],
    ["of another profile", [{ profileArn: RELEASE.replace("release", "other"), filters: ["shop/*"] }]],
    ["with fewer repositories", [{ profileArn: RELEASE, filters: ["shop/api"] }]],
    ["with more repositories", [{ profileArn: RELEASE, filters: [] }]],
  ])("%s become a finding and an alarm", async (_, rules) => {
    world.rules = rules;
    expect(await run()).toMatchObject({ rulesChanged: true, openProblems: 1 });
    expect(world.open()).toMatchObject([
      {
        Id: "supply-chain/signing-watch/333333333333/eu-central-1/rules",
        Title: "The signing rules of the registry were changed",
        Resources: [{ Type: "AwsAccount", Id: "AWS::::Account:333333333333" }],
      },
    ]);
    expect(world.metrics()).toEqual([1]);
  });

  test("are told once, and closed when they are back", async () => {
    world.rules = [];
    await run();
    const again = await run();
    expect(again.hub.operations()).not.toContain("BatchImportFindings");
    world.rules = RULES;
    expect(await run()).toMatchObject({ rulesChanged: false, openProblems: 0, closed: 1 });
  });
});

describe("a run that has no time for everything", () => {
  const names = Array.from({ length: 20 }, (_, index) => `shop/app-${String(index).padStart(2, "0")}`);

  /** Repositories read in one run whose every call takes some time: fewer than there are. */
  async function readNow(): Promise<string[]> {
    const { repositories, registry, complete } = await run({
      milliseconds: 5_000,
      ecr: {
        DescribeImages: () => {
          void world.clock.sleep(1_000);
          return { imageDetails: [] };
        },
      },
    });
    const names = registry.calls.flatMap(({ operation, input }) =>
      operation === "DescribeImages" ? ((input as { repositoryName?: string }).repositoryName ?? []) : [],
    );
    expect({ repositories, complete }).toEqual({
      repositories: { signed: 20, read: names.length },
      complete: false,
    });
    expect(names.length).toBeLessThan(10);
    return names;
  }

  test("says so, and not that there are 0 problems", async () => {
    for (const name of names) world.push(name, "image");
    const { length: read } = await readNow();
    expect(world.lines).toContainEqual(
      expect.objectContaining({ message: "has no time for all repositories", read, signed: 20 }),
    );
    expect(world.metrics()).toEqual([]);
    expect(world.metrics("CompleteLooks")).toEqual([]);
  });

  test("says what is open, and is no complete look", async () => {
    world.rules = [{ profileArn: RELEASE, filters: ["shop/*", "tools/*"] }];
    for (const name of names) world.push(name, "image");
    await readNow();
    expect(world.metrics()).toEqual([1]);
    expect(world.metrics("CompleteLooks")).toEqual([]);
  });

  test("comes to every repository within a day", async () => {
    for (const name of names) world.push(name, "image");
    const seen = new Set(await readNow());
    for (let hour = 1; hour < 24; hour++) {
      await world.clock.sleep(3_600_000);
      for (const name of await readNow()) seen.add(name);
    }
    expect([...seen].sort()).toEqual(names);
  });
});

test("a server that pages for ever is read to a hundred pages", async () => {
  world.push("shop/api", "image");
  const { registry, openProblems } = await run({
    ecr: {
      DescribeImages: (_, count) => ({
        imageDetails: [
          { imageDigest: digestOf(String(count)), imagePushedAt: new Date(0), imageTags: ["1"] },
        ],
        nextToken: String(count),
      }),
    },
  });
  expect(openProblems).toBe(0);
  expect(registry.operations().filter((name) => name === "DescribeImages").length).toBeLessThanOrEqual(101);
  expect(world.lines).toContainEqual(
    expect.objectContaining({ message: "does not read all images of the repository" }),
  );
  expect(world.metrics()).toEqual([]);
});
