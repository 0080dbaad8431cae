import { clusterModes } from "../../../verification";
import { CLUSTERS, SETTINGS, settingsWith } from "../image-verification/support";
import { alike, by, inBoth, pushed } from "./both";
import { hookEvent } from "./events";
import { World } from "./world";

const KEPT_OUT = { block: "FAILED", alert: "SUCCEEDED" };

let world: World;
let signed: string;
beforeEach(async () => {
  world = await new World().start();
  ({ signed } = pushed(world));
});
afterEach(async () => {
  await world.stop();
});

describe("settings", () => {
  const wrong: readonly (readonly [string, string | undefined, string])[] = [
    ["with an unknown key", alike({ extra: true }), "extra: is not known"],
    ["of another version", alike({ version: 2 }), "version: is 2"],
    ["with a trust policy that is none", alike({ trustPolicy: "none" }), "trustPolicy: is"],
    ["with exceptions that are none", alike({ exceptions: [{ image: "*" }] }), "exceptions[0].image"],
  ];

  test.each(wrong)("%s fail what is blocked, and are told of otherwise", async (_, settings, message) => {
    expect(await inBoth(world, [by(signed)], { settings })).toEqual({
      ...KEPT_OUT,
      told: ["undecided configuration deny", "undecided configuration tell"],
    });
    expect(world.decisions[1]?.message).toContain(
      `the file settings.json of the function cannot be used: ${message}`,
    );
    expect(world.errors()).toContain("cannot start");
  });

  test.each([null, "", "{", "null", alike().slice(0, 100), JSON.stringify({ clusters: SETTINGS.clusters })])(
    "that cannot be read at all are told of where it only alerts: %#",
    async (settings) => {
      expect(await inBoth(world, [by(signed)], { settings })).toEqual({
        ...KEPT_OUT,
        told: ["undecided configuration deny", "undecided configuration tell"],
      });
      expect(world.decisions.map(({ known, mode }) => [known, mode])).toEqual([
        [true, "block"],
        [true, "alert"],
      ]);
    },
  );
});

describe("the modes of clusters", () => {
  const modes = JSON.parse(CLUSTERS) as object;
  const unusable: readonly (readonly [string, string | null])[] = [
    ["are not there", null],
    ["are empty", ""],
    ["are cut", CLUSTERS.slice(0, -1)],
    ["are no object", "null"],
    ["have an unknown key", JSON.stringify({ ...modes, note: "x" })],
    ["have a mode that is none", JSON.stringify({ ...modes, modes: { tools: "alert", shop: "warn" } })],
    ["are of another version", JSON.stringify({ ...modes, version: 2 })],
  ];

  test.each(unusable)("that %s are those of the settings, and nothing is verified", async (_, clusters) => {
    expect(await inBoth(world, [by(signed)], { clusters })).toEqual({
      ...KEPT_OUT,
      told: ["undecided configuration deny", "undecided configuration tell"],
    });
    expect(world.decisions.map(({ known }) => known)).toEqual([true, true]);
    expect(world.decisions[0]?.message).toContain("the file clusters.json of the function cannot be used: ");
  });

  test.each(unusable)(
    "that %s make every cluster unknown where the settings cannot be used either",
    async (_, clusters) => {
      expect(await inBoth(world, [by(signed)], { clusters, settings: "{" })).toEqual({
        block: "FAILED",
        alert: "FAILED",
        told: ["undecided configuration deny", "undecided configuration deny"],
      });
      expect(world.decisions.map(({ known }) => known)).toEqual([false, false]);
    },
  );

  test("that are not those of the settings count, and the settings do not", async () => {
    const settings = alike().replace('"mode":"block"', '"mode":"alert"');
    expect(await inBoth(world, [by(signed)], { settings })).toEqual({
      ...KEPT_OUT,
      told: ["undecided configuration deny", "undecided configuration tell"],
    });
    expect(world.decisions[0]?.message).toBe(
      "the file settings.json of the function cannot be used: it says something else of the clusters than clusters.json",
    );
  });
});

test("in a cluster whose signatures are off nothing is verified, and nothing is kept out", async () => {
  const settings = settingsWith({ unverified: ["lab"] });
  const changes = { settings: JSON.stringify(settings), clusters: JSON.stringify(clusterModes(settings)) };
  world.containers.set("api", [{ name: "api", image: "nginx" }]);
  expect(await world.ask(hookEvent({ cluster: "lab" }), changes)).toEqual({ hookStatus: "SUCCEEDED" });
  expect(world.lines).toMatchObject([
    { level: "INFO", message: "nothing is verified: signatures are off for the cluster", cluster: "lab" },
  ]);
  expect(world.decisions).toEqual([]);
  expect(await world.ask(hookEvent({ cluster: "labs" }), changes)).toEqual({ hookStatus: "FAILED" });
});
