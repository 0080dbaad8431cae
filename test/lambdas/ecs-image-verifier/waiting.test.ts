import { raw } from "../../support/aws-service";
import { broken, PROFILE, throttled } from "../../support/registry";
import { API } from "../image-verification/support";
import { by, inBoth } from "./both";
import { hookEvent } from "./events";
import { setScene, signed, unsigned, world } from "./scene";

/** An error of which the SDK has no model. */
const wordless = () => raw('{"__type":"InternalServerError","message":{"a":1}}', 500);

setScene();

describe("what may pass", () => {
  test.each<[string, string, () => void]>([
    [
      "signing that still runs",
      "signing-in-progress",
      () => {
        world.court.front.signing(API, unsigned, "IN_PROGRESS", PROFILE);
      },
    ],
    ["throttling of ECR", "throttled", () => (world.court.front.ecr.BatchGetImage = throttled)],
    ["an error of ECR", "aws-error", () => (world.court.front.ecr.ListImageReferrers = broken)],
    ["an error that says no text", "aws-error", () => (world.court.front.ecr.BatchGetImage = wordless)],
  ])("%s is waited for, then kept out or told of", async (_, code, prepare) => {
    prepare();
    const images = [by(unsigned)];
    expect(await inBoth(world, images)).toEqual({
      block: "IN_PROGRESS",
      alert: "IN_PROGRESS",
      told: [`c0 undecided ${code} wait`, `c0 undecided ${code} wait`],
    });
    world.decisions.length = 0;
    const told = [`c0 undecided ${code} deny`, `c0 undecided ${code} tell`];
    const usedUp = { block: "FAILED", alert: "SUCCEEDED", told };
    expect(await inBoth(world, images, {}, { hookDetails: { preScaleUpAttempts: 60 } })).toEqual(usedUp);
    world.decisions.length = 0;
    world.elapsedSeconds = 900;
    expect(await inBoth(world, images)).toEqual(usedUp);
  });

  test("is asked for again until it has passed", async () => {
    const { front } = world.court;
    front.signing(API, unsigned, "IN_PROGRESS", PROFILE);
    world.containers.set("api", [{ name: "api", image: by(unsigned) }]);
    const first = await world.ask(hookEvent());
    expect(first).toEqual({
      hookStatus: "IN_PROGRESS",
      callBackDelay: 15,
      hookDetails: { preScaleUpAttempts: 1 },
    });
    const hookDetails = "hookDetails" in first ? first.hookDetails : undefined;
    const second = await world.ask(hookEvent({ hookDetails }));
    expect(second).toMatchObject({ hookDetails: { preScaleUpAttempts: 2 } });
    front.sign(API, unsigned);
    expect(await world.ask(hookEvent({ hookDetails: { preScaleUpAttempts: 2 } }))).toEqual({
      hookStatus: "SUCCEEDED",
    });
    expect(world.told()).toEqual([
      "api undecided signing-in-progress wait",
      "api undecided signing-in-progress wait",
      "api trusted allow",
    ]);
  });

  test("beside an image that is refused is not waited for where that blocks", async () => {
    world.court.front.signing(API, unsigned, "IN_PROGRESS", PROFILE);
    expect(await inBoth(world, [by(unsigned), `${API}:1`])).toMatchObject({
      block: "FAILED",
      alert: "IN_PROGRESS",
      told: [
        "c0 undecided signing-in-progress deny",
        "c1 refused tag-refused deny",
        "c0 undecided signing-in-progress wait",
      ],
    });
  });

  test.each([-1, 61, "3", null, [], { a: 1 }])("the counter %j is used up", async (preScaleUpAttempts) => {
    world.court.front.ecr.BatchGetImage = throttled;
    const hookDetails = { preScaleUpAttempts };
    expect(await inBoth(world, [by(signed)], {}, { hookDetails })).toMatchObject({
      block: "FAILED",
      alert: "SUCCEEDED",
      told: ["c0 undecided throttled deny", "c0 undecided throttled tell"],
    });
  });
});

test("nothing of hookDetails but the counter counts", async () => {
  const hookDetails = {
    mode: "alert",
    cluster: "tools",
    trustPolicy: {},
    exceptions: [{ image: by(unsigned), reason: "needed", owner: "platform", expires: "2026-06-25" }],
    breakGlass: [
      { cluster: "shop", service: "api", reason: "needed", owner: "platform", expires: "2026-06-25" },
    ],
    hookStatus: "SUCCEEDED",
    ["__proto__"]: { mode: "alert" },
  };
  expect(await inBoth(world, [by(unsigned)], {}, { hookDetails })).toMatchObject({
    block: "FAILED",
    told: ["c0 refused unsigned deny", "c0 refused unsigned tell"],
  });
});
