import { fault } from "../../support/aws-service";
import { digestOf, INDEX, MANIFEST, RELEASE, World } from "./support";

const OTHER = RELEASE.replace("release", "other");
const SIGNATURE = "application/vnd.cncf.notary.signature";
const text = (name: string) => JSON.stringify({ schemaVersion: 2, mediaType: MANIFEST, name });

let world: World;

beforeEach(() => {
  world = new World();
});

afterEach(async () => {
  await world.stop();
});

/** Pushes an image that ECR was never asked to sign, and whose time is over. */
function push(name = "image", members: Parameters<World["push"]>[2] = {}): string {
  return world.push("shop/api", name, { minutesAgo: 60, manifest: text(name), ...members });
}

const follow = (...options: Parameters<World["start"]>) =>
  world.follow([world.message("shop/api", "image")], ...options);

/** Why signatures did not count, as the log tells. */
function reasons(): string[] {
  return world.lines
    .filter(({ message }) => message === "signatures")
    .flatMap(({ refused }) => (refused as { why: string }[]).map(({ why }) => why));
}

describe("an image that was signed after the fact", () => {
  test("is signed: it becomes no finding", async () => {
    const digest = push();
    world.attach("image", RELEASE);
    const { stay, registry, blobs } = await follow();
    expect(stay).toEqual([]);
    expect(world.findings.size).toBe(0);
    expect(registry.calls.find(({ operation }) => operation === "ListImageReferrers")?.input).toEqual({
      repositoryName: "shop/api",
      subjectId: { imageDigest: digest },
      filter: { artifactTypes: [SIGNATURE], artifactStatus: "ACTIVE" },
      maxResults: 50,
    });
    expect(blobs.asked).toEqual([...world.blobs.keys()]);
  });

  test("has its finding closed by the schedule, and the alarm calmed", async () => {
    push();
    await world.reconcile();
    expect(world.open()).toHaveLength(1);
    world.attach("image", RELEASE);
    expect(await world.reconcile()).toMatchObject({ openProblems: 0, closed: 1 });
    expect(world.metrics()).toEqual([1, 0]);
  });

  test("although ECR failed to sign it", async () => {
    push();
    world.sign("shop/api", "image", "FAILED", "no");
    world.attach("image", RELEASE);
    await follow();
    expect(world.findings.size).toBe(0);
  });

  test("may be an index", async () => {
    push("image", { manifest: JSON.stringify({ schemaVersion: 2, manifests: [] }), children: [] });
    expect(world.descriptor("image").mediaType).toBe(INDEX);
    world.attach("image", RELEASE);
    await follow();
    expect(world.findings.size).toBe(0);
  });

  test("may have its signature under the fallback tag alone", async () => {
    const digest = push();
    const signature = world.attach("image", RELEASE);
    const manifests = [{ mediaType: MANIFEST, digest: signature, size: 1, artifactType: SIGNATURE }];
    world.push("shop/api", "referrers", {
      tags: [digest.replace(":", "-")],
      manifest: JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests }),
    });
    await follow({ ecr: { ListImageReferrers: () => ({ referrers: [] }) } });
    expect(world.findings.size).toBe(0);
  });

  test("may have others beside the one that counts", async () => {
    push();
    world.attach("image", OTHER);
    world.attach("image", RELEASE);
    await follow();
    expect(world.findings.size).toBe(0);
    expect(world.lines.find(({ message }) => message === "signatures")).toMatchObject({
      profileArns: [RELEASE],
    });
  });

  test("is asked for again while ECR says that it signs it", async () => {
    world.push("shop/api", "image", { manifest: text("image") });
    world.sign("shop/api", "image", "IN_PROGRESS");
    const { stay, registry } = await follow();
    expect(stay).toEqual(["image"]);
    expect(registry.operations()).not.toContain("ListImageReferrers");
    expect(registry.operations().at(-1)).toBe("DescribeImageSigningStatus");
  });
});

describe("a signature counts for nothing", () => {
  test.each<[string, Parameters<World["attach"]>[1], Parameters<World["attach"]>[2], RegExp]>([
    ["of another profile", OTHER, {}, /^the signing profile .*other.* is not among the trusted identities$/],
    [
      "of the same profile's name in another account",
      RELEASE.replace("333333333333", "444444444444"),
      {},
      /^the signing profile .* is not among the trusted identities$/,
    ],
    [
      "of another image",
      RELEASE,
      { of: { mediaType: MANIFEST, digest: digestOf("other"), size: 1 } },
      /was signed, not/,
    ],
    ["whose certificates lead elsewhere", RELEASE, { isForeign: true }, /^no certificate of the chain is in/],
    [
      "that has expired",
      RELEASE,
      { expiry: Date.parse("2026-03-04T05:01:00Z") },
      /^the signature expired at 2026-03-04T05:01:00.000Z$/,
    ],
    [
      "without AWS Signer's word for the profile",
      RELEASE,
      { attributes: { "com.amazonaws.signer.signingProfileVersion": 1 } },
      /is not the ARN of a version of a signing profile$/,
    ],
    [
      "that was changed after it was made",
      RELEASE,
      {
        change: (envelope) => {
          const { protected: head, ...rest } = JSON.parse(envelope.toString()) as { protected: string };
          const changed = Buffer.from(head, "base64url").toString().replace("AbCdEf0123", "AbCdEf0124");
          return Buffer.from(
            JSON.stringify({ ...rest, protected: Buffer.from(changed).toString("base64url") }),
          );
        },
      },
      /^the signature does not fit what was signed$/,
    ],
    [
      "whose manifest is about another image",
      RELEASE,
      {
        rewrite: (manifest) => {
          const fields = JSON.parse(manifest) as { subject: object };
          return JSON.stringify({ ...fields, subject: { ...fields.subject, digest: digestOf("other") } });
        },
      },
      /^its subject is another manifest$/,
    ],
    [
      "whose manifest is of another type",
      RELEASE,
      { rewrite: (manifest) => manifest.replace(SIGNATURE, "application/spdx+json") },
      /^it is not of a signature$/,
    ],
    [
      "with two layers",
      RELEASE,
      {
        rewrite: (manifest) => {
          const fields = JSON.parse(manifest) as { layers: object[] };
          return JSON.stringify({ ...fields, layers: [...fields.layers, ...fields.layers] });
        },
      },
      /^it has not exactly one layer$/,
    ],
    [
      "that is called COSE and is not",
      RELEASE,
      { rewrite: (manifest) => manifest.replace("application/jose+json", "application/cose") },
      /^the envelope is application\/jose\+json, not what it is called$/,
    ],
    [
      "that says it is large",
      RELEASE,
      { rewrite: (manifest) => manifest.replace(/("layers":\[[^\]]*"size":)\d+/, "$1262145") },
      /^its envelope is too large$/,
    ],
    [
      "whose manifest is no JSON",
      RELEASE,
      { rewrite: (manifest) => manifest.slice(1) },
      /^has an unexpected character at offset 15$/,
    ],
  ])("%s", async (_, profileArn, differences, why) => {
    push();
    world.attach("image", profileArn, differences);
    expect((await follow()).stay).toEqual([]);
    expect(world.open()[0]?.Description).toMatch(/was never asked for$/);
    expect(reasons()).toEqual([expect.stringMatching(why)]);
  });

  test.each([
    ["that is gone", () => world.blobs.clear(), "its layer is not there"],
    [
      "whose bytes do not end",
      () => {
        for (const digest of world.blobs.keys()) world.blobs.set(digest, Buffer.alloc(2_000_000));
      },
      "its envelope is too large",
    ],
  ])("%s", async (_, change, why) => {
    push();
    world.attach("image", RELEASE);
    change();
    await follow();
    expect(world.open()).toHaveLength(1);
    expect(reasons()).toEqual([why]);
  });

  test("whose bytes belong to no image any more", async () => {
    push();
    world.attach("image", RELEASE);
    await follow({
      ecr: { GetDownloadUrlForLayer: () => fault("LayerInaccessibleException", "no") },
    });
    expect(world.open()).toHaveLength(1);
    expect(reasons()).toEqual(["its layer is not there"]);
  });

  test("that lies in the archive", async () => {
    push();
    const digest = world.attach("image", RELEASE);
    const referrer = { digest, mediaType: MANIFEST, artifactType: SIGNATURE, size: 1 };
    await follow({
      ecr: { ListImageReferrers: () => ({ referrers: [{ ...referrer, artifactStatus: "ARCHIVED" }] }) },
    });
    expect(world.open()).toHaveLength(1);
  });

  test("that the registry puts under the digest of another", async () => {
    push();
    const digest = world.attach("image", RELEASE);
    const false_ = JSON.stringify({ schemaVersion: 2 });
    await follow({
      ecr: {
        BatchGetImage: ({ imageIds = [] }) => ({
          images: imageIds.map((imageId) => ({
            imageId,
            imageManifest: imageId.imageDigest === digest ? false_ : text("image"),
          })),
        }),
      },
    });
    expect(world.open()).toHaveLength(1);
  });
});
