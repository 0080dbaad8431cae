import { fault } from "../../support/aws-service";
import { API } from "../image-verification/support";
import { alike, by, inBoth } from "./both";
import { AFTER, DETECT, runs, setScene, signed, TAG, unsigned, world } from "./scene";

setScene();

/** What is answered before and after tasks have started, where that blocks. */
async function stages(images: Parameters<typeof inBoth>[1] = [TAG]) {
  const before = await inBoth(world, images, { settings: DETECT });
  const told = world.decisions.length;
  const after = await inBoth(world, images, { settings: DETECT }, AFTER);
  return { before: before.block, after: after.block, alert: after.alert, told: world.told().slice(told) };
}

const DIFFERS = ["c0 refused running-digest-differs deny", "c0 refused running-digest-differs tell"];
const UNSIGNED = ["c0 refused unsigned deny", "c0 refused unsigned tell"];

test("a tag that is trusted and still means what runs may run", async () => {
  world.court.front.tag(API, "1.0", signed);
  runs(signed);
  expect(await stages()).toEqual({
    before: "SUCCEEDED",
    after: "SUCCEEDED",
    alert: "SUCCEEDED",
    told: ["c0 trusted allow", "c0 trusted allow"],
  });
});

test("a tag of what is not signed may not run", async () => {
  world.court.front.tag(API, "1.0", unsigned);
  expect(await stages()).toMatchObject({ before: "FAILED" });
  expect(world.told()[0]).toBe("c0 refused unsigned deny");
});

test("a tag that was moved to something unsigned before tasks started is found out", async () => {
  world.court.front.tag(API, "1.0", signed);
  runs(unsigned);
  expect(await stages()).toEqual({
    before: "SUCCEEDED",
    after: "FAILED",
    alert: "SUCCEEDED",
    told: DIFFERS,
  });
  expect(world.decisions.at(-1)?.image.digest).toBe(unsigned);
});

test("a tag that was moved and moved back is found out all the same", async () => {
  world.court.front.tag(API, "1.0", signed);
  await inBoth(world, [TAG], { settings: DETECT });
  world.court.front.tag(API, "1.0", unsigned);
  runs(unsigned);
  world.court.front.tag(API, "1.0", signed);
  const { block, told } = await inBoth(world, [TAG], { settings: DETECT }, AFTER);
  expect(block).toBe("FAILED");
  expect(told.slice(-2)).toEqual(DIFFERS);
});

test("a tag that was moved to another signed image is found out: that is not what was verified", async () => {
  const { front } = world.court;
  const other = front.pushNew(API, "other");
  front.sign(API, other);
  front.tag(API, "1.0", signed);
  await inBoth(world, [TAG], { settings: DETECT });
  front.tag(API, "1.0", other);
  runs(other);
  expect(await inBoth(world, [TAG], { settings: DETECT }, AFTER)).toMatchObject({
    block: "FAILED",
    alert: "SUCCEEDED",
  });
  expect(world.told().slice(-2)).toEqual(DIFFERS);
  expect(world.decisions.at(-1)).toMatchObject({
    image: { reference: TAG, digest: other },
    message: `the container c0 runs ${other}, and ${signed} was verified before it started`,
  });
});

test("a tag that moves on after tasks have started does not matter", async () => {
  world.court.front.tag(API, "1.0", signed);
  await inBoth(world, [TAG], { settings: DETECT });
  world.court.front.tag(API, "1.0", unsigned);
  runs(signed);
  expect(await inBoth(world, [TAG], { settings: DETECT }, AFTER)).toMatchObject({ block: "SUCCEEDED" });
  expect(world.decisions.at(-1)?.image).toEqual({
    reference: TAG,
    repository: API,
    digest: signed,
  });
});

test("what was verified is verified once more after the start: it may have been revoked since", async () => {
  world.court.front.tag(API, "1.0", signed);
  runs(signed);
  await inBoth(world, [TAG], { settings: DETECT });
  const repositories = { repositories: [`${API}-new`] };
  const changed = alike({}, { tags: "detect", ...repositories });
  expect(await inBoth(world, [TAG], { settings: changed }, AFTER)).toMatchObject({ block: "FAILED" });
  expect(world.told().at(-1)).toBe("c0 refused repository-not-allowed tell");
});

describe("an index", () => {
  let index: string;
  let child: string;
  beforeEach(() => {
    const { front } = world.court;
    child = front.pushNew(API, "arm64");
    index = front.pushIndex(API, [child, front.pushNew(API, "amd64")]);
    front.sign(API, index);
    front.tag(API, "1.0", index);
  });

  test("that runs as itself may run", async () => {
    runs(index);
    expect(await stages()).toMatchObject({ before: "SUCCEEDED", after: "SUCCEEDED" });
  });

  test("that runs as one of its own children may run", async () => {
    runs(child);
    expect(await stages()).toMatchObject({ before: "SUCCEEDED", after: "SUCCEEDED" });
  });

  test("does not let in a manifest that is none of its children", async () => {
    runs(world.court.front.pushNew(API, "stranger"));
    expect(await stages()).toMatchObject({ before: "SUCCEEDED", after: "FAILED", told: DIFFERS });
  });

  test("does not let in a child of another index that is not signed", async () => {
    const { front } = world.court;
    const stranger = front.pushNew(API, "stranger");
    front.pushIndex(API, [stranger]);
    runs(stranger);
    expect(await stages()).toMatchObject({ after: "FAILED", told: DIFFERS });
  });

  test("lets in what an index in it lists", async () => {
    const { front } = world.court;
    const outer = front.pushIndex(API, [front.pushIndex(API, [child])]);
    front.sign(API, outer);
    front.tag(API, "1.0", outer);
    runs(child);
    expect(await stages()).toMatchObject({ before: "SUCCEEDED", after: "SUCCEEDED" });
  });

  test("lets in its own children though its tag has moved on", async () => {
    await inBoth(world, [TAG], { settings: DETECT });
    world.court.front.tag(API, "1.0", signed);
    runs(child);
    expect(await inBoth(world, [TAG], { settings: DETECT }, AFTER)).toMatchObject({ block: "SUCCEEDED" });
    expect(world.decisions.at(-1)?.image).toMatchObject({ reference: TAG, digest: index });
  });

  test("does not let in a child of another signed index", async () => {
    const { front } = world.court;
    const other = front.pushNew(API, "other");
    const signedToo = front.pushIndex(API, [other]);
    front.sign(API, signedToo);
    await inBoth(world, [TAG], { settings: DETECT });
    front.tag(API, "1.0", signedToo);
    runs(other);
    expect(await inBoth(world, [TAG], { settings: DETECT }, AFTER)).toMatchObject({ block: "FAILED" });
    expect(world.told().at(-1)).toBe("c0 refused running-digest-differs tell");
  });

  test("that is not signed does not let in its children", async () => {
    const { front } = world.court;
    front.tag(API, "1.0", front.pushIndex(API, [child, signed]));
    runs(child);
    expect(await stages()).toMatchObject({ before: "FAILED", after: "FAILED", told: UNSIGNED });
  });
});

test("a digest that ECS does not say is waited for, then kept out or told of", async () => {
  world.court.front.tag(API, "1.0", signed);
  expect(await inBoth(world, [TAG], { settings: DETECT }, AFTER)).toEqual({
    block: "IN_PROGRESS",
    alert: "IN_PROGRESS",
    told: ["c0 undecided running-digest-unknown wait", "c0 undecided running-digest-unknown wait"],
  });
  const hookDetails = { postScaleUpAttempts: 60 };
  expect(await inBoth(world, [TAG], { settings: DETECT }, { ...AFTER, hookDetails })).toMatchObject({
    block: "FAILED",
    alert: "SUCCEEDED",
  });
  expect(world.told().slice(-2)).toEqual([
    "c0 undecided running-digest-unknown deny",
    "c0 undecided running-digest-unknown tell",
  ]);
});

test("the digest of another container does not count", async () => {
  world.court.front.tag(API, "1.0", signed);
  runs(signed, "other");
  expect(await inBoth(world, [TAG], { settings: DETECT }, AFTER)).toMatchObject({
    block: "IN_PROGRESS",
    told: ["c0 undecided running-digest-unknown wait", "c0 undecided running-digest-unknown wait"],
  });
});

test("the same tag in two containers is compared for each", async () => {
  world.court.front.tag(API, "1.0", signed);
  runs(signed, "c0");
  runs(unsigned, "c1");
  expect(await stages([TAG, TAG])).toMatchObject({
    after: "FAILED",
    told: DIFFERS.flatMap((told) => ["c0 trusted allow", told.replace("c0", "c1")]),
  });
});

test("what runs and cannot be judged yet is waited for, though what its tag meant was not kept", async () => {
  world.court.front.tag(API, "1.0", signed);
  world.court.front.signer.GetRevocationStatus = () => fault("TooManyRequestsException", "slow down");
  runs(signed);
  expect(await inBoth(world, [TAG], { settings: DETECT }, AFTER)).toEqual({
    block: "IN_PROGRESS",
    alert: "IN_PROGRESS",
    told: ["c0 undecided revocation-unknown wait", "c0 undecided revocation-unknown wait"],
  });
});

test("a tag that ECS does not pin is refused before anything starts", async () => {
  world.court.front.tag(API, "1.0", signed);
  const ask = async (image: string, event: Parameters<typeof inBoth>[3] = {}) => {
    await inBoth(world, [image], { settings: DETECT }, event);
    return world.told().at(-1);
  };
  world.ecs.DescribeTaskDefinition = ({ taskDefinition: taskDefinitionArn }) => ({
    taskDefinition: {
      taskDefinitionArn,
      containerDefinitions: [
        { name: "c0", image: world.containers.get("api")?.[0]?.image, versionConsistency: "disabled" },
      ],
    },
  });
  expect(await ask(TAG)).toBe("c0 refused tag-not-pinned tell");
  // ECS resolves no digest of it, and nobody has to wait for one.
  expect(await ask(TAG, AFTER)).toBe("c0 refused tag-not-pinned tell");
  runs(signed);
  expect(await ask(TAG, AFTER)).toBe("c0 refused tag-not-pinned tell");
  // A digest needs no pinning.
  expect(await ask(by(signed))).toBe("c0 trusted allow");
});

test("an image by digest needs no answer of ECS after the start", async () => {
  expect(await stages([by(signed)])).toMatchObject({ before: "SUCCEEDED", after: "SUCCEEDED" });
});

test("where tags are refused they are refused after the start as well", async () => {
  world.court.front.tag(API, "1.0", signed);
  runs(signed);
  expect(await inBoth(world, [TAG], {}, AFTER)).toMatchObject({
    block: "FAILED",
    alert: "SUCCEEDED",
    told: ["c0 refused tag-refused deny", "c0 refused tag-refused tell"],
  });
});
