import { followPushes } from "../../../lambdas/signing-watch/follow";
import { MANIFEST, RELEASE, World } from "./support";

const OTHER = RELEASE.replace("release", "other");

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(async () => {
  await world.stop();
});

/** Pushes an image that ECR was never asked to sign, and whose time is over. */
function push(): void {
  const manifest = JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST });
  world.push("shop/api", "image", { minutesAgo: 60, manifest });
}

describe("while generations are replaced, a signature of another one", () => {
  async function findings(failed: boolean, repository = "shop/api"): Promise<number> {
    push();
    world.attach("image", OTHER);
    if (failed) world.sign("shop/api", "image", "FAILED", "no");
    const { surroundings } = await world.start();
    const otherProfileArns = new Map([[repository, [OTHER]]]);
    await followPushes([world.message("shop/api", "image")], { ...surroundings, otherProfileArns });
    return world.findings.size;
  }

  test("will do where ECR was never asked for one of today's", async () => {
    expect(await findings(false)).toBe(0);
  });

  test("will not do where ECR failed to make one of today's", async () => {
    expect(await findings(true)).toBe(1);
  });

  test("will not do where it counts for another repository alone", async () => {
    expect(await findings(false, "shop/web")).toBe(1);
  });
});

describe("where two profiles sign", () => {
  test("the one without a signature is told", async () => {
    world.rules = [RELEASE, OTHER].map((profileArn) => ({ profileArn, filters: ["shop/*"] }));
    push();
    world.attach("image", OTHER);
    await world.follow([world.message("shop/api", "image")]);
    expect(world.open()[0]?.Description).toMatch(
      new RegExp(`: the signature of ${RELEASE} was never asked for$`),
    );
  });
});
