import { digestOf, imageOf, type Outcome, REGISTRY, SLOW, TRUSTED, UNSIGNED } from "./images";
import { World } from "./support";

let world: World;
beforeEach(() => {
  world = new World();
});
afterEach(async () => {
  await world.stop();
});

describe("an image by a tag where tags are resolved", () => {
  const tag = `${REGISTRY}/shop/api:1.0`;
  const start = { containers: { app: tag, side: imageOf("side") } };
  const pulled = { digests: { app: digestOf("api") } };
  const follow = (more: object) => world.follow([world.message(world.run("1", { ...start, ...more }))]);
  /** What comes of the tag by what it means in the registry now. */
  const resolved = (outcome: Outcome) => world.outcomes.set(tag, { ...outcome, verified: digestOf("api") });

  beforeEach(() => {
    world.settle("shop", { tags: "detect" });
  });

  test.each([["trusted", TRUSTED] as const, ["unsigned", UNSIGNED] as const, ["slow", SLOW] as const])(
    "waits for what is pulled when the tag means something %s",
    async (_, outcome) => {
      resolved(outcome);
      expect(await follow({ lastStatus: "PENDING" })).toEqual([]);
      expect(world.told()).toEqual({ side: "trusted: allow" });
      expect(world.stops()).toEqual([]);
    },
  );

  test("is judged by what was pulled", async () => {
    await follow(pulled);
    expect(world.judged).toContainEqual({ reference: tag, digest: digestOf("api"), cluster: "shop" });
    expect(world.told()).toMatchObject({ app: "trusted: allow" });
  });

  test.each([["trusted", TRUSTED] as const, ["unsigned", UNSIGNED] as const])(
    "is undecided when it runs and ECS does not say what was pulled, though the tag means something %s",
    async (_, outcome) => {
      resolved(outcome);
      expect(await follow({})).toEqual(["1"]);
      await world.follow([world.message(world.run("1", start), 3)]);
      expect(world.told()).toMatchObject({ app: "undecided running-digest-unknown: tell" });
      expect(world.stops()).toEqual([]);
    },
  );

  test("is refused at once when its name alone decides", async () => {
    world.outcomes.set(tag, { outcome: "refused", code: "repository-not-allowed", message: "not here" });
    await follow({ lastStatus: "PROVISIONING" });
    expect(world.stops()).toEqual(["1"]);
  });

  describe("in a task that has ended", () => {
    const ended = { lastStatus: "STOPPED", desiredStatus: "STOPPED" };

    test.each([["trusted", TRUSTED] as const, ["unsigned", UNSIGNED] as const, ["slow", SLOW] as const])(
      "is not told of when nothing was pulled, though the tag means something %s",
      async (_, outcome) => {
        resolved(outcome);
        expect(await follow(ended)).toEqual([]);
        expect(world.told()).toEqual({ side: "trusted: allow" });
      },
    );

    test("is not told of when ECS does not list the container", async () => {
      const task = world.run("1", { ...start, ...ended });
      const known = world.tasks.get(task);
      world.tasks.set(task, { ...known, containers: known?.containers?.slice(1) ?? [] });
      expect(await world.follow([world.message(task)])).toEqual([]);
      expect(world.told()).toEqual({ side: "trusted: allow" });
    });

    test("is judged by what was pulled", async () => {
      world.outcomes.set(tag, UNSIGNED);
      expect(await follow({ ...ended, ...pulled })).toEqual([]);
      expect(world.told()).toMatchObject({ app: "refused unsigned: tell" });
    });

    test("is told of when its name alone decides", async () => {
      world.outcomes.set(tag, { outcome: "refused", code: "repository-not-allowed", message: "not here" });
      expect(await follow(ended)).toEqual([]);
      expect(world.told()).toMatchObject({ app: "refused repository-not-allowed: tell" });
    });
  });

  test("of a container that ECS does not list is undecided once the task runs", async () => {
    const task = world.run("1", start);
    const known = world.tasks.get(task);
    world.tasks.set(task, { ...known, containers: known?.containers?.slice(1) ?? [] });
    expect(await world.follow([world.message(task)])).toEqual(["1"]);
  });
});

describe("where tags are refused that were resolved before", () => {
  const tag = `${REGISTRY}/shop/api:1.0`;
  const REFUSED = { outcome: "refused", code: "tag-refused", message: "it is no digest" } as const;
  const start = { service: "api", containers: { app: tag } };
  const pulled = { digests: { app: digestOf("api") } };
  const follow = async (count: number, more: object) => {
    for (let task = 1; task <= count; task++) {
      const id = `later-${String(world.tasks.size)}`;
      await world.follow([world.message(world.run(id, { ...start, ...more }))]);
    }
  };

  test("tasks that have pulled nothing yet are known by the tag, and not all stopped", async () => {
    world.settle("shop", { tags: "detect" });
    await world.follow([world.message(world.run("first", { ...start, ...pulled }))]);
    world.settle("shop");
    world.outcomes.set(tag, REFUSED);
    await follow(7, { lastStatus: "PROVISIONING" });
    expect(world.stopped).toHaveLength(5);
    // What the tag led to before says nothing of another digest.
    await follow(3, { digests: { app: digestOf("other") } });
    expect(world.stopped).toHaveLength(8);
    // The digest itself was trusted.
    await follow(3, pulled);
    expect(world.stopped).toHaveLength(8);
  });

  test("tasks of a tag that never was trusted are always stopped, before they pull", async () => {
    world.outcomes.set(tag, REFUSED);
    await follow(7, { lastStatus: "PROVISIONING" });
    expect(world.stopped).toHaveLength(7);
  });

  test("tasks of another tag of the repository are always stopped", async () => {
    world.settle("shop", { tags: "detect" });
    await world.follow([world.message(world.run("first", { ...start, ...pulled }))]);
    world.settle("shop");
    const other = tag.replace(":1.0", ":2.0");
    world.outcomes.set(other, REFUSED);
    await follow(7, { containers: { app: other }, lastStatus: "PROVISIONING" });
    expect(world.stopped).toHaveLength(7);
  });
});
