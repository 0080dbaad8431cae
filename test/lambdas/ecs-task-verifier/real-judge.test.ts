import { API, Court, settingsWith, WEB } from "../image-verification/support";
import { World } from "./support";

let court: Court;
let world: World;
/** An image for two architectures whose index is signed, as a task definition names it. */
let signed: string;
/** What a task pulls of it. */
let child: string;

beforeEach(async () => {
  court = await new Court().start();
  world = new World();
  world.settle("shop", { repositories: [API] });
  world.newJudge = () =>
    court.verification(settingsWith({ clusters: world.clusters })).judgeUntil(AbortSignal.timeout(20_000));
  const { front } = court;
  child = front.pushNew(API, "arm64");
  const index = front.pushIndex(API, [child, front.pushNew(API, "amd64")]);
  front.sign(API, index);
  signed = `${API}@${index}`;
});

afterEach(async () => {
  await world.stop();
  await court.front.stop();
});

/** Starts a task of the service of which ECS has pulled a digest, and lets its event come. */
async function follow(id: string, image: string, pulled?: string): Promise<void> {
  const digests: Record<string, string> = pulled === undefined ? {} : { app: pulled };
  const task = world.run(id, { service: "api", containers: { app: image }, digests });
  expect(await world.follow([world.message(task)])).toEqual([]);
}

test("a task that pulled its part of an index goes on by the signature of the index", async () => {
  await follow("1", signed, child);
  expect(world.told()).toEqual({ app: "trusted: allow" });
  expect(world.stopped).toEqual([]);
});

test("a task that pulled what is no part of the signed index is stopped", async () => {
  await follow("1", signed, court.front.pushNew(API, "stranger"));
  expect(world.told()).toEqual({ app: "refused unsigned: stop" });
  expect(world.stops()).toEqual(["1"]);
});

test("a task whose image has no signature is stopped, and ECS is told why", async () => {
  await follow("1", `${API}@${court.front.pushNew(API, "unsigned")}`);
  expect(world.told()).toEqual({ app: "refused unsigned: stop" });
  expect(world.stops()).toEqual(["1"]);
  expect(world.stopped[0]?.reason).toBe("Stopped by image verification (app: unsigned)");
});

test("repositories of a cluster that were changed by mistake stop five tasks of a service and no more", async () => {
  await follow("before", signed, child);
  world.settle("shop", { repositories: [WEB] });
  world.decisions.length = 0;
  for (let task = 1; task <= 7; task++) await follow(`after-${String(task)}`, signed, child);
  expect(world.stops()).toEqual(["after-1", "after-2", "after-3", "after-4", "after-5"]);
  expect(world.decisions.map(({ code, action }) => `${String(code)}: ${action}`)).toEqual([
    ...Array<string>(5).fill("repository-not-allowed: stop"),
    ...Array<string>(2).fill("repository-not-allowed: tell"),
  ]);
});
