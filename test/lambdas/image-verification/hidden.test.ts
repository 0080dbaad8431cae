import { type BatchGetImageResponse } from "@aws-sdk/client-ecr";
import { OTHER_VERSION, PROFILE, throttled } from "../../support/registry";
import { API, Court, settingsWith, short } from "./support";

// What whoever pushes can take away of what is read: the image that was pulled, its index, or what its tag leads to.
/** A cluster that takes tags. */
const TAGS = { cluster: "tools" };
const ARCHIVED: BatchGetImageResponse = { failures: [{ failureCode: "ImageInaccessible" }] };
const UNREADABLE: BatchGetImageResponse = { failures: [{ failureCode: "KmsError" }] };
/** What the registry answers with another digest than it says, as for a manifest of schema 1. */
const OTHER_BYTES: BatchGetImageResponse = {
  images: [{ imageManifest: '{"schemaVersion":1}', imageId: { imageDigest: `sha256:${"7".repeat(64)}` } }],
};

let court: Court;
let leaf: string;
beforeEach(async () => {
  court = await new Court().start();
  leaf = court.front.pushNew(API, "arm64");
});
afterEach(async () => {
  await court.front.stop();
});

const byDigest = (index: string, digest?: string) =>
  court.judge(`${API}@${index}`, digest === undefined ? {} : { digest });
const byTag = (digest?: string, settings = settingsWith()) =>
  court.judge(`${API}:1.0`, { ...TAGS, ...(digest !== undefined && { digest }) }, settings);

const bury = (digest: string) => {
  court.bury(digest);
};

function revoke(digest: string): void {
  const profileVersionArn = `${PROFILE}/revoked000`;
  court.front.sign(API, digest, { profileVersionArn });
  court.front.revoked.add(profileVersionArn);
}

describe("of an index that is there, an image that lies in the archive", () => {
  test.each([
    ["is refused where the index is revoked", revoke, "refused revoked"],
    ["is refused where the index is buried", bury, "refused too-many-signatures"],
    ["may have been signed by itself where the index is not", () => undefined, "undecided image-archived"],
  ])("%s", async (_, change, outcome) => {
    const index = court.front.pushIndex(API, [leaf]);
    change(index);
    court.answer(leaf, () => ARCHIVED);
    expect(short(await byDigest(index, leaf))).toBe(outcome);
  });

  test("is undecided by a tag, which may have moved to that index", async () => {
    const index = court.front.pushIndex(API, [leaf]);
    revoke(index);
    court.front.tag(API, "1.0", index);
    court.answer(leaf, () => ARCHIVED);
    expect(short(await byTag(leaf))).toBe("undecided image-archived");
  });

  test("is undecided for now while it is throttled, whatever the index is", async () => {
    const index = court.front.pushIndex(API, [leaf]);
    revoke(index);
    court.answer(leaf, throttled);
    expect(short(await byDigest(index, leaf))).toBe("undecided transient throttled");
  });
});

describe("a tag that leads to what cannot be read", () => {
  const CHANGES = [
    ["is revoked", revoke, "refused revoked"],
    ["is buried", bury, "refused too-many-signatures"],
  ] as const;

  test.each(
    CHANGES.flatMap(([what, change, outcome]) =>
      [UNREADABLE, OTHER_BYTES, ARCHIVED].map(
        (reply) => [what, JSON.stringify(reply).slice(0, 50), change, reply, outcome] as const,
      ),
    ),
  )("keeps nothing running that %s: %s", async (_what, _reply, change, reply, outcome) => {
    change(leaf);
    court.answer("1.0", () => reply);
    expect(short(await byTag(leaf))).toBe(outcome);
  });

  test.each([
    ["for good", () => UNREADABLE, "undecided image-unreadable"],
    ["as it has another digest", () => OTHER_BYTES, "undecided transient digest-mismatch"],
    ["for now", throttled, "undecided transient throttled"],
  ])("%s leaves undecided what nobody or somebody else signed", async (_, reply, outcome) => {
    court.answer("1.0", reply);
    expect(short(await byTag(leaf))).toBe(outcome);
    court.front.sign(API, leaf, { profileVersionArn: OTHER_VERSION });
    expect(short(await byTag(leaf))).toBe(outcome);
  });

  test("keeps nothing back that is trusted by itself", async () => {
    court.front.sign(API, leaf);
    court.answer("1.0", () => UNREADABLE);
    expect(short(await byTag(leaf))).toBe("trusted");
  });

  test("and is throttled refuses nothing, revoked or not", async () => {
    revoke(leaf);
    court.answer("1.0", throttled);
    expect(short(await byTag(leaf))).toBe("undecided transient throttled");
  });

  test.each(CHANGES)(
    "in part, of an index that is signed, keeps nothing running that %s",
    async (_, change, outcome) => {
      const inner = court.front.pushIndex(API, [court.front.pushNew(API, "other")]);
      const index = court.front.pushIndex(API, [inner]);
      court.front.sign(API, index);
      court.front.tag(API, "1.0", index);
      change(leaf);
      court.answer(inner, () => ARCHIVED);
      expect(short(await byTag(leaf))).toBe(outcome);
      // By its digest the index itself is meant, and the image may be of what cannot be read.
      expect(short(await byDigest(index, leaf))).toBe("undecided image-archived");
      court.answer(inner, throttled);
      expect(short(await byTag(leaf))).toBe("undecided transient throttled");
    },
  );
});

test.each([0, 1])(
  "of two indexes in a signed one, one in the archive hides no passing fault: %i",
  async (archived) => {
    const inner = ["a", "b"].map((name) => court.front.pushIndex(API, [court.front.pushNew(API, name)]));
    const index = court.front.pushIndex(API, inner);
    court.front.sign(API, index);
    court.front.tag(API, "1.0", index);
    revoke(leaf);
    court.answer(inner[archived] ?? "", () => ARCHIVED);
    court.answer(inner[1 - archived] ?? "", throttled);
    expect(short(await byTag(leaf))).toBe("undecided transient throttled");
  },
);

describe("an index that somebody answers for by its digest, and that is not read as a whole", () => {
  function settle() {
    const inner = court.front.pushIndex(API, [leaf]);
    const index = court.front.pushIndex(API, [inner]);
    court.front.tag(API, "1.0", index);
    const answerable = { reason: "a base image of the vendor", owner: "platform", expires: "2026-06-20" };
    const settings = settingsWith({ exceptions: [{ ...answerable, image: `${API}@${index}` }] });
    return { inner, settings };
  }

  test("starts by its tag once all of it is read", async () => {
    const { inner, settings } = settle();
    expect(short(await byTag(undefined, settings))).toBe("admitted exception");
    expect(short(await byTag(leaf, settings))).toBe("admitted exception");
    court.answer(inner, throttled);
    expect(short(await byTag(undefined, settings))).toBe("undecided transient throttled");
  });

  test("leaves undecided what may be a part of it", async () => {
    const { inner, settings } = settle();
    court.answer(inner, () => ARCHIVED);
    expect(short(await byTag(leaf, settings))).toBe("undecided image-archived");
  });
});
