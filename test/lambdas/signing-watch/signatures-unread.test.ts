import { fault } from "../../support/aws-service";
import { MANIFEST, RELEASE, World } from "./support";

const OTHER = RELEASE.replace("release", "other");

let world: World;

beforeEach(() => {
  world = new World();
  const manifest = JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST });
  world.push("shop/api", "image", { minutesAgo: 60, manifest });
});

afterEach(async () => {
  await world.stop();
});

const follow = (...options: Parameters<World["start"]>) =>
  world.follow([world.message("shop/api", "image")], ...options);

describe("there is an end to", () => {
  test("signatures that are read", async () => {
    for (let index = 0; index < 101; index++) world.attach("image", OTHER);
    const { blobs } = await follow();
    expect(blobs.asked).toHaveLength(100);
    expect(world.lines).toContainEqual(
      expect.objectContaining({ message: "does not read all signatures of the image", read: 100 }),
    );
  });

  test("pages of referrers", async () => {
    const { registry } = await follow({
      ecr: { ListImageReferrers: (_, count) => ({ referrers: [], nextToken: String(count) }) },
    });
    expect(registry.operations().filter((name) => name === "ListImageReferrers")).toHaveLength(20);
    expect(world.open()).toHaveLength(1);
  });
});

describe("while signatures cannot be read nobody is accused, and the push comes again", () => {
  const unread = [
    ["the list", { ecr: { ListImageReferrers: () => fault("AccessDeniedException", "no") } }],
    ["the blob", { blobs: () => ({ status: 503 }) }],
    [
      "the blob, which is elsewhere",
      { blobs: () => ({ status: 302, headers: { location: "http://127.0.0.1:9/" } }) },
    ],
    [
      "the blob, whose address is none of HTTP",
      { ecr: { GetDownloadUrlForLayer: () => ({ downloadUrl: "file:///etc/passwd" }) } },
    ],
  ] as const satisfies readonly (readonly [string, Parameters<World["start"]>[0]])[];

  test.each(unread)("%s", async (_, answers) => {
    world.attach("image", RELEASE);
    expect((await follow(answers)).stay).toEqual(["image"]);
    expect(world.findings.size).toBe(0);
  });

  test.each(unread)("and the schedule fails: %s", async (_, answers) => {
    world.attach("image", RELEASE);
    await expect(world.reconcile(answers)).rejects.toThrow("[incomplete-run]");
    expect(world.metrics()).toEqual([1]);
  });

  test("the blob, which is another", async () => {
    world.attach("image", RELEASE);
    for (const digest of world.blobs.keys()) world.blobs.set(digest, Buffer.from("{}"));
    expect((await follow()).stay).toEqual(["image"]);
    expect(world.findings.size).toBe(0);
  });

  test("one failure of the blob is not the end", async () => {
    world.attach("image", RELEASE);
    let asked = 0;
    const { stay } = await follow({ blobs: () => ((asked += 1) === 1 ? { status: 503 } : undefined) });
    expect(stay).toEqual([]);
    expect(world.findings.size).toBe(0);
  });
});
