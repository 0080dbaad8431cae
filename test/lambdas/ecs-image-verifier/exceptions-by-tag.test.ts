import { API } from "../image-verification/support";
import { alike, by, inBoth } from "./both";
import { AFTER, runs, setScene, TAG, unsigned, world } from "./scene";

setScene();
let exceptions: readonly object[];
let detect: string;
beforeEach(() => {
  world.court.front.tag(API, "1.0", unsigned);
  exceptions = [{ image: by(unsigned), reason: "needed", owner: "platform", expires: "2026-06-25" }];
  detect = alike({ exceptions }, { tags: "detect" });
});

test("a tag of an exception is refused where tags are, before the start and after", async () => {
  const settings = alike({ exceptions });
  expect(await inBoth(world, [TAG], { settings })).toEqual({
    block: "FAILED",
    alert: "SUCCEEDED",
    told: ["c0 refused tag-refused deny", "c0 refused tag-refused tell"],
  });
  runs(unsigned);
  expect(await inBoth(world, [TAG], { settings }, AFTER)).toMatchObject({ block: "FAILED" });
  expect(await inBoth(world, [by(unsigned)], { settings })).toMatchObject({ block: "SUCCEEDED" });
});

test("a tag of an exception may run where tags are compared, while it means what runs", async () => {
  expect(await inBoth(world, [TAG], { settings: detect })).toMatchObject({ block: "SUCCEEDED" });
  runs(unsigned);
  expect(await inBoth(world, [TAG], { settings: detect }, AFTER)).toMatchObject({ block: "SUCCEEDED" });
  runs(world.court.front.pushNew(API, "moved"));
  expect(await inBoth(world, [TAG], { settings: detect }, AFTER)).toMatchObject({ block: "FAILED" });
  expect(world.told().at(-1)).toBe("c0 refused running-digest-differs tell");
});

test("a tag of an exception is waited for until ECS says what runs", async () => {
  expect(await inBoth(world, [TAG], { settings: detect }, AFTER)).toMatchObject({
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
