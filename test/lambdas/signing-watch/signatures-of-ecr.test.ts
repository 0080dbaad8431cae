import { followPushes } from "../../../lambdas/signing-watch/follow";
import { fault } from "../../support/aws-service";
import { digestOf, MANIFEST, RELEASE, World } from "./support";

const OTHER = RELEASE.replace("release", "other");
const SIGNATURE = "application/vnd.cncf.notary.signature";

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(async () => {
  await world.stop();
});

const follow = (...options: Parameters<World["start"]>) =>
  world.follow([world.message("shop/api", "image")], ...options);

/** Pushes an image of which ECR says that it signed it, without its signature. */
function push(minutesAgo = 60): void {
  world.push("shop/api", "image", { minutesAgo });
  world.sign("shop/api", "image", "COMPLETE");
  world.removeSignatures("image");
}

/** What the only finding says after the digest. */
function told(): string | undefined {
  expect(world.open()).toHaveLength(1);
  return world.open()[0]?.Description?.replace(/^sha256:[0-9a-f]{64}: /, "");
}

const gone = (profileArn = RELEASE, reason = "") =>
  `the signature of ${profileArn} was made, and none that holds is there${reason}`;

test("what ECR says it signed is read, and signed when the signature holds", async () => {
  push();
  world.attach("image", RELEASE);
  const { stay, registry, blobs } = await follow();
  expect(stay).toEqual([]);
  expect(world.findings.size).toBe(0);
  expect(blobs.asked).toHaveLength(1);
  expect(registry.operations()).toEqual([
    "GetSigningConfiguration",
    "DescribeImages",
    "DescribeImageSigningStatus",
    "ListImageReferrers",
    "BatchGetImage",
    "BatchGetImage",
    "BatchGetImage",
    "GetDownloadUrlForLayer",
  ]);
});

describe("an image that ECR signed lacks its signature", () => {
  test("when it was deleted", async () => {
    push();
    await follow();
    expect(told()).toBe(gone());
  });

  test("when it was deleted and another profile signed the image, which is told", async () => {
    push();
    world.attach("image", OTHER);
    await follow();
    expect(told()).toBe(
      gone(
        RELEASE,
        ` (what is there: the signing profile ${OTHER}/AbCdEf0123 is not among the trusted identities)`,
      ),
    );
  });

  test("when what lies beside the image is no signature", async () => {
    push();
    world.attach("image", RELEASE, { rewrite: (text) => text.replace(SIGNATURE, "application/spdx+json") });
    await follow();
    expect(told()).toBe(gone(RELEASE, " (what is there: it is not of a signature)"));
  });

  test("when it has expired", async () => {
    push();
    world.attach("image", RELEASE, { expiry: Date.parse("2026-03-04T05:01:00Z") });
    await follow();
    expect(told()).toBe(gone(RELEASE, " (what is there: the signature expired at 2026-03-04T05:01:00.000Z)"));
  });

  test.each([
    ["in the archive", { artifactStatus: "ARCHIVED" as const }],
    ["of another kind", { artifactType: "application/spdx+json" }],
  ])("when the one that is listed is %s", async (_, members) => {
    push();
    const digest = world.attach("image", RELEASE);
    const listed = { digest, mediaType: MANIFEST, artifactType: SIGNATURE, size: 1, ...members };
    await follow({ ecr: { ListImageReferrers: () => ({ referrers: [listed] }) } });
    expect(told()).toBe(gone());
  });

  test("when it is of another image", async () => {
    push();
    world.attach("image", RELEASE, { of: { mediaType: MANIFEST, digest: digestOf("other"), size: 1 } });
    await follow();
    expect(told()).toMatch(/ \(what is there: digest .* was signed, not .*\)$/);
  });

  test("of one profile of two, and that one is named", async () => {
    world.rules = [RELEASE, OTHER].map((profileArn) => ({ profileArn, filters: ["shop/*"] }));
    world.push("shop/api", "image", { minutesAgo: 60 });
    world.attach("image", OTHER);
    const states = [RELEASE, OTHER].map((signingProfileArn) => ({
      signingProfileArn,
      status: "COMPLETE" as const,
    }));
    await follow({ ecr: { DescribeImageSigningStatus: () => ({ signingStatuses: states }) } });
    expect(told()).toBe(gone());
  });

  test("although another generation signed it, which ECR was not asked for", async () => {
    push();
    world.attach("image", OTHER);
    const { surroundings } = await world.start();
    const otherProfileArns = new Map([["shop/api", [OTHER]]]);
    await followPushes([world.message("shop/api", "image")], { ...surroundings, otherProfileArns });
    expect(told()).toMatch(/^the signature of .*release.* was made, and none that holds is there/);
  });

  test("of another generation, by which it was signed before the rules changed", async () => {
    world.push("shop/api", "image", { minutesAgo: 60 });
    const complete = [{ signingProfileArn: OTHER, status: "COMPLETE" as const }];
    const { surroundings } = await world.start({
      ecr: { DescribeImageSigningStatus: () => ({ signingStatuses: complete }) },
    });
    const otherProfileArns = new Map([["shop/api", [OTHER]]]);
    await followPushes([world.message("shop/api", "image")], { ...surroundings, otherProfileArns });
    expect(told()).toBe(gone(OTHER));
  });
});

describe("an image that ECR signed is not accused", () => {
  test("while its time is not over: the list may be behind", async () => {
    push(1);
    expect((await follow()).stay).toEqual(["image"]);
    expect(world.findings.size).toBe(0);
  });

  test("when it was restored from the archive a moment ago, and its signatures may not be yet", async () => {
    push(500);
    const restored = new Date(world.clock.now() - 14 * 60_000);
    world.push("shop/api", "image", { minutesAgo: 500, lastActivatedAt: restored });
    world.sign("shop/api", "image", "COMPLETE");
    world.removeSignatures("image");
    expect((await follow()).stay).toEqual(["image"]);
    await world.clock.sleep(60_000);
    expect((await follow()).stay).toEqual([]);
    expect(told()).toBe(gone());
  });

  test.each(["ARCHIVED", "ACTIVATING"] as const)(
    "while it is %s, where nobody can pull it",
    async (imageStatus) => {
      world.push("shop/api", "image", { minutesAgo: 60, imageStatus });
      expect((await follow()).stay).toEqual([]);
      expect(world.findings.size).toBe(0);
    },
  );

  test("when it is deleted while it is looked at, and its signatures before it", async () => {
    push();
    const { stay } = await follow({
      ecr: {
        ListImageReferrers: () => {
          world.remove("shop/api", "image");
          return { referrers: [] };
        },
      },
    });
    expect(stay).toEqual([]);
    expect(world.findings.size).toBe(0);
    expect(world.lines.find(({ message }) => message === "image")).toMatchObject({
      verdict: { kind: "ignored", reason: "is gone" },
    });
  });

  test("as the child of a signed index, whatever became of its own signature", async () => {
    world.push("shop/api", "child", { minutesAgo: 16, tags: [] });
    world.sign("shop/api", "child", "COMPLETE");
    world.removeSignatures("child");
    world.push("shop/api", "index", { minutesAgo: 15, children: ["child"] });
    world.sign("shop/api", "index", "COMPLETE");
    await world.follow([world.message("shop/api", "child")]);
    expect(world.findings.size).toBe(0);
  });

  test.each([
    ["throttles", { ecr: { ListImageReferrers: () => fault("ThrottlingException", "slow down") } }],
    ["has no bytes of the signature", { blobs: () => ({ status: 503 }) }],
  ] as const satisfies readonly (readonly [string, Parameters<World["start"]>[0]])[])(
    "while the registry %s: the push comes again",
    async (_, answers) => {
      push();
      world.attach("image", RELEASE);
      expect((await follow(answers)).stay).toEqual(["image"]);
      expect(world.findings.size).toBe(0);
    },
  );
});

describe("more signatures than are read", () => {
  beforeEach(() => {
    push();
    for (let index = 0; index < 101; index++) world.attach("image", OTHER);
  });

  test("hide no missing one: people are told that nobody can say, apart from what is missing", async () => {
    const { stay } = await follow();
    expect(stay).toEqual([]);
    expect(world.open()).toMatchObject([
      {
        Title: "Image with more signatures than are read: shop/api",
        Remediation: {
          Recommendation: {
            Text: "Find out who put so many signatures beside the image, and delete those that do not count: the log of the signing watch names some with the reason. Until then deploy another image.",
          },
        },
      },
    ]);
    expect(world.lines.find(({ message }) => message === "image")).toMatchObject({
      verdict: { kind: "undecided", shortcomings: [{ profileArn: RELEASE, kind: "gone" }] },
    });
    expect(world.metrics()).toEqual([1]);
  });

  test("are a finding that stays while they are there, and is closed when the right one is read", async () => {
    await follow();
    expect(await world.reconcile()).toMatchObject({ openProblems: 1, closed: 0 });
    world.removeSignatures("image");
    world.attach("image", RELEASE);
    expect(await world.reconcile()).toMatchObject({ openProblems: 0, closed: 1 });
  });

  test("fill no line of the log", async () => {
    await follow();
    const line = world.lines.find(({ message }) => message === "signatures");
    expect(line).toMatchObject({ read: 100, isCut: true });
    expect(line?.["refused"]).toHaveLength(20);
  });
});
