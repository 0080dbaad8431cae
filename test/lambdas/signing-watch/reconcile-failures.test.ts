import { fault } from "../../support/aws-service";
import { hubAnswers } from "./hub-answers";
import { RELEASE, World } from "./support";

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(async () => {
  await world.stop();
});

const run = (...options: Parameters<World["reconcile"]>) => world.reconcile(...options);

/** Titles of the open findings. */
const titles = () =>
  world
    .open()
    .map(({ Title }) => Title)
    .sort();

describe("what fails keeps nothing else back", () => {
  /** A run that ends with an error, as it is told. */
  async function failing(answers: Parameters<World["start"]>[0]): Promise<string> {
    return run(answers).then(
      (done) => Promise.reject(new Error(`did not fail: ${JSON.stringify(done)}`)),
      (error: unknown) => (error as Error).message,
    );
  }

  const refusing = (name: string): Parameters<World["start"]>[0] => ({
    ecr: {
      DescribeImageSigningStatus: ({ imageId }) =>
        imageId?.imageDigest === world.digest(name)
          ? fault("AccessDeniedException", "no")
          : { signingStatuses: [] },
    },
  });

  test("one image", async () => {
    world.push("shop/api", "broken", { minutesAgo: 60 });
    world.push("shop/api", "missed", { minutesAgo: 60 });
    world.push("shop/web", "missed", { minutesAgo: 60 });
    expect(await failing(refusing("broken"))).toBe(
      `schedule: 1 part of the run failed, first image shop/api@${world.digest("broken")}: no; look for the errors in the log of the function; everything else was done [incomplete-run]`,
    );
    expect(titles()).toEqual(["Image without signature: shop/api", "Image without signature: shop/web"]);
    expect(world.metrics()).toEqual([2]);
    expect(world.metrics("CompleteLooks")).toEqual([]);
    expect(world.lines).toContainEqual(
      expect.objectContaining({ level: "ERROR", part: `image shop/api@${world.digest("broken")}` }),
    );
  });

  test("one repository", async () => {
    world.push("shop/api", "image", { minutesAgo: 60 });
    world.push("shop/web", "image", { minutesAgo: 60 });
    const message = await failing({
      ecr: {
        DescribeImages: ({ repositoryName }) =>
          repositoryName === "shop/api"
            ? fault("AccessDeniedException", "no")
            : {
                imageDetails: [
                  {
                    imageDigest: world.digest("image"),
                    imageTags: ["1"],
                    imagePushedAt: new Date(world.clock.now() - 3_600_000),
                  },
                ],
              },
      },
    });
    expect(message).toContain("1 part of the run failed, first repository shop/api: no");
    expect(titles()).toEqual(["Image without signature: shop/web"]);
    expect(world.metrics()).toEqual([1]);
  });

  test("one finding, which stays open and counts", async () => {
    for (const name of ["broken", "signed"]) {
      world.push("shop/api", name, { minutesAgo: 60 });
      world.sign("shop/api", name, "FAILED", "no");
    }
    await run();
    await world.clock.sleep(2 * 86_400_000);
    world.sign("shop/api", "signed", "COMPLETE");
    const complete = [{ signingProfileArn: RELEASE, status: "COMPLETE" as const }];
    const message = await failing({
      ecr: {
        DescribeImageSigningStatus: ({ imageId }) =>
          imageId?.imageDigest === world.digest("broken")
            ? fault("AccessDeniedException", "no")
            : { signingStatuses: complete },
      },
    });
    expect(message).toContain("1 part of the run failed");
    expect(world.open().map(({ Id }) => Id?.slice(-71))).toEqual([world.digest("broken")]);
    expect(world.metrics()).toEqual([2, 1]);
  });

  test.each(["../x", "shop//api", "Shop"])("a finding about the repository %s is no image", async (name) => {
    world.push("shop/api", "image", { minutesAgo: 60 });
    await run();
    const [finding] = world.open();
    const id = `supply-chain/signing-watch/333333333333/eu-central-1/${name}@${world.digest("image")}`;
    world.findings.set(id, { ...finding, Id: id } as never);
    const { registry, openProblems } = await run();
    expect(openProblems).toBe(2);
    expect(
      registry.calls.map(({ input }) => (input as { repositoryName?: string }).repositoryName),
    ).not.toContain(name);
  });

  test("a Security Hub that refuses one finding of many keeps the others", async () => {
    for (let index = 0; index < 101; index++) {
      world.push("shop/api", `image-${String(index)}`, { minutesAgo: 60 });
    }
    const taken: string[] = [];
    const message = await failing({
      hub: {
        BatchImportFindings: ({ Findings = [] }) => {
          const [first, ...others] = Findings;
          const bad = taken.length === 0 ? first : undefined;
          taken.push(...(bad ? others : Findings).map(({ Id = "" }) => Id));
          return {
            FailedCount: bad ? 1 : 0,
            SuccessCount: Findings.length - (bad ? 1 : 0),
            FailedFindings: bad ? [{ Id: bad.Id, ErrorCode: "InvalidInput", ErrorMessage: "no" }] : [],
          };
        },
      },
    });
    expect(message).toContain("[finding-refused]");
    expect(taken).toHaveLength(100);
    expect(world.metrics()).toEqual([101]);
  });

  test("a Security Hub that soon takes no more questions has the findings that it was asked about", async () => {
    for (let index = 0; index < 201; index++) {
      world.push("shop/api", `image-${String(index)}`, { minutesAgo: 60 });
    }
    const { GetFindings: known = () => ({ Findings: [] }) } = hubAnswers(world.findings);
    let asked = 0;
    const message = await failing({
      hub: {
        GetFindings: (...question) => {
          asked += question[0].Filters?.Id ? 1 : 0;
          return asked > 5
            ? fault("AccessDeniedException", asked === 6 ? "no more" : "and still not")
            : known(...question);
        },
      },
    });
    expect(message).toContain("1 part of the run failed, first repository shop/api: no more");
    expect(world.open()).toHaveLength(100);
    expect(world.metrics()).toEqual([201]);
  });

  test("a Security Hub that is off; changed rules are looked at first, and the metric is written", async () => {
    world.rules = [];
    const message = await failing({
      hub: { GetFindings: () => fault("InvalidAccessException", "not subscribed", { Code: "x" }) },
    });
    expect(message).toContain("2 parts of the run failed, first finding about the signing rules: ");
    expect(world.metrics()).toEqual([1]);
  });

  test("open findings that are not told, which calms no alarm", async () => {
    const message = await failing({ hub: { GetFindings: () => fault("AccessDeniedException", "no") } });
    expect(message).toContain("1 part of the run failed, first open findings: no");
    expect(world.metrics()).toEqual([1]);
  });

  test("rules that ECR does not tell: what is open counts, and nothing is closed", async () => {
    world.push("shop/api", "image", { minutesAgo: 60 });
    await run();
    expect(
      await failing({ ecr: { GetSigningConfiguration: () => fault("AccessDeniedException", "no") } }),
    ).toContain("first signing rules: no");
    expect(world.metrics()).toEqual([1, 1]);
    expect(titles()).toHaveLength(1);
  });

  test("a list of findings or repositories that breaks off", async () => {
    world.push("shop/api", "image", { minutesAgo: 60 });
    const message = await failing({
      ecr: {
        DescribeRepositories: (_, count) =>
          count === 0
            ? { repositories: [{ repositoryName: "shop/api" }], nextToken: "next" }
            : fault("AccessDeniedException", "no"),
      },
    });
    expect(message).toContain("first list of repositories: no");
    expect(titles()).toEqual(["Image without signature: shop/api"]);
  });

  test("a repository that is deleted meanwhile is no failure", async () => {
    world.push("shop/api", "image", { minutesAgo: 60 });
    const gone = () => fault("RepositoryNotFoundException", "gone");
    expect(await run({ ecr: { DescribeImages: gone } })).toMatchObject({ openProblems: 0 });
  });

  test("a repository that is deleted before its indexes are read is no failure", async () => {
    world.push("shop/api", "child", { minutesAgo: 16, tags: [] });
    world.push("shop/api", "index", { minutesAgo: 15, children: ["child"] });
    world.sign("shop/api", "index", "COMPLETE");
    const gone = () => fault("RepositoryNotFoundException", "gone");
    expect(await run({ ecr: { BatchGetImage: gone } })).toMatchObject({ openProblems: 1 });
  });
});
