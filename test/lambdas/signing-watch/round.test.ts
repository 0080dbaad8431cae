import * as fc from "fast-check";
import { isDue, minuteOf, MOST_IMAGES } from "../../../lambdas/signing-watch/round";
import { fault } from "../../support/aws-service";
import { RELEASE, World } from "./support";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(async () => {
  await world.stop();
});

/** Pushes images of long ago with a tag that ECR signed, and returns those that are due now, or that are not. */
function pushOld(count: number, due = true, members: Parameters<World["push"]>[2] = {}): string[] {
  const names: string[] = [];
  for (let index = 0; names.length < count; index++) {
    const name = `old-${String(due)}-${String(index)}`;
    const digest = world.push("shop/api", name, { minutesAgo: 90 * 24 * 60, ...members });
    if (isDue({ digest, tags: ["1.0"] }, world.clock.now()) !== due) world.remove("shop/api", name);
    else names.push(name);
  }
  for (const name of names) world.sign("shop/api", name, "COMPLETE");
  return names;
}

const accused = () => world.open().map(({ Id = "" }) => Id.slice(-71));

describe("an image of long ago", () => {
  test("whose signature was deleted is found in its hour", async () => {
    const [name = ""] = pushOld(1);
    world.removeSignatures(name);
    expect(await world.reconcile()).toMatchObject({ openProblems: 1, images: 1, complete: true });
    expect(accused()).toEqual([world.digest(name)]);
    expect(world.open()[0]?.Description).toMatch(/ was made, and none that holds is there$/);
  });

  test("whose signing failed, of which no event came, is found in its hour", async () => {
    const [name = ""] = pushOld(1);
    world.removeSignatures(name);
    world.sign("shop/api", name, "FAILED", "no");
    expect(await world.reconcile()).toMatchObject({ openProblems: 1 });
    expect(world.open()[0]?.Description).toMatch(/ could not be made \(AccessDenied: no\)$/);
  });

  test.each([
    ["nobody was ever asked to sign", undefined],
    ["only a dropped generation signed", RELEASE.replace("release", "dropped")],
  ])("that %s was there before its rule: it is counted in the log and no finding", async (_, profileArn) => {
    pushOld(2);
    const signingStatuses = profileArn
      ? [{ signingProfileArn: profileArn, status: "COMPLETE" as const }]
      : [];
    const ecr = {
      DescribeImageSigningStatus: () => ({ signingStatuses }),
      ListImageReferrers: () => ({ referrers: [] }),
    };
    expect(await world.reconcile({ ecr })).toMatchObject({ openProblems: 0, images: 2, complete: true });
    expect(world.lines).toContainEqual(
      expect.objectContaining({
        level: "INFO",
        message: "has images of long ago that nobody was asked to sign",
        repository: "shop/api",
        images: 2,
      }),
    );
  });

  test("that nobody was asked to sign keeps the finding that its new tag made", async () => {
    const [name = ""] = pushOld(1);
    world.removeSignatures(name);
    const ecr = { DescribeImageSigningStatus: () => ({ signingStatuses: [] }) };
    await world.follow([world.message("shop/api", name, { minutesAgo: 16 })], { ecr });
    expect(await world.reconcile({ ecr })).toMatchObject({ openProblems: 1, closed: 0 });
  });

  test("is not asked for in another hour", async () => {
    const [name = ""] = pushOld(1, false);
    world.removeSignatures(name);
    const { registry, openProblems, images } = await world.reconcile();
    expect({ openProblems, images }).toEqual({ openProblems: 0, images: 0 });
    expect(registry.operations()).not.toContain("DescribeImageSigningStatus");
  });

  test("is found within a day, whenever its hour is", async () => {
    const names = [...pushOld(3), ...pushOld(3, false)];
    for (const name of names) world.removeSignatures(name);
    for (let hour = 0; hour < 24; hour++) {
      await world.reconcile();
      await world.clock.sleep(HOUR);
    }
    expect(accused().sort()).toEqual(names.map((name) => world.digest(name)).sort());
  });

  test("is read once, and nobody is told, where its signature holds", async () => {
    pushOld(2);
    const { images, hub, blobs } = await world.reconcile();
    expect(images).toBe(2);
    expect(blobs.asked).toHaveLength(2);
    expect(hub.operations()).toEqual(["GetFindings"]);
  });

  test("without a tag is left to its push and to its index", async () => {
    const [name = ""] = pushOld(1, true, { tags: [] });
    world.removeSignatures(name);
    expect(await world.reconcile()).toMatchObject({ openProblems: 0, images: 0 });
  });

  test("in the archive is left alone, for nobody can pull it", async () => {
    const [name = ""] = pushOld(1, true, { imageStatus: "ARCHIVED" });
    world.removeSignatures(name);
    expect(await world.reconcile()).toMatchObject({ openProblems: 0, images: 0 });
  });
});

describe("an image of the last day", () => {
  test("is believed signed by what ECR says until its hour, so that no signature is read every hour", async () => {
    const [name = ""] = pushOld(1, false, { minutesAgo: 60 });
    world.removeSignatures(name);
    const { registry, openProblems, images } = await world.reconcile();
    expect({ openProblems, images }).toEqual({ openProblems: 0, images: 0 });
    expect(registry.operations()).toContain("DescribeImageSigningStatus");
    expect(registry.operations()).not.toContain("ListImageReferrers");
  });

  test("is not believed in its hour", async () => {
    const [name = ""] = pushOld(1, true, { minutesAgo: 60 });
    world.removeSignatures(name);
    expect(await world.reconcile()).toMatchObject({ openProblems: 1, images: 1 });
  });

  test("keeps its finding by its signatures, whatever ECR says", async () => {
    const [name = ""] = pushOld(1, false, { minutesAgo: 60 });
    world.removeSignatures(name);
    await world.follow([world.message("shop/api", name)]);
    expect(await world.reconcile()).toMatchObject({ openProblems: 1, closed: 0 });
  });
});

describe("the minute of an image", () => {
  const hex = fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: 64, maxLength: 64 });

  test("comes in two runs of a day at least, late by up to a quarter of an hour or not: one may fail", () => {
    fc.assert(
      fc.property(
        hex,
        fc.integer({ min: 0, max: 4 * 365 * 24 * 60 }),
        fc.array(fc.integer({ min: 0, max: 14 }), { minLength: 24, maxLength: 24 }),
        (digits, start, delays) => {
          const image = { digest: `sha256:${digits}`, tags: ["1.0"] };
          const runs = delays.map((late, hour) => (start + hour * 60 + late) * 60_000);
          const hits = runs.filter((now) => isDue(image, now)).length;
          expect(hits).toBeGreaterThanOrEqual(2);
          expect(hits).toBeLessThanOrEqual(3);
        },
      ),
      { seed: 20260304, numRuns: 1_000 },
    );
  });

  test("spreads images evenly over the day", () => {
    const hours = new Array<number>(24).fill(0);
    for (let index = 0; index < 65_536; index++) {
      const minute = minuteOf(`sha256:${index.toString(16).padStart(4, "0")}${"0".repeat(60)}`);
      hours[Math.floor(minute / 60)] = (hours[Math.floor(minute / 60)] ?? 0) + 1;
    }
    expect(Math.max(...hours) / Math.min(...hours)).toBeLessThan(1.03);
  });

  test("is past at midnight as well", () => {
    const midnight = Date.parse("2026-03-05T00:10:00Z");
    // 0x059f is 1439, the last minute of the day; 0x000b comes in one minute.
    expect(isDue({ digest: `sha256:059f${"0".repeat(60)}`, tags: ["1"] }, midnight)).toBe(true);
    expect(isDue({ digest: `sha256:000b${"0".repeat(60)}`, tags: ["1"] }, midnight)).toBe(false);
  });
});

describe("a round that does not finish", () => {
  test("says how many images it left, and is no complete look", async () => {
    pushOld(40);
    const { complete, images } = await world.reconcile({
      milliseconds: 10_000,
      ecr: {
        ListImageReferrers: () => {
          void world.clock.sleep(1_000);
          return fault("ImageNotFoundException", "is gone");
        },
      },
    });
    expect(complete).toBe(false);
    expect(images).toBeLessThan(40);
    expect(world.lines).toContainEqual(
      expect.objectContaining({
        message: "has no time for all images of the repository",
        repository: "shop/api",
        left: 40 - images,
        images: 40,
      }),
    );
    expect(world.metrics("CompleteLooks")).toEqual([]);
  });

  test("has half of the time at least, however many findings are open", async () => {
    for (const name of pushOld(60)) world.removeSignatures(name);
    expect(await world.reconcile()).toMatchObject({ openProblems: 60 });
    const { repositories } = await world.reconcile({
      milliseconds: 10_000,
      ecr: {
        DescribeImageSigningStatus: () => {
          void world.clock.sleep(400);
          return fault("ImageNotFoundException", "is gone");
        },
      },
    });
    expect(repositories).toEqual({ signed: 1, read: 1 });
  });

  test("begins at other images the next day", async () => {
    pushOld(40);
    const firsts: unknown[] = [];
    for (let day = 0; day < 4; day++) {
      const { registry } = await world.reconcile({ milliseconds: 10_000 });
      const [first] = registry.calls.filter(({ operation }) => operation === "DescribeImageSigningStatus");
      firsts.push((first?.input as { imageId?: unknown }).imageId);
      await world.clock.sleep(DAY);
    }
    expect(new Set(firsts.map((each) => JSON.stringify(each))).size).toBeGreaterThan(1);
  });

  test("reads no more pages of a repository once its time is over, and says so", async () => {
    const { registry } = await world.reconcile({
      milliseconds: 3_000,
      ecr: {
        DescribeRepositories: () => ({ repositories: [{ repositoryName: "shop/api" }] }),
        DescribeImages: (_, count) => {
          void world.clock.sleep(1_000);
          return { imageDetails: [], nextToken: String(count) };
        },
      },
    });
    expect(registry.operations().filter((name) => name === "DescribeImages")).toHaveLength(3);
    expect(world.lines).toContainEqual(
      expect.objectContaining({ message: "does not read all images of the repository", pages: 2 }),
    );
    expect(world.metrics("CompleteLooks")).toEqual([]);
  });

  test(`reads the signatures of ${String(MOST_IMAGES)} images at most, however fast the registry is`, async () => {
    const digests = Array.from({ length: 65_536 }, (_, index) => index.toString(16).padStart(4, "0"))
      .map((digits) => `sha256:${digits}${"0".repeat(60)}`)
      .filter((digest) => isDue({ digest, tags: ["1.0"] }, world.clock.now()))
      .slice(0, MOST_IMAGES + 1);
    const { images, registry } = await world.reconcile({
      ecr: {
        DescribeRepositories: () => ({ repositories: [{ repositoryName: "shop/api" }] }),
        DescribeImages: ({ nextToken }) => ({
          imageDetails: digests
            .slice(Number(nextToken ?? 0), Number(nextToken ?? 0) + 1_000)
            .map((imageDigest) => ({ imageDigest, imageTags: ["1.0"], imagePushedAt: new Date(0) })),
          ...(Number(nextToken ?? 0) < 2_000 ? { nextToken: String(Number(nextToken ?? 0) + 1_000) } : {}),
        }),
        DescribeImageSigningStatus: () => fault("ImageNotFoundException", "is gone"),
      },
    });
    expect(images).toBe(MOST_IMAGES);
    expect(registry.operations().filter((name) => name === "DescribeImageSigningStatus")).toHaveLength(
      MOST_IMAGES,
    );
    expect(world.lines).toContainEqual(
      expect.objectContaining({ message: "has no time for all images of the repository", left: 1 }),
    );
  }, 240_000);
});
