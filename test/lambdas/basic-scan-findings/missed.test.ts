import { createHash } from "node:crypto";
import { fault } from "../../support/aws-service";
import { StoppedClock } from "../clock";
import { closeServers, type EcrAnswers, Hub, lookAtAll, scanned } from "./servers";

afterEach(closeServers);

const DAY = 86_400_000;
const digestOf = (name: string) => `sha256:${createHash("sha256").update(name).digest("hex")}`;

/** A registry in which every call takes its time, with so many images of yesterday in each repository. */
class SlowRegistry {
  readonly clock = new StoppedClock();
  readonly looked = new Set<string>();
  /** How often a repository was listed. */
  listed = 0;

  constructor(
    private readonly repositories: Readonly<Record<string, number>>,
    private readonly milliseconds = 200,
  ) {}

  private readonly answers: EcrAnswers = {
    DescribeRepositories: () => ({
      repositories: Object.keys(this.repositories).map((repositoryName) => ({ repositoryName })),
    }),
    DescribeImages: async ({ repositoryName = "" }) => {
      this.listed += 1;
      await this.clock.sleep(this.milliseconds);
      const imagePushedAt = new Date(this.clock.now() - DAY);
      return {
        imageDetails: Array.from({ length: this.repositories[repositoryName] ?? 0 }, (_, index) => ({
          imageDigest: digestOf(`${repositoryName} ${String(index)}`),
          imagePushedAt,
        })),
      };
    },
    DescribeImageScanFindings: async ({ repositoryName = "", imageId }, count) => {
      await this.clock.sleep(this.milliseconds);
      this.looked.add(`${repositoryName}@${imageId?.imageDigest ?? ""}`);
      return scanned().DescribeImageScanFindings?.({ repositoryName, imageId }, count) ?? {};
    },
  };

  /** One daily look. */
  async look(milliseconds: number, lines: unknown[] = []) {
    const done = await lookAtAll(this.answers, new Hub().answers, milliseconds, { clock: this.clock, lines });
    await this.clock.sleep(DAY);
    return done;
  }

  /** Repositories of which an image was looked at. */
  reached(): Set<string> {
    return new Set([...this.looked].map((key) => key.split("@")[0] ?? ""));
  }
}

const repositories = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`shop/${String(index)}`, 1]));

describe("a daily look that has no time for all", () => {
  test("looks at images however long their list takes, and within days at every repository", async () => {
    // Listing alone takes more than the time there is.
    const registry = new SlowRegistry(repositories(100));
    for (let day = 0; day < 24; day++) {
      const { images, complete } = await registry.look(8_000);
      expect([images > 0, complete]).toEqual([true, false]);
      // Each takes 200 ms of half of the time, and no more are listed after it.
      expect(registry.listed).toBeLessThanOrEqual((day + 1) * 20);
    }
    expect(registry.reached().size).toBe(100);
  });

  test("lets no large repository keep the next ones back, and looks at the rest of it after them", async () => {
    const registry = new SlowRegistry(
      { "shop/large": 520, "shop/next": 1, "shop/other": 1, "shop/small": 1 },
      1,
    );
    const { images, complete } = await registry.look(10_000);
    expect([images, complete]).toEqual([523, true]);
    const order = [...registry.looked].map((key) => key.split("@")[0]);
    expect(order.lastIndexOf("shop/large")).toBe(522);
    expect(order.indexOf("shop/small")).toBeLessThan(505);
  });

  test("begins at other images of a repository the next day", async () => {
    const registry = new SlowRegistry({ "shop/api": 40 });
    for (let day = 0; day < 8; day++) await registry.look(4_000);
    expect(registry.looked.size).toBe(40);
  });
});

describe("the metric that an alarm misses", () => {
  const METRIC = { message: "metric", Function: "import", CompleteLooks: 1 };

  test("is written by a look that reached everything", async () => {
    const lines: unknown[] = [];
    await new SlowRegistry(repositories(3)).look(60_000, lines);
    expect(lines).toContainEqual(
      expect.objectContaining({
        ...METRIC,
        _aws: expect.objectContaining({
          CloudWatchMetrics: [
            {
              Namespace: "SupplyChain/Scanning",
              Dimensions: [["Function"]],
              Metrics: [{ Name: "CompleteLooks", Unit: "Count" }],
            },
          ],
        }) as unknown,
      }),
    );
  });

  test("is not written by one that left something out", async () => {
    const lines: unknown[] = [];
    await new SlowRegistry(repositories(30)).look(4_000, lines);
    expect(lines).not.toContainEqual(expect.objectContaining({ message: "metric" }));
  });

  test("is not written by one in which something failed", async () => {
    const lines: unknown[] = [];
    const answers: EcrAnswers = {
      DescribeRepositories: () => ({ repositories: [{ repositoryName: "shop/api" }] }),
      DescribeImages: () => fault("AccessDeniedException", "no"),
    };
    await expect(lookAtAll(answers, new Hub().answers, 60_000, { lines })).rejects.toThrow(
      "1 part of the run",
    );
    expect(lines).not.toContainEqual(expect.objectContaining({ message: "metric" }));
  });
});
