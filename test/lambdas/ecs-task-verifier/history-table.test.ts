import { fault, hang } from "../../support/aws-service";
import { historyOfEachTest } from "./history-server";

const DIGEST = `sha256:${"a".repeat(64)}`;
const MINUTE = 60_000;
const LIMIT = { stops: 5, minutes: 10 };
const IMAGE = {
  cluster: "shop",
  workload: "service:api",
  image: `333333333333.dkr.ecr.eu-central-1.amazonaws.com/shop/api@${DIGEST}`,
};

const { start, stopOf: stop, server } = historyOfEachTest();

test("an image of a workload that was trusted is known as that", async () => {
  const history = await start();
  await history.recordTrusted(IMAGE);
  await history.recordTrusted(IMAGE);
  expect(await history.wasTrusted(IMAGE)).toBe(true);
});

test("the indexes as part of which an image was trusted are known, the last first, also once it is by itself", async () => {
  const history = await start();
  expect(await history.trustedIndexes(IMAGE)).toEqual([]);
  const indexes = ["a", "b", "a", "c"].map((letter) => `sha256:${letter.repeat(64)}`);
  for (const index of indexes) await history.recordTrusted({ ...IMAGE, index });
  await history.recordTrusted(IMAGE);
  expect(await history.trustedIndexes(IMAGE)).toEqual([indexes[3], indexes[2], indexes[1]]);
  expect(await history.wasTrusted(IMAGE)).toBe(true);
});

test("indexes at once, one after another and of the image by itself are all remembered", async () => {
  const history = await start();
  const indexes = ["1", "2", "3"].map((digit) => `sha256:${digit.repeat(64)}`);
  await Promise.all([...indexes.map((index) => ({ ...IMAGE, index })), IMAGE].map(history.recordTrusted));
  expect([...(await history.trustedIndexes(IMAGE))].sort()).toEqual(indexes);
});

test("what is known within the half hour is not written again", async () => {
  const history = await start();
  const [index, other] = ["1", "2"].map((digit) => `sha256:${digit.repeat(64)}`) as [string, string];
  const writes = () => server().count("PutItem");
  await history.recordTrusted({ ...IMAGE, index });
  await history.recordTrusted({ ...IMAGE, index });
  await history.recordTrusted(IMAGE);
  expect(writes()).toBe(1);
  await history.recordTrusted({ ...IMAGE, index: other });
  await history.recordTrusted({ ...IMAGE, index });
  expect(writes()).toBe(3);
  expect(await history.trustedIndexes(IMAGE)).toEqual([index, other]);
  await server().clock.sleep(30 * MINUTE);
  await history.recordTrusted({ ...IMAGE, index });
  expect(writes()).toBe(4);
});

test("an entry from before entries had a number is written on", async () => {
  const history = await start();
  const id = `trusted/shop/service:api/${IMAGE.image}`;
  server().table.items.set(id, { Id: { S: id }, TrustedAt: { N: "1" } });
  await history.recordTrusted({ ...IMAGE, index: DIGEST });
  expect(await history.trustedIndexes(IMAGE)).toEqual([DIGEST]);
});

test("of five indexes at most", async () => {
  const history = await start();
  const indexes = ["1", "2", "3", "4", "5", "6"].map((digit) => `sha256:${digit.repeat(64)}`);
  for (const index of indexes) await history.recordTrusted({ ...IMAGE, index });
  expect(await history.trustedIndexes(IMAGE)).toEqual(indexes.slice(1).reverse());
});

test.each([
  ["another cluster", { cluster: "tools" }],
  ["another service", { workload: "service:web" }],
  ["tasks of a family that is called like the service", { workload: "family:api" }],
  ["another repository", { image: IMAGE.image.replace("@", "-debug@") }],
  ["the same repository of another registry", { image: IMAGE.image.replace("3333", "4444") }],
  ["another digest", { image: IMAGE.image.replace("aaa", "bbb") }],
])("trust says nothing of %s", async (_, other) => {
  const history = await start();
  await history.recordTrusted(IMAGE);
  expect(await history.wasTrusted({ ...IMAGE, ...other })).toBe(false);
});

test("the longest names fit into a key of the table", async () => {
  const history = await start();
  const long = {
    cluster: "c".repeat(255),
    workload: `service:${"s".repeat(255)}`,
    image: `333333333333.dkr.ecr.eu-central-1.amazonaws.com/${"r".repeat(976)}@${DIGEST}`,
  };
  await history.recordTrusted(long);
  const [id = ""] = server().table.items.keys();
  expect(Buffer.byteLength(id)).toBeLessThanOrEqual(2_048);
  expect(await history.wasTrusted(long)).toBe(true);
});

test("trust is forgotten by the table 400 days after it was last written", async () => {
  const history = await start();
  await history.recordTrusted(IMAGE);
  const [item] = server().table.items.values();
  expect(item).toEqual({
    Id: { S: `trusted/shop/service:api/${IMAGE.image}` },
    Version: { N: "1" },
    TrustedAt: { N: String(server().clock.now()) },
    ExpiresAt: { N: String(Math.ceil(server().clock.now() / 1_000) + 400 * 86_400) },
  });
});

test("a count that others always come before is nobody's answer", async () => {
  const history = await start({
    PutItem: () => fault("ConditionalCheckFailedException", "The conditional request failed"),
  });
  await expect(history.countStop(stop("1"), LIMIT)).rejects.toThrow(
    "stops/shop/service:api changes faster than it can be written",
  );
  expect(server().count("PutItem")).toBe(10);
});

test.each([
  ["throttled", () => fault("ProvisionedThroughputExceededException", "slow down")],
  ["refused", () => fault("AccessDeniedException", "not authorized")],
  ["gone", () => fault("ResourceNotFoundException", "Requested resource not found")],
])("a table that is %s is an error, and not an answer", async (_, answer) => {
  const history = await start({ GetItem: answer, PutItem: answer });
  await expect(history.wasTrusted(IMAGE)).rejects.toThrow();
  await expect(history.recordTrusted(IMAGE)).rejects.toThrow();
  await expect(history.countStop(stop("1"), LIMIT)).rejects.toThrow();
});

test("a table that hangs ends with the signal", async () => {
  const history = await start({ GetItem: () => hang() }, AbortSignal.timeout(200));
  await expect(history.wasTrusted(IMAGE)).rejects.toThrow();
});
