import { JOB } from "../../support/registry";
import { API, Court, settingsWith, WEB } from "../image-verification/support";
import { World } from "./support";

// ECS replaces what is stopped. Whatever the refused image is told as, from the pull to the next move of its tag, the
// service is interrupted once a day.
const MINUTE = 60_000;
const SIZE = 2;

let court: Court;
let world: World;
let started: number;
beforeEach(async () => {
  started = 0;
  court = await new Court().start();
  world = new World();
  world.settle("shop", { repositories: [API], tags: "detect" });
  world.newJudge = () =>
    court.verification(settingsWith({ clusters: world.clusters })).judgeUntil(AbortSignal.timeout(20_000));
});
afterEach(async () => {
  await world.stop();
  await court.front.stop();
});

/** What a container names, and the digest that is pulled by it. */
type Containers = Readonly<Record<string, readonly [reference: string, pulled: string]>>;

function takeAway(): void {
  for (const { task = "" } of world.stopped) world.tasks.delete(task);
}

/** Starts a task of which ECS tells the digests one after another, unless it is stopped before. */
async function startTask(named: Containers): Promise<void> {
  started += 1;
  const id = String(started);
  const references = Object.entries(named).map(([name, [reference]]) => [name, reference] as const);
  const pulled = Object.entries(named).map(([name, [, digest]]) => [name, digest] as const);
  for (let count = 0; count <= pulled.length; count++) {
    const arn = world.run(id, {
      service: "api",
      containers: Object.fromEntries(references),
      digests: Object.fromEntries(
        started % 2 === 0 ? pulled.slice(0, count) : pulled.slice(pulled.length - count),
      ),
      lastStatus: count === pulled.length ? "RUNNING" : "PENDING",
      minutesAgo: 0,
    });
    if (count === 0) {
      // Nothing is pulled yet, by a digest neither.
      for (const container of world.tasks.get(arn)?.containers ?? []) delete container.imageDigest;
    }
    await world.follow([world.message(arn)]);
    takeAway();
    if (!world.tasks.has(arn)) return;
  }
}

/** Lets hours go by, with a look in each, while ECS replaces what was stopped; how many stops there are after each. */
async function interruptions(hours: number, next: () => Containers, before = () => {}): Promise<number[]> {
  const stops: number[] = [];
  for (let hour = 0; hour < hours; hour++) {
    before();
    await world.reconcile();
    takeAway();
    for (let count = 0; count < 20 && world.tasks.size < SIZE; count++) {
      await world.clock.sleep(MINUTE / 2);
      await startTask(next());
    }
    stops.push(world.stopped.length);
    await world.clock.sleep(50 * MINUTE);
  }
  return stops;
}

async function serve(next: () => Containers): Promise<void> {
  for (let count = 0; count < SIZE; count++) await startTask(next());
  expect(world.tasks.size).toBe(SIZE);
}

test.each([
  ["by the digest of its index", 1, (index: string) => `${API}@${index}`],
  ["by the digest of an index for two platforms", 2, (index: string) => `${API}@${index}`],
  ["by tag", 1, () => `${API}:v1`],
  ["by the tag of an index for two platforms", 2, () => `${API}:v1`],
])("an image %s whose repository is left out", async (_, platforms, name) => {
  const parts = ["arm64", "amd64"].map((text) => court.front.pushNew(API, text));
  const index = court.front.pushIndex(API, parts);
  court.front.sign(API, index);
  court.front.tag(API, "v1", index);
  const next = (): Containers => ({ app: [name(index), parts[started % platforms] ?? ""] });
  await serve(next);
  world.settle("shop", { repositories: [WEB], tags: "detect" });
  expect(await interruptions(4, next)).toEqual([5, 5, 5, 5]);
});

test("an image that whoever may push buries, and lists in a new index every hour", async () => {
  const image = court.front.pushNew(API, "arm64");
  court.front.sign(API, image);
  court.front.tag(API, "v1", image);
  const next = (): Containers => ({ app: [`${API}:v1`, image] });
  await serve(next);
  court.bury(image);
  // ECR names no order; the good one comes last.
  for (const [key, { referrers }] of court.front.stored)
    if (key.endsWith(image)) referrers.push(...referrers.splice(0, 1));
  const move = () => {
    const other = court.front.pushNew(API, String(started));
    court.front.tag(API, "v1", court.front.pushIndex(API, [image, other]));
  };
  expect(await interruptions(3, next, move)).toEqual([5, 5, 5]);
});

test("two images by tag that are pulled one after the other", async () => {
  const signed = (text: string) => {
    const digest = court.front.pushNew(API, text);
    court.front.sign(API, digest);
    court.front.tag(API, text, digest);
    return [`${API}:${text}`, digest] as const;
  };
  const next = (): Containers => ({ a, b });
  const [a, b] = [signed("a"), signed("b")];
  await serve(next);
  court.front.revoked.add(JOB);
  expect(await interruptions(4, next)).toEqual([5, 5, 5, 5]);
});
