import { type BatchGetImageRequest, type SigningStatus } from "@aws-sdk/client-ecr";
import { World } from "./support";

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(async () => {
  await world.stop();
});

const CHILDREN = ["amd64", "arm64", "attestation"];
const ALL = [...CHILDREN, "index"];

/**
 * Pushes an image for two architectures as clients do, the index last, each an image to ECR with a status of its own.
 *
 * @param signed what signing came to; what is not named was never asked for
 * @param tags of children; clients push them without
 */
function push(
  signed: Readonly<Record<string, SigningStatus>>,
  tags: Readonly<Record<string, string[]>> = {},
): void {
  for (const child of CHILDREN) world.push("shop/api", child, { minutesAgo: 16, tags: tags[child] ?? [] });
  world.push("shop/api", "index", { minutesAgo: 16, children: CHILDREN });
  for (const [name, status] of Object.entries(signed)) world.sign("shop/api", name, status, "no");
}

/** Names of what has a finding, by events and by the schedule: both must say the same. */
async function accusedOf(all: readonly string[]): Promise<string[]> {
  const names = () =>
    all.filter((name) => world.open().some(({ Id = "" }) => Id.endsWith(world.digest(name))));
  await world.reconcile();
  const scheduled = names();
  world.findings.clear();
  const { stay } = await world.follow(all.map((name) => world.message("shop/api", name)));
  expect({ stay, names: names() }).toEqual({ stay: [], names: scheduled });
  return scheduled;
}

const accused = () => accusedOf(ALL);
const every = (status: SigningStatus, names = ALL) => Object.fromEntries(names.map((name) => [name, status]));

test("the index and every child signed: nobody is accused", async () => {
  push(every("COMPLETE"));
  expect(await accused()).toEqual([]);
});

test("every child signed and the index not: the index is accused, for it is what a tag names", async () => {
  push(every("COMPLETE", CHILDREN));
  expect(await accused()).toEqual(["index"]);
});

test("the index failed, whatever its children say: the index is accused", async () => {
  push({ ...every("COMPLETE", CHILDREN), index: "FAILED" });
  expect(await accused()).toEqual(["index"]);
});

test("nothing signed: one finding, for the index", async () => {
  push({});
  expect(await accused()).toEqual(["index"]);
});

test("the index signed and its children not: its signature covers them by their digests", async () => {
  push({ ...every("FAILED", CHILDREN), index: "COMPLETE" });
  expect(await accused()).toEqual([]);
});

test("a child with a tag of its own is accused alone, for it can be deployed by it", async () => {
  push({ ...every("COMPLETE"), arm64: "FAILED" }, { arm64: ["1.0-arm64"] });
  expect(await accused()).toEqual(["arm64"]);
});

test("the index and a child with a tag: each has a finding of its own", async () => {
  push({ amd64: "COMPLETE" }, { arm64: ["1.0-arm64"] });
  expect(await accused()).toEqual(["arm64", "index"]);
});

/** Pushes an image and, so many hours later, the signed index that lists it, an hour ago. */
function pushSlowly(hours: number): void {
  world.push("shop/api", "amd64", { minutesAgo: (hours + 1) * 60, tags: [] });
  world.push("shop/api", "index", { minutesAgo: 60, children: ["amd64"] });
  world.sign("shop/api", "index", "COMPLETE");
}

test("an index that comes 22 hours after what it lists stands for it", async () => {
  pushSlowly(22);
  expect(await accusedOf(["amd64", "index"])).toEqual([]);
});

test("one that comes 25 hours after it does not", async () => {
  pushSlowly(25);
  await world.follow([world.message("shop/api", "amd64")]);
  expect(world.open().map(({ Id = "" }) => Id.endsWith(world.digest("amd64")))).toEqual([true]);
});

test("an index is read once, however many images it may list", async () => {
  push({});
  for (const name of ["orphan-1", "orphan-2"]) world.push("shop/api", name, { minutesAgo: 16, tags: [] });
  const { registry } = await world.reconcile();
  const reads = registry.calls.filter(({ operation, input }) => {
    const { imageIds = [] } = input as BatchGetImageRequest;
    return operation === "BatchGetImage" && imageIds.some((id) => id.imageDigest === world.digest("index"));
  });
  expect(reads).toHaveLength(1);
});

test("an image among more indexes than are read is accused, and the log says why", async () => {
  push(every("COMPLETE"));
  for (let index = 0; index < 1_001; index++) {
    world.push("shop/api", `index-${String(index)}`, { minutesAgo: 16, children: [] });
  }
  world.push("shop/api", "orphan", { minutesAgo: 16, tags: [] });
  await world.follow([world.message("shop/api", "orphan")]);
  expect(world.open()).toHaveLength(1);
  expect(world.lines).toContainEqual(
    expect.objectContaining({
      message: "does not read all indexes that may list the image",
      repository: "shop/api",
      digest: world.digest("orphan"),
      read: 1_000,
    }),
  );
});
