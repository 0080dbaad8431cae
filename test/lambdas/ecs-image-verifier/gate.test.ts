import { PROFILE_VERSION } from "../../support/registry";
import { fault } from "../../support/aws-service";
import { API, STATEMENT, WEB } from "../image-verification/support";
import { alike, by, inBoth } from "./both";
import { AT, DEPLOYMENT, hookEvent, REVISION } from "./events";
import { setScene, signed, unsigned, world } from "./scene";

setScene();

const FAR = "2026-06-25";
const ANSWERABLE = { reason: "needed", owner: "platform", expires: FAR };

describe("an image", () => {
  test("that is signed and trusted may run", async () => {
    expect(await inBoth(world, [by(signed)])).toEqual({
      block: "SUCCEEDED",
      alert: "SUCCEEDED",
      told: ["c0 trusted allow", "c0 trusted allow"],
    });
  });

  test("without signature is kept out, or told of", async () => {
    expect(await inBoth(world, [by(unsigned)])).toEqual({
      block: "FAILED",
      alert: "SUCCEEDED",
      told: ["c0 refused unsigned deny", "c0 refused unsigned tell"],
    });
  });

  test("of a sidecar or a container of the start counts as any other", async () => {
    expect(await inBoth(world, { api: by(signed), "aws-guardduty-agent": by(unsigned) })).toEqual({
      block: "FAILED",
      alert: "SUCCEEDED",
      told: [
        "api trusted allow",
        "aws-guardduty-agent refused unsigned deny",
        "api trusted allow",
        "aws-guardduty-agent refused unsigned tell",
      ],
    });
  });

  test("whose signature was revoked is kept out, or told of", async () => {
    world.court.front.revoked.add(PROFILE_VERSION);
    expect(await inBoth(world, [by(signed)])).toMatchObject({
      block: "FAILED",
      alert: "SUCCEEDED",
      told: ["c0 refused revoked deny", "c0 refused revoked tell"],
    });
  });

  test("that is signed and not of a repository of the cluster is kept out, or told of", async () => {
    const { front } = world.court;
    const other = front.pushNew(WEB, "other");
    front.sign(WEB, other);
    expect(await inBoth(world, [`${WEB}@${other}`])).toMatchObject({
      block: "FAILED",
      alert: "SUCCEEDED",
      told: ["c0 refused repository-not-allowed deny", "c0 refused repository-not-allowed tell"],
    });
  });

  test("by a tag is kept out, or told of, where tags are refused", async () => {
    world.court.front.tag(API, "1.0", signed);
    expect(await inBoth(world, [`${API}:1.0`])).toMatchObject({
      block: "FAILED",
      alert: "SUCCEEDED",
      told: ["c0 refused tag-refused deny", "c0 refused tag-refused tell"],
    });
  });

  test.each([`${API}@sha256:abc`, "nginx", "", `https://${API}`, "x".repeat(2_000)])(
    "named %j is kept out, or told of",
    async (reference) => {
      const { block, alert } = await inBoth(world, [reference || " "]);
      expect({ block, alert }).toEqual({ block: "FAILED", alert: "SUCCEEDED" });
    },
  );

  test("with an exception may run until the exception ends", async () => {
    const image = by(unsigned);
    const exceptions = [{ image, ...ANSWERABLE }];
    expect(await inBoth(world, [image], { settings: alike({ exceptions }) })).toEqual({
      block: "SUCCEEDED",
      alert: "SUCCEEDED",
      told: ["c0 admitted exception allow", "c0 admitted exception allow"],
    });
    expect(world.decisions[0]?.answerable).toEqual(ANSWERABLE);
    const past = [{ image, ...ANSWERABLE, expires: "2020-01-01" }];
    expect(await inBoth(world, [image], { settings: alike({ exceptions: past }) })).toMatchObject({
      block: "FAILED",
      alert: "SUCCEEDED",
    });
    expect(world.told().slice(-2)).toEqual(["c0 refused unsigned deny", "c0 refused unsigned tell"]);
  });

  test("may run behind broken glass until that ends", async () => {
    const breakGlass = ["shop", "tools"].map((cluster) => ({ cluster, service: "api", ...ANSWERABLE }));
    expect(await inBoth(world, [by(unsigned)], { settings: alike({ breakGlass }) })).toMatchObject({
      block: "SUCCEEDED",
      alert: "SUCCEEDED",
      told: ["c0 admitted break-glass allow", "c0 admitted break-glass allow"],
    });
    const past = breakGlass.map((entry) => ({ ...entry, expires: "2020-01-01" }));
    expect(await inBoth(world, [by(unsigned)], { settings: alike({ breakGlass: past }) })).toMatchObject({
      block: "FAILED",
      alert: "SUCCEEDED",
    });
    expect(world.told().slice(-2)).toEqual(["c0 refused unsigned deny", "c0 refused unsigned tell"]);
  });
});

describe("a trust policy", () => {
  const verification = { level: "strict", override: { revocation: "log" } };
  const weak = { ...STATEMENT, signatureVerification: verification };

  test("that is too weak fails what is blocked, and nothing else", async () => {
    const trustPolicy = { version: "1.0", trustPolicies: [weak] };
    expect(await inBoth(world, [by(signed)], { settings: alike({ trustPolicy }) })).toMatchObject({
      block: "FAILED",
      alert: "SUCCEEDED",
      told: ["c0 undecided weak-policy deny", "c0 trusted allow"],
    });
  });

  test("that cannot be used fails what is blocked, and is told of otherwise", async () => {
    const trustPolicy = { version: "9.9", trustPolicies: [STATEMENT] };
    expect(await inBoth(world, [by(signed)], { settings: alike({ trustPolicy }) })).toMatchObject({
      block: "FAILED",
      alert: "SUCCEEDED",
      told: ["c0 undecided policy-invalid deny", "c0 undecided policy-invalid tell"],
    });
  });
});

test("a cluster that the settings do not name counts as one that blocks", async () => {
  world.containers.set("api", [{ name: "api", image: by(unsigned) }]);
  expect(await world.ask(hookEvent({ cluster: "lab" }))).toEqual({ hookStatus: "FAILED" });
  expect(world.decisions).toMatchObject([{ cluster: "lab", mode: "block", known: false, action: "deny" }]);
});

test("a cluster of the same name in another account or region counts as one that blocks", async () => {
  const event = JSON.stringify(hookEvent({ cluster: "tools" }));
  world.ecs.DescribeServiceRevisions = () => fault("AccessDeniedException", "no");
  for (const [from, to] of [
    ["444444444444", "555555555555"],
    ["eu-central-1", "eu-west-1"],
  ] as const) {
    const other: unknown = JSON.parse(event.replaceAll(from, to));
    expect(await world.ask(other)).toEqual({ hookStatus: "FAILED" });
  }
});

test.each(["TEST_TRAFFIC_SHIFT", "PRODUCTION_TRAFFIC_SHIFT", "RECONCILE_SERVICE", "SOMETHING_NEW"])(
  "the stage %s is not ours: it fails where that blocks, though the image is trusted",
  async (stage) => {
    expect(await inBoth(world, [by(signed)], {}, { stage })).toEqual({
      block: "FAILED",
      alert: "SUCCEEDED",
      told: ["undecided invalid-event deny", "undecided invalid-event tell"],
    });
  },
);

test("a decision says who, what, why, and where to look further", async () => {
  world.containers.set("api", [{ name: "api", image: by(signed) }]);
  await world.ask(hookEvent());
  expect(world.decisions).toEqual([
    {
      version: 1,
      at: new Date(world.court.now).toISOString(),
      source: "ecs-deployment",
      partition: "aws",
      accountId: "444444444444",
      region: "eu-central-1",
      cluster: "shop",
      mode: "block",
      known: true,
      workload: { service: "api", taskDefinition: `${AT}:task-definition/api:1`, container: "api" },
      image: { reference: by(signed), repository: API, digest: signed },
      outcome: "trusted",
      action: "allow",
      profileVersionArn: PROFILE_VERSION,
      correlation: {
        requestId: "request-1",
        stage: "PRE_SCALE_UP",
        attempt: "1",
        serviceDeployment: DEPLOYMENT,
        serviceRevision: REVISION,
        executionId: "execution-1",
      },
    },
  ]);
  expect(world.lines).toContainEqual(
    expect.objectContaining({ message: "decision", decision: world.decisions[0] }),
  );
});

test("the same event twice has the same answer and asks no less", async () => {
  world.containers.set("api", [{ name: "api", image: by(signed) }]);
  const ask = world.started();
  expect([await ask(hookEvent()), await ask(hookEvent())]).toEqual([
    { hookStatus: "SUCCEEDED" },
    { hookStatus: "SUCCEEDED" },
  ]);
  world.court.front.revoked.add(PROFILE_VERSION);
  expect(await ask(hookEvent())).toEqual({ hookStatus: "FAILED" });
});
