import { PROFILE_VERSION } from "../../support/registry";
import { API, Court, settingsWith } from "../image-verification/support";
import { World } from "./support";

type Start = NonNullable<Parameters<World["run"]>[1]>;

let court: Court;
let world: World;

beforeEach(async () => {
  court = await new Court().start();
});

afterEach(async () => {
  await court.front.stop();
});

/** What happens to a task of an image in a cluster of this mode, judged as it is in AWS; the event is the first of it. */
async function follow(mode: "block" | "alert", image: string, { lastStatus = "PENDING", ...start }: Start) {
  world = new World(mode);
  try {
    world.settle("shop", { mode, repositories: [API] });
    const settings = settingsWith({ clusters: world.clusters });
    world.newJudge = () => court.verification(settings).judgeUntil(AbortSignal.timeout(20_000));
    const task = world.run("1", { containers: { app: image }, lastStatus, ...start });
    expect(await world.follow([world.message(task)])).toEqual([]);
    return { told: world.told()["app"], stopped: world.stops().length };
  } finally {
    await world.stop();
  }
}

const SERVICE = { service: "api", startedBy: "ecs-svc/1234567890123456789" };
const WAYS: readonly (readonly [way: string, start: Start])[] = [
  ["RunTask", {}],
  ["RunTask that says it is of a service", { group: "service:api", startedBy: "somebody" }],
  ["StartTask", { group: "family:job", startedBy: "operator" }],
  ["a schedule of EventBridge", { startedBy: "events-rule/nightly" }],
  ["EventBridge Scheduler", { startedBy: "chronos-schedule/nightly" }],
  ["a rolling deployment", SERVICE],
  ["a deployment of CodeDeploy", { ...SERVICE, startedBy: "CODE_DEPLOY" }],
  ["an external controller", { ...SERVICE, startedBy: "" }],
  ["scale-out", { ...SERVICE, lastStatus: "RUNNING" }],
];

test.each(WAYS)("an unsigned image that %s starts is stopped in block mode", async (_, start) => {
  const image = `${API}@${court.front.pushNew(API, "unsigned")}`;
  expect(await follow("block", image, start)).toEqual({ told: "refused unsigned: stop", stopped: 1 });
});

test.each(WAYS)("an unsigned image that %s starts is told of in alert mode", async (_, start) => {
  const image = `${API}@${court.front.pushNew(API, "unsigned")}`;
  expect(await follow("alert", image, start)).toEqual({ told: "refused unsigned: tell", stopped: 0 });
});

test.each(WAYS)("a signed image that %s starts goes on", async (_, start) => {
  const digest = court.front.pushNew(API, "signed");
  court.front.sign(API, digest);
  expect(await follow("block", `${API}@${digest}`, start)).toEqual({ told: "trusted: allow", stopped: 0 });
});

test("scale-out of a revision whose signature was revoked since is stopped", async () => {
  const digest = court.front.pushNew(API, "signed");
  court.front.sign(API, digest);
  const image = `${API}@${digest}`;
  expect(await follow("block", image, SERVICE)).toEqual({ told: "trusted: allow", stopped: 0 });
  court.front.revoked.add(PROFILE_VERSION);
  expect(await follow("block", image, SERVICE)).toEqual({ told: "refused revoked: stop", stopped: 1 });
});
