import { API } from "../image-verification/support";
import { alike, by, inBoth } from "./both";
import { World } from "./world";

/** As many as a task definition may have. */
const COUNT = 10;
/** Ten images at once take their time on a machine with much to do. */
const MANY_MILLISECONDS = 10_000;
const CHANGES = { settings: alike({}, { tags: "detect" }), milliseconds: 60_000 };

let world: World;
/** Distinct images, all signed. */
let digests: string[];
beforeEach(async () => {
  world = new World();
  const { front } = world.court;
  front.requestTimeout = MANY_MILLISECONDS;
  await world.start(MANY_MILLISECONDS);
  digests = Array.from({ length: COUNT }, (_, index) => {
    const digest = front.pushNew(API, `image-${String(index)}`);
    front.sign(API, digest);
    front.tag(API, `v${String(index)}`, digest);
    return digest;
  });
});
afterEach(async () => {
  await world.stop();
});

const tags = () => digests.map((_, index) => `${API}:v${String(index)}`);
/** Every container runs what its tag meant, but for those that are changed. */
function run(changed: Readonly<Record<string, string>> = {}): void {
  digests.forEach((digest, index) => world.running.set(`c${String(index)}`, digest));
  for (const [name, digest] of Object.entries(changed)) world.running.set(name, digest);
}

test("ten trusted containers may run, and each is told of", async () => {
  const { block, alert, told } = await inBoth(world, digests.map(by), CHANGES);
  expect({ block, alert }).toEqual({ block: "SUCCEEDED", alert: "SUCCEEDED" });
  expect(told).toHaveLength(2 * COUNT);
});

test.each([0, 4, 9])("an unsigned one among ten, the one with the number %d, decides", async (index) => {
  const images = digests.map(by);
  images[index] = by(world.court.front.pushNew(API, "unsigned"));
  const { block, alert, told } = await inBoth(world, images, CHANGES);
  expect({ block, alert }).toEqual({ block: "FAILED", alert: "SUCCEEDED" });
  expect(told.filter((line) => line.includes("unsigned"))).toEqual([
    `c${String(index)} refused unsigned deny`,
    `c${String(index)} refused unsigned tell`,
  ]);
});

test("ten tags are remembered at once, and compared one by one", async () => {
  expect(await inBoth(world, tags(), CHANGES)).toMatchObject({ block: "SUCCEEDED" });
  expect(world.table.items.size).toBe(2);
  const after = { stage: "POST_SCALE_UP" };
  run();
  expect(await inBoth(world, tags(), CHANGES, after)).toMatchObject({ block: "SUCCEEDED" });
  // Both are trusted, and each runs in the place of the other.
  run({ c3: digests[7] ?? "", c7: digests[3] ?? "" });
  const { block, alert, told } = await inBoth(world, tags(), CHANGES, after);
  expect({ block, alert }).toEqual({ block: "FAILED", alert: "SUCCEEDED" });
  expect(told.filter((line) => line.includes("running-digest-differs"))).toEqual([
    "c3 refused running-digest-differs deny",
    "c7 refused running-digest-differs deny",
    "c3 refused running-digest-differs tell",
    "c7 refused running-digest-differs tell",
  ]);
});
