import { fault } from "../../support/aws-service";
import { JOB, OTHER_VERSION, throttled } from "../../support/registry";
import { API, Court, settingsWith } from "../image-verification/support";
import { World } from "./support";

const TAG = `${API}:v1`;

let court: Court;
let world: World;
/** What tasks pull of an index for two architectures that is signed. */
let child: string;

beforeEach(async () => {
  court = await new Court().start();
  world = new World();
  world.settle("shop", { repositories: [API], tags: "detect" });
  world.newJudge = () =>
    court.verification(settingsWith({ clusters: world.clusters })).judgeUntil(AbortSignal.timeout(20_000));
  child = court.front.pushNew(API, "arm64");
});

afterEach(async () => {
  await world.stop();
  await court.front.stop();
});

/** An index that the tag means from now on. */
function release(children: readonly string[], signed = true): string {
  const index = court.front.pushIndex(API, children);
  if (signed) court.front.sign(API, index);
  court.front.tag(API, "v1", index);
  return index;
}

/** An index that lists one manifest. */
function around(listed: string): string {
  return court.front.pushIndex(API, [listed]);
}

/** A tag that moves on to another signed index. */
function move(): void {
  release([court.front.pushNew(API, "next")]);
}

/** Lets tasks of the service start that pulled a digest by the tag, and their events come; the last decision of each. */
async function follow(count: number, pulled = child, begin = 0): Promise<string[]> {
  const from = world.decisions.length;
  for (let task = begin; task < begin + count; task++) {
    const arn = world.run(String(task), {
      service: "api",
      containers: { app: TAG },
      digests: { app: pulled },
    });
    expect(await world.follow([world.message(arn)])).toEqual([]);
  }
  return world.decisions
    .slice(from)
    .map(({ outcome, code, action }) => [outcome, code, action].filter(Boolean).join(" "));
}

test("two containers by two tags of one part are remembered with both indexes", async () => {
  const { front } = court;
  const indexes = ["a", "b"].map((name) => {
    const index = front.pushIndex(API, [child, front.pushNew(API, name)]);
    front.sign(API, index);
    front.tag(API, name, index);
    return index;
  });
  const arn = world.run("1", {
    service: "api",
    containers: { a: `${API}:a`, b: `${API}:b` },
    digests: { a: child, b: child },
  });
  await world.follow([world.message(arn)]);
  const entry = world.table.items.get(`trusted/shop/service:api/${API}@${child}`);
  expect(entry?.["Indexes"]?.L?.map(({ S }) => S)).toEqual(indexes.toReversed());
});

describe("tasks that pulled their part of a signed index by a tag that moved since", () => {
  test("go on by that index", async () => {
    const index = release([child]);
    expect(await follow(7)).toEqual(Array(7).fill("trusted allow"));
    move();
    world.decisions.length = 0;
    await world.reconcile();
    expect(world.told()).toEqual({ app: "trusted: allow" });
    expect(world.decisions[0]?.image).toEqual({
      reference: TAG,
      repository: API,
      digest: index,
      children: [child],
    });
    expect(world.stops()).toEqual([]);
    // What is remembered is kept with every look.
    await world.reconcile();
    expect(world.stops()).toEqual([]);
  });

  test("go on while another index with the same part waits for its signature", async () => {
    release([child]);
    await follow(1);
    release([child, court.front.pushNew(API, "amd64")], false);
    expect(await follow(1, child, 1)).toEqual(["trusted allow"]);
  });

  test("go on though it means that part alone", async () => {
    release([child]);
    await follow(1);
    court.front.tag(API, "v1", child);
    expect(await follow(1, child, 1)).toEqual(["trusted allow"]);
  });

  test("are stopped once that index is revoked, though what the tag means has another digest", async () => {
    release([child]);
    await follow(1);
    court.front.revoked.add(JOB);
    const imageId = { imageTag: "v1", imageDigest: `sha256:${"7".repeat(64)}` };
    court.answer("v1", () => ({ images: [{ imageManifest: '{"schemaVersion":1}', imageId }] }));
    expect(await follow(1, child, 1)).toEqual(["refused revoked stop"]);
  });

  test.each([
    ["by itself", () => court.front.sign(API, child)],
    ["as part of another signed index", () => release([child, court.front.pushNew(API, "amd64")])],
  ])("go on by that index though they were trusted %s meanwhile", async (_, trust) => {
    release([child]);
    await follow(1);
    move();
    trust();
    expect(await follow(1, child, 1)).toEqual(["trusted allow"]);
    court.bury(child);
    for (const [key, stored] of court.front.stored) if (key.endsWith(child)) stored.referrers.splice(0, 1);
    release([child, court.front.pushNew(API, "arm")], false);
    expect(await follow(1, child, 2)).toEqual(["trusted allow"]);
  });

  test("go on though somebody else signs that part since", async () => {
    release([child]);
    await follow(1);
    move();
    court.front.sign(API, child, { profileVersionArn: OTHER_VERSION });
    expect(await follow(1, child, 1)).toEqual(["trusted allow"]);
  });

  test.each([
    ["is signed", () => undefined, "trusted allow"],
    ["is revoked", () => void court.front.revoked.add(JOB), "refused revoked stop"],
  ])("and are buried in other signatures since are what that index is, which %s", async (_, change, told) => {
    release([child]);
    await follow(1);
    move();
    court.bury(child);
    change();
    expect(await follow(1, child, 1)).toEqual([told]);
  });

  test("go on though the tag means an index now of which not all is read", async () => {
    release([child]);
    await follow(1);
    release([around(around(court.front.pushNew(API, "next")))]);
    expect(await follow(1, child, 1)).toEqual(["trusted allow"]);
  });

  test("are asked about again while what the tag means now is throttled, whatever became of that index", async () => {
    const before = release([child]);
    await follow(1);
    release([child, court.front.pushNew(API, "amd64")]);
    for (const [key, stored] of court.front.stored) if (key.endsWith(before)) stored.referrers.splice(0);
    court.answer("v1", throttled);
    const task = world.run("2", { service: "api", containers: { app: TAG }, digests: { app: child } });
    expect(await world.follow([world.message(task)])).toEqual(["2"]);
    expect(world.stops()).toEqual([]);
  });

  test("are stopped within the limit once the signature of that index is revoked", async () => {
    release([child]);
    await follow(1);
    move();
    court.front.revoked.add(JOB);
    expect(await follow(7, child, 1)).toEqual([
      ...Array<string>(5).fill("refused revoked stop"),
      ...Array<string>(2).fill("refused revoked tell"),
    ]);
  });

  test("are stopped where tags are refused by now", async () => {
    release([child]);
    await follow(1);
    move();
    world.settle("shop", { repositories: [API], tags: "refuse" });
    expect(await follow(1, child, 1)).toEqual(["refused tag-refused stop"]);
  });

  test("are told of where nobody remembers the index, and never stopped", async () => {
    release([child]);
    move();
    expect(await follow(7)).toEqual(Array(7).fill("undecided tag-moved tell"));
    expect(world.decisions[0]).toMatchObject({
      image: { reference: TAG, digest: child },
      message: `${API}@${child} has no signature; its tag does not lead to it any more, and what it meant before is not known`,
    });
  });

  test("say nothing of another service that pulled the same", async () => {
    release([child]);
    await follow(1);
    move();
    await world.follow([
      world.message(world.run("web", { containers: { app: TAG }, digests: { app: child } })),
    ]);
    expect(world.told()).toEqual({ app: "undecided tag-moved: tell" });
  });

  test("are looked at again while the history does not answer", async () => {
    release([child]);
    move();
    const task = world.run("1", { service: "api", containers: { app: TAG }, digests: { app: child } });
    const GetItem = () => fault("InternalServerError", "later");
    expect(await world.follow([world.message(task)], { table: { GetItem } })).toEqual(["1"]);
    await world.follow([world.message(task, 3)], { table: { GetItem } });
    expect(world.told()).toEqual({ app: "undecided tag-moved: tell" });
    expect(world.stops()).toEqual([]);
  });
});

describe("it stays a refusal", () => {
  test("while the tag means what was pulled, and nobody signed it", async () => {
    court.front.tag(API, "v1", child);
    expect(await follow(1)).toEqual(["refused unsigned stop"]);
  });

  test("of its name, though the history does not answer", async () => {
    world.settle("shop", { repositories: [API], tags: "refuse" });
    const task = world.run("1", { service: "api", containers: { app: TAG }, digests: { app: child } });
    const GetItem = () => fault("InternalServerError", "later");
    await world.follow([world.message(task, 3)], { table: { GetItem } });
    expect(world.told()).toEqual({ app: "refused tag-refused: tell" });
  });

  test("while the tag means the index of what was pulled, and nobody signed either", async () => {
    release([child], false);
    expect(await follow(1)).toEqual(["refused unsigned stop"]);
  });

  test("while the tag means an index of which not all is read, and nobody signed it", async () => {
    release([around(around(child))], false);
    expect(await follow(1)).toEqual(["refused unsigned stop"]);
  });

  test("of what has a signature of its own that is revoked, wherever the tag moved", async () => {
    court.front.sign(API, child);
    court.front.tag(API, "v1", child);
    expect(await follow(1)).toEqual(["trusted allow"]);
    move();
    court.front.revoked.add(JOB);
    expect(await follow(1, child, 1)).toEqual(["refused revoked stop"]);
  });

  test("of what somebody else signed, wherever the tag moved", async () => {
    court.front.sign(API, child, { profileVersionArn: OTHER_VERSION });
    move();
    expect(await follow(1)).toEqual(["refused identity-untrusted stop"]);
  });
});
