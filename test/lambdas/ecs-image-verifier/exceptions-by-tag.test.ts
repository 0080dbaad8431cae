import { API } from "../image-verification/support";
import { alike, by, inBoth, pushed } from "./both";
import { World } from "./world";

const TAG = `${API}:1.0`;
const POST = { stage: "POST_SCALE_UP" } as const;

let world: World;
let unsigned: string;
let exceptions: readonly object[];
let detect: string;
beforeEach(async () => {
  world = await new World().start();
  ({ unsigned } = pushed(world));
  world.court.front.tag(API, "1.0", unsigned);
  exceptions = [{ image: by(unsigned), reason: "needed", owner: "platform", expires: "2026-06-25" }];
  detect = alike({ exceptions }, { tags: "detect" });
});
afterEach(async () => {
  await world.stop();
});

test("a tag of an exception is refused where tags are, before the start and after", async () => {
  const settings = alike({ exceptions });
  expect(await inBoth(world, [TAG], { settings })).toEqual({
    block: "FAILED",
    alert: "SUCCEEDED",
    told: ["c0 refused tag-refused deny", "c0 refused tag-refused tell"],
  });
  world.running.set("c0", unsigned);
  expect(await inBoth(world, [TAG], { settings }, POST)).toMatchObject({ block: "FAILED" });
  expect(await inBoth(world, [by(unsigned)], { settings })).toMatchObject({ block: "SUCCEEDED" });
});

test("a tag of an exception may run where tags are compared, while it means what runs", async () => {
  expect(await inBoth(world, [TAG], { settings: detect })).toMatchObject({ block: "SUCCEEDED" });
  world.running.set("c0", unsigned);
  expect(await inBoth(world, [TAG], { settings: detect }, POST)).toMatchObject({ block: "SUCCEEDED" });
  world.running.set("c0", world.court.front.pushNew(API, "moved"));
  expect(await inBoth(world, [TAG], { settings: detect }, POST)).toMatchObject({ block: "FAILED" });
  expect(world.told().at(-1)).toBe("c0 refused unsigned tell");
});

test("a tag of an exception is waited for until ECS says what runs", async () => {
  expect(await inBoth(world, [TAG], { settings: detect }, POST)).toMatchObject({
    block: "IN_PROGRESS",
    told: ["c0 undecided running-digest-unknown wait", "c0 undecided running-digest-unknown wait"],
  });
});

test("a tag of an exception that ECS does not pin is refused before anything starts", async () => {
  world.ecs.DescribeTaskDefinition = ({ taskDefinition: taskDefinitionArn }) => ({
    taskDefinition: {
      taskDefinitionArn,
      containerDefinitions: [{ name: "c0", image: TAG, versionConsistency: "disabled" }],
    },
  });
  expect(await inBoth(world, [TAG], { settings: detect })).toMatchObject({
    block: "FAILED",
    told: ["c0 refused tag-not-pinned deny", "c0 refused tag-not-pinned tell"],
  });
});
