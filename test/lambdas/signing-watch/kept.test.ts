import { forget } from "../security-hub";
import { World } from "./support";

const DAY = 86_400_000;

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(async () => {
  await world.stop();
});

/** Looks every five days for 200 days, while Security Hub deletes what nobody updates. */
async function goOn(...answers: Parameters<World["reconcile"]>): Promise<void> {
  for (let day = 0; day < 200; day += 5) {
    await world.clock.sleep(5 * DAY);
    forget(world.findings, world.clock.now());
    // What failed of a look is told by its error, and is none of this.
    await world.reconcile(...answers).catch(() => undefined);
  }
}

test.each([
  ["that has a tag", ["1.0"]],
  ["without a tag", []],
])("the finding about an image %s stays for as long as it holds", async (_, tags) => {
  world.push("shop/api", "bad", { minutesAgo: 16, tags });
  await world.follow([world.message("shop/api", "bad")]);
  const [first] = world.open();
  await goOn();
  const { UpdatedAt, ...last } = world.open()[0] ?? {};
  expect(last).toEqual({ ...first, UpdatedAt: undefined });
  expect(world.clock.now() - Date.parse(UpdatedAt ?? "")).toBeLessThan(65 * DAY);
});

test("a suppressed finding stays suppressed", async () => {
  world.push("shop/api", "bad", { minutesAgo: 16 });
  await world.follow([world.message("shop/api", "bad")]);
  for (const [id, finding] of world.findings) {
    world.findings.set(id, { ...finding, Workflow: { Status: "SUPPRESSED" } });
  }
  await goOn();
  expect(world.open()).toMatchObject([{ Workflow: { Status: "SUPPRESSED" } }]);
});

test("the finding about changed rules stays while they are changed, and says since when", async () => {
  world.rules = [];
  const since = new Date(world.clock.now() + 5 * DAY).toISOString();
  await goOn();
  expect(world.open()).toMatchObject([
    { Title: "The signing rules of the registry were changed", CreatedAt: since },
  ]);
});

test("what nobody can say any more stays, for it may hold", async () => {
  world.push("shop/api", "bad", { minutesAgo: 16 });
  await world.follow([world.message("shop/api", "bad")]);
  await goOn({ milliseconds: 0 });
  expect(world.open()).toHaveLength(1);
});

test("nothing is written before it is old", async () => {
  world.push("shop/api", "bad", { minutesAgo: 16 });
  await world.follow([world.message("shop/api", "bad")]);
  await world.clock.sleep(59 * DAY);
  expect((await world.reconcile()).hub.operations()).not.toContain("BatchImportFindings");
});

test("another shortcoming changes the finding, which keeps the time at which it began", async () => {
  world.push("shop/api", "bad", { minutesAgo: 16 });
  world.sign("shop/api", "bad", "FAILED", "no");
  await world.follow([world.message("shop/api", "bad")]);
  const [failed] = world.open();
  expect(failed?.Description).toMatch(/ could not be made \(AccessDenied: no\)$/);
  world.sign("shop/api", "bad", "COMPLETE");
  world.removeSignatures("bad");
  await world.clock.sleep(60_000);
  await world.follow([world.message("shop/api", "bad")]);
  expect(world.open()).toEqual([
    {
      ...failed,
      Description: expect.stringMatching(/ was made, and none that holds is there$/) as unknown,
      UpdatedAt: new Date(world.clock.now()).toISOString(),
    },
  ]);
});
