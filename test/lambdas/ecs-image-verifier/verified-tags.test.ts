import { fault, hang } from "../../support/aws-service";
import { API } from "../image-verification/support";
import { alike, by, inBoth } from "./both";
import { DEPLOYMENT, hookEvent, REVISION } from "./events";
import { AFTER, DETECT, runs, setScene, signed, TAG, unsigned, world } from "./scene";

setScene();

describe("what was verified", () => {
  beforeEach(() => {
    world.court.front.tag(API, "1.0", signed);
    runs(signed);
  });

  test("is kept for the deployment of a revision until no deployment can last longer", async () => {
    await inBoth(world, [TAG], { settings: DETECT });
    const [item] = world.table.items.values();
    expect(item).toEqual({
      Id: { S: `verified/${DEPLOYMENT}/${REVISION}` },
      Tags: { M: { c0: { M: { Digest: { S: signed }, Children: { L: [] } } } } },
      ExpiresAt: { N: String(Math.ceil(world.court.now / 1_000) + 31 * 86_400) },
    });
  });

  test("and was not kept is undecided at once: it will never be known", async () => {
    expect(await inBoth(world, [TAG], { settings: DETECT }, AFTER)).toEqual({
      block: "FAILED",
      alert: "SUCCEEDED",
      told: ["c0 undecided verified-digest-unknown deny", "c0 undecided verified-digest-unknown tell"],
    });
  });

  test.each([
    ["another deployment", { deployment: `${DEPLOYMENT}2` }],
    ["another revision", { revision: `${REVISION}2` }],
  ])("of %s does not count", async (_, other) => {
    world.containers.set("api", [{ name: "c0", image: TAG }]);
    const ask = (event: object) => world.ask(hookEvent(event), { settings: DETECT });
    expect(await ask(other)).toEqual({ hookStatus: "SUCCEEDED" });
    expect(await ask(AFTER)).toEqual({ hookStatus: "FAILED" });
    expect(await ask({ ...other, ...AFTER })).toEqual({ hookStatus: "SUCCEEDED" });
  });

  test("of another container does not count", async () => {
    runs(signed, "c1");
    await inBoth(world, { c0: TAG, c1: by(signed) }, { settings: DETECT });
    expect(await inBoth(world, { c0: by(signed), c1: TAG }, { settings: DETECT }, AFTER)).toMatchObject({
      block: "FAILED",
    });
  });

  test("and cannot be kept is waited for, then kept out or told of", async () => {
    world.dynamodb.PutItem = () => fault("InternalServerError", "later");
    expect(await inBoth(world, [TAG, by(signed)], { settings: DETECT })).toEqual({
      block: "IN_PROGRESS",
      alert: "IN_PROGRESS",
      told: ["c0 undecided aws-unavailable wait", "c0 undecided aws-unavailable wait"],
    });
    const hookDetails = { preScaleUpAttempts: 60 };
    expect(await inBoth(world, [TAG, by(signed)], { settings: DETECT }, { hookDetails })).toMatchObject({
      block: "FAILED",
      alert: "SUCCEEDED",
    });
    expect(world.told().slice(-2)).toEqual(["c0 undecided aws-unavailable tell", "c1 trusted allow"]);
  });

  test("and cannot be read is waited for, then kept out or told of", async () => {
    await inBoth(world, [TAG], { settings: DETECT });
    world.dynamodb.GetItem = () => fault("ProvisionedThroughputExceededException", "slow down");
    expect(await inBoth(world, [TAG], { settings: DETECT }, AFTER)).toMatchObject({
      block: "IN_PROGRESS",
      alert: "IN_PROGRESS",
    });
    const hookDetails = { postScaleUpAttempts: 60 };
    expect(await inBoth(world, [TAG], { settings: DETECT }, { ...AFTER, hookDetails })).toMatchObject({
      block: "FAILED",
      alert: "SUCCEEDED",
    });
    expect(world.told().at(-1)).toBe("c0 undecided aws-unavailable tell");
  });

  test.each(["PutItem", "GetItem"] as const)("waits no longer than the function has for %s", async (name) => {
    world.dynamodb[name] = () => hang();
    if (name === "GetItem") await inBoth(world, [TAG], { settings: DETECT });
    const at = name === "GetItem" ? AFTER : {};
    const started = Date.now();
    expect(await inBoth(world, [TAG], { settings: DETECT, milliseconds: 400 }, at)).toMatchObject({
      block: "IN_PROGRESS",
      alert: "IN_PROGRESS",
    });
    expect(Date.now() - started).toBeLessThan(3_000);
    expect(world.told().at(-1)).toBe("c0 undecided deadline wait");
  });

  test("and may not be kept is not tried again", async () => {
    world.dynamodb.PutItem = () => fault("AccessDeniedException", "not authorized");
    expect(await inBoth(world, [TAG], { settings: DETECT })).toEqual({
      block: "FAILED",
      alert: "SUCCEEDED",
      told: ["c0 undecided unexpected deny", "c0 undecided unexpected tell"],
    });
  });

  test("and was kept in no known form is undecided", async () => {
    await inBoth(world, [TAG], { settings: DETECT });
    for (const [id, item] of world.table.items) {
      world.table.items.set(id, { ...item, Tags: { M: { c0: { M: { Digest: { S: "latest" } } } } } });
    }
    expect(await inBoth(world, [TAG], { settings: DETECT }, AFTER)).toMatchObject({
      block: "FAILED",
      alert: "SUCCEEDED",
    });
  });

  test("by digest needs no table, and neither does a tag that may not run", async () => {
    world.dynamodb.PutItem = () => fault("InternalServerError", "later");
    world.dynamodb.GetItem = () => fault("InternalServerError", "later");
    const images = [by(signed)];
    expect(await inBoth(world, images, { settings: DETECT })).toMatchObject({ block: "SUCCEEDED" });
    expect(await inBoth(world, images, { settings: DETECT }, AFTER)).toMatchObject({ block: "SUCCEEDED" });
    world.court.front.tag(API, "1.0", unsigned);
    expect(await inBoth(world, [TAG], { settings: DETECT })).toMatchObject({ block: "FAILED" });
    expect(world.told().at(-1)).toBe("c0 refused unsigned tell");
  });
});

describe("somebody who answers", () => {
  const answerable = { reason: "outage", owner: "commander", expires: "2026-06-25" };

  test("for a digest lets in what a tag meant before the start, and nothing else after it", async () => {
    const exceptions = [{ image: by(unsigned), ...answerable }];
    const excepted = alike({ exceptions }, { tags: "detect" });
    const other = world.court.front.pushNew(API, "other");
    world.court.front.tag(API, "1.0", unsigned);
    expect(await inBoth(world, [TAG], { settings: excepted })).toMatchObject({ block: "SUCCEEDED" });
    runs(unsigned);
    expect(await inBoth(world, [TAG], { settings: excepted }, AFTER)).toMatchObject({ block: "SUCCEEDED" });
    runs(other);
    expect(await inBoth(world, [TAG], { settings: excepted }, AFTER)).toMatchObject({ block: "FAILED" });
    // That it is trusted makes it no more what was verified.
    runs(signed);
    expect(await inBoth(world, [TAG], { settings: excepted }, AFTER)).toMatchObject({ block: "FAILED" });
  });

  test("for an index lets in what is pulled of it", async () => {
    const { front } = world.court;
    const child = front.pushNew(API, "arm64");
    const index = front.pushIndex(API, [child]);
    front.tag(API, "1.0", index);
    const excepted = alike({ exceptions: [{ image: by(index), ...answerable }] }, { tags: "detect" });
    await inBoth(world, [TAG], { settings: excepted });
    runs(child);
    expect(await inBoth(world, [TAG], { settings: excepted }, AFTER)).toMatchObject({ block: "SUCCEEDED" });
  });

  test("for a service lets in whatever its tags mean", async () => {
    const breakGlass = ["shop", "tools"].map((cluster) => ({ cluster, service: "api", ...answerable }));
    const broken = alike({ breakGlass }, { tags: "detect" });
    world.court.front.tag(API, "1.0", unsigned);
    runs(signed);
    expect(await inBoth(world, [TAG], { settings: broken })).toMatchObject({ block: "SUCCEEDED" });
    expect(await inBoth(world, [TAG], { settings: broken }, AFTER)).toMatchObject({ block: "SUCCEEDED" });
    expect(world.table.items.size).toBe(0);
  });

  test("for a service needs no table", async () => {
    const breakGlass = ["shop", "tools"].map((cluster) => ({ cluster, service: "api", ...answerable }));
    const broken = alike({ breakGlass }, { tags: "detect" });
    world.dynamodb.GetItem = () => fault("InternalServerError", "later");
    runs(unsigned);
    expect(await inBoth(world, [TAG], { settings: broken }, AFTER)).toEqual({
      block: "SUCCEEDED",
      alert: "SUCCEEDED",
      told: ["c0 admitted break-glass allow", "c0 admitted break-glass allow"],
    });
  });
});

test("a tag where tags are refused is refused after the start without a table", async () => {
  world.dynamodb.GetItem = () => fault("AccessDeniedException", "not authorized");
  runs(signed);
  expect(await inBoth(world, [TAG], { settings: alike() }, AFTER)).toEqual({
    block: "FAILED",
    alert: "SUCCEEDED",
    told: ["c0 refused tag-refused deny", "c0 refused tag-refused tell"],
  });
});
