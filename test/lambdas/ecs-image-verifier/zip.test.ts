import { readFileSync, statSync } from "node:fs";
import { functionZip } from "../../../modules/function";
import { hang } from "../../support/aws-service";
import { runZip, storedFile } from "../../support/lambda-runner";
import { API, CLUSTERS } from "../image-verification/support";
import { alike, by } from "./both";
import { hookEvent } from "./events";
import { AFTER, setScene, signed, TAG, unsigned, world } from "./scene";

const ZIP = functionZip("ecs-image-verifier");

setScene();
beforeEach(() => {
  // The zip has the real time, the tests' signatures another.
  world.court.now = Date.now();
  world.containers.set("api", [{ name: "api", image: by(unsigned) }]);
});

/** Asks the code of the zip; `null` leaves a file out. */
async function ask(
  event: unknown,
  {
    settings = alike(),
    clusters = CLUSTERS,
    remaining = 30_000,
    environment = world.environment(),
  }: {
    readonly settings?: string | null;
    readonly clusters?: string | null;
    readonly remaining?: number;
    readonly environment?: Readonly<Record<string, string>>;
  } = {},
): Promise<unknown> {
  const files: Record<string, string> = {
    ...(settings === null ? {} : { "settings.json": settings }),
    ...(clusters === null ? {} : { "clusters.json": clusters }),
  };
  const outcome = await runZip(ZIP, event, environment, remaining, files);
  return "result" in outcome ? outcome.result : outcome.error;
}

test("the code in the zip keeps an unsigned image out, lets it in where it only alerts, and tells of both", async () => {
  expect(await ask(hookEvent())).toEqual({ hookStatus: "FAILED" });
  expect(await ask(hookEvent({ cluster: "tools" }))).toEqual({ hookStatus: "SUCCEEDED" });
  expect(world.told()).toEqual(["api refused unsigned deny", "api refused unsigned tell"]);
});

/** The code in the zip goes by the clock of the machine. */
const expires = new Date(Date.now() + 30 * 86_400_000).toISOString().slice(0, 10);

test("the code in the zip lets an exception in", async () => {
  const exceptions = [{ image: by(unsigned), reason: "needed", owner: "platform", expires }];
  expect(await ask(hookEvent(), { settings: alike({ exceptions }) })).toEqual({ hookStatus: "SUCCEEDED" });
});

test("the code in the zip remembers what a tag meant before the start, and compares it after that", async () => {
  const exceptions = [{ image: by(unsigned), reason: "needed", owner: "platform", expires }];
  const settings = alike({ exceptions }, { tags: "detect" });
  world.court.front.tag(API, "1.0", unsigned);
  world.containers.set("api", [{ name: "api", image: TAG }]);
  expect(await ask(hookEvent(), { settings })).toEqual({ hookStatus: "SUCCEEDED" });
  world.running.set("api", signed);
  expect(await ask(hookEvent(AFTER), { settings })).toMatchObject({ hookStatus: "FAILED" });
  expect(world.decisions.at(-1)).toMatchObject({ code: "running-digest-differs" });
});

test("the code in the zip lets no tag pass without a table, and every digest", async () => {
  const { HISTORY_TABLE_NAME, ...environment } = world.environment();
  expect(HISTORY_TABLE_NAME).toBeDefined();
  const exceptions = [{ image: by(unsigned), reason: "needed", owner: "platform", expires }];
  const settings = alike({ exceptions }, { tags: "detect" });
  expect(await ask(hookEvent(), { settings, environment })).toEqual({ hookStatus: "SUCCEEDED" });
  world.court.front.tag(API, "1.0", unsigned);
  world.containers.set("api", [{ name: "api", image: TAG }]);
  expect(await ask(hookEvent(), { settings, environment })).toEqual({ hookStatus: "FAILED" });
});

test("the code in the zip gets no envelope from an address that is not public", async () => {
  world.containers.set("api", [{ name: "api", image: by(signed) }]);
  expect(await ask(hookEvent())).toMatchObject({ hookStatus: "IN_PROGRESS" });
  expect(world.told()).toEqual(["api undecided envelope-unreadable wait"]);
  expect(world.court.front.downloads).toEqual([]);
});

test("the code in the zip answers before its time is over", async () => {
  world.ecs.DescribeServiceRevisions = () => hang();
  const started = Date.now();
  expect(await ask(hookEvent(), { remaining: 6_000 })).toMatchObject({ hookStatus: "IN_PROGRESS" });
  expect(Date.now() - started).toBeLessThan(6_000);
});

test.each([
  ["that are wrong", alike({ version: 9 })],
  ["that are cut", alike().slice(0, 100)],
  ["that are not there", null],
])(
  "the code in the zip starts with settings %s, and keeps nothing out of a cluster that alerts",
  async (_, settings) => {
    expect(await ask(hookEvent({ cluster: "tools" }), { settings })).toEqual({ hookStatus: "SUCCEEDED" });
    expect(await ask(hookEvent(), { settings })).toEqual({ hookStatus: "FAILED" });
  },
);

test("the code in the zip starts without the modes of clusters, and takes those of the settings", async () => {
  expect(await ask(hookEvent({ cluster: "tools" }), { clusters: null })).toEqual({ hookStatus: "SUCCEEDED" });
  expect(await ask(hookEvent(), { clusters: null })).toEqual({ hookStatus: "FAILED" });
});

test("the code in the zip starts without any file, and blocks", async () => {
  const nothing = { clusters: null, settings: null };
  expect(await ask(hookEvent({ cluster: "tools" }), nothing)).toEqual({ hookStatus: "FAILED" });
});

test("the code in the zip decides without a queue", async () => {
  const { DECISION_QUEUE_URL, ...environment } = world.environment();
  expect(DECISION_QUEUE_URL).toBeDefined();
  expect(await ask(hookEvent(), { environment })).toEqual({ hookStatus: "FAILED" });
  expect(world.decisions).toEqual([]);
});

test("the zip holds what the function needs and no other source of credentials", () => {
  const code = storedFile(readFileSync(ZIP)).toString("ascii");
  expect(statSync(ZIP).size).toBeLessThan(1_000_000);
  for (const word of ["AWS_WEB_IDENTITY_TOKEN_FILE", "credential_process", "AWS_CONTAINER_CREDENTIALS"]) {
    expect({ word, found: code.includes(word) }).toEqual({ word, found: false });
  }
});
