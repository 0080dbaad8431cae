import { type Image, keyOf } from "../../../lambdas/basic-scan-findings/image";
import { lookForMissed, MOST_IMAGES } from "../../../lambdas/basic-scan-findings/missed";
import { reconcile } from "../../../lambdas/basic-scan-findings/reconcile";
import { type Registry } from "../../../lambdas/basic-scan-findings/registry";
import { Failures } from "../../../lambdas/shared/failures";
import { createLogger } from "../../../lambdas/shared/logger";
import { StoppedClock } from "../clock";
import { idOf, PLACE } from "./servers";

const DAY = 86_400_000;
const PAGE = 1_000;

let lines: unknown[];

beforeEach(() => {
  lines = [];
});

const log = createLogger((line) => lines.push(JSON.parse(line)));

/** A registry with so many images of today in each repository, which is asked without a network. */
class LargeRegistry implements Registry {
  readonly looked = new Set<string>();
  /** Repositories of each page that was listed. */
  readonly listed: string[] = [];
  private readonly clock = new StoppedClock();

  constructor(
    private readonly sizes: Readonly<Record<string, number>>,
    /** Repositories of a page. */
    private readonly page = PAGE,
  ) {}

  scanOf(): Promise<{ readonly status: "none" }> {
    return Promise.resolve({ status: "none" });
  }

  async *repositories() {
    const names = Object.keys(this.sizes);
    for (let from = 0; from < names.length; from += this.page)
      yield await Promise.resolve(names.slice(from, from + this.page));
  }

  async *images(repository: string) {
    for (let from = 0; from < (this.sizes[repository] ?? 0); from += PAGE) {
      this.listed.push(repository);
      const length = Math.min(PAGE, (this.sizes[repository] ?? 0) - from);
      yield await Promise.resolve(
        Array.from({ length }, (_, index) => ({
          image: { repository, digest: `${String(from + index)} of ${repository}` },
          pushedAt: this.clock.now(),
        })),
      );
    }
  }

  /** One daily look, for which there is time: how many images it looked at, and whether it reached all. */
  async look(): Promise<[number, boolean]> {
    const search = {
      registry: this,
      open: new Map<string, Image>(),
      started: this.clock.now(),
      isTime: () => true,
      failures: new Failures(log),
    };
    let images = 0;
    const reached = await lookForMissed(search, (some) => {
      images += some.length;
      for (const image of some) this.looked.add(keyOf(image));
      return Promise.resolve();
    });
    await this.clock.sleep(DAY);
    return [images, reached];
  }
}

const repositories = (count: number, images: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`shop/${String(index)}`, images]));

describe("a daily look with time for more images than it looks at", () => {
  test("looks at the rest of what it listed, and within days at all", async () => {
    const registry = new LargeRegistry(repositories(5, 3_000));
    expect(await registry.look()).toEqual([MOST_IMAGES, false]);
    for (let day = 1; day < 4; day++) await registry.look();
    expect(registry.looked.size).toBe(15_000);
  });

  test("reaches within weeks nine times as many, although repositories and their images take turns", async () => {
    const registry = new LargeRegistry(repositories(30, 3_000));
    for (let day = 0; day < 25; day++) await registry.look();
    expect(registry.looked.size).toBe(90_000);
  });

  test("lists no more than that", async () => {
    const registry = new LargeRegistry(repositories(40, 3_000));
    expect(await registry.look()).toEqual([MOST_IMAGES, false]);
    expect(registry.listed).toHaveLength(4 * 3);
  });

  test("lists no more than that of one repository", async () => {
    const registry = new LargeRegistry(repositories(1, 30_000));
    expect(await registry.look()).toEqual([MOST_IMAGES, false]);
    expect(registry.listed).toHaveLength(10);
  });

  test("has reached all where these are as many as it looks at", async () => {
    expect(await new LargeRegistry(repositories(4, 2_500)).look()).toEqual([MOST_IMAGES, true]);
    expect(await new LargeRegistry(repositories(4, 2_501)).look()).toEqual([MOST_IMAGES, false]);
  });

  test("has not reached all where there are more repositories than it lists", async () => {
    expect(await new LargeRegistry(repositories(100, 1), 1).look()).toEqual([100, true]);
    expect(await new LargeRegistry(repositories(101, 1), 1).look()).toEqual([100, false]);
  });
});

test.each([
  [MOST_IMAGES - 1, true],
  [MOST_IMAGES, false],
])("with %p images that have open findings, that all were read is %p", async (count, complete) => {
  async function* open() {
    const Ids = Array.from({ length: count }, (_, index) => `sha256:${index.toString(16).padStart(64, "0")}`);
    yield await Promise.resolve(Ids.map((digest) => ({ Id: idOf("LOW", digest) }) as never));
  }
  const looked = await reconcile({
    registry: new LargeRegistry({}),
    findings: { open, find: () => Promise.resolve([]), write: () => Promise.resolve() },
    clock: new StoppedClock(),
    log,
    place: PLACE,
    name: "import",
    milliseconds: 60_000,
  });
  expect(looked).toMatchObject({ images: count, complete });
  expect(lines.filter((line) => (line as { message: string }).message === "metric")).toHaveLength(
    complete ? 1 : 0,
  );
});
