import { API, Court, settingsWith, short } from "./support";
import { fault } from "../../support/aws-service";
import { JOB, OTHER_VERSION, throttled } from "../../support/registry";

// An index in an index, as tools make one that put several builds together.
const INDEX = "application/vnd.oci.image.index.v1+json";
/** A cluster that takes tags. */
const TAGS = { cluster: "tools" };

let court: Court;
let leaf: string;
beforeEach(async () => {
  court = await new Court().start();
  leaf = court.front.pushNew(API, "arm64");
});
afterEach(async () => {
  await court.front.stop();
});

/** An index around others, so many times. */
function around(children: readonly string[], times: number): string {
  const index = court.front.pushIndex(API, children);
  return times === 1 ? index : around([index], times - 1);
}

/** An index with text that is half a character, which readers take for this or that. */
function ambiguous(children: readonly string[]): string {
  const manifests = children.map((digest) => court.front.descriptor(API, digest));
  const index = { schemaVersion: 2, mediaType: INDEX, annotations: { a: "\ud800" }, manifests };
  return court.front.push(API, index, INDEX);
}

function tenIndexes(): string[] {
  return Array.from({ length: 10 }, (_, n) => around([court.front.pushNew(API, String(n))], 1));
}

/** What comes of the leaf that is pulled by the digest of an index. */
const pulled = (index: string, digest = leaf) => court.judge(`${API}@${index}`, { digest });

test("of a revoked index what may be hidden in it, and is gone, is refused by the digest of that index", async () => {
  const inner = around([leaf], 1);
  const index = around([inner], 1);
  court.front.sign(API, index);
  court.front.revoked.add(JOB);
  const gone = (key: string) => [inner, leaf].some((digest) => key.endsWith(digest));
  for (const key of court.front.stored.keys()) if (gone(key)) court.front.stored.delete(key);
  expect(short(await pulled(index))).toBe("refused revoked");
});

test("what is revoked itself is told as such, and not as part of an index that nobody signed", async () => {
  const index = around([leaf], 1);
  court.front.sign(API, leaf);
  court.front.revoked.add(JOB);
  const outcome = await pulled(index);
  expect(short(outcome)).toBe("refused revoked");
  expect(outcome).toHaveProperty("image.digest", leaf);
});

describe("a signed index", () => {
  test("vouches for what an index in it lists, and for nothing else", async () => {
    const inner = around([leaf], 1);
    const index = around([inner], 1);
    court.front.sign(API, index);
    expect(await pulled(index)).toMatchObject({
      outcome: "trusted",
      image: { digest: index, children: [inner, leaf] },
    });
    expect(short(await pulled(index, court.front.pushNew(API, "stranger")))).toBe("refused unsigned");
  });

  test("leaves undecided what may lie deeper than is read", async () => {
    const index = around([leaf], 3);
    court.front.sign(API, index);
    expect(await pulled(index)).toMatchObject({
      outcome: "undecided",
      code: "index-nested",
      message: `${index} has more indexes in it than are read`,
      transient: false,
    });
  });

  test("with more indexes than ten is not read on", async () => {
    const { front } = court;
    const index = front.pushIndex(API, [...tenIndexes(), around([leaf], 1)]);
    front.sign(API, index);
    expect(short(await pulled(index))).toBe("undecided index-nested");
    const asked = front.operations().filter((operation) => operation === "BatchGetImage").length;
    // The index, the ten, the leaf, two fallback tags, and the signature's manifest.
    expect(asked).toBeLessThanOrEqual(15);
  });

  test.each([
    ["throttled", throttled, "undecided transient throttled"],
    ["denied", () => fault("AccessDeniedException", "no"), "undecided access-denied"],
  ])("of which an index is %s leaves undecided what that may list", async (_, reply, outcome) => {
    const inner = around([leaf], 1);
    const index = around([inner], 1);
    court.front.sign(API, index);
    court.answer(inner, reply);
    expect(short(await pulled(index))).toBe(outcome);
  });

  test("runs by its digest though an index in it cannot be read", async () => {
    const inner = around([leaf], 1);
    const index = around([inner], 1);
    court.front.sign(API, index);
    court.answer(inner, throttled);
    expect(short(await court.judge(`${API}@${index}`))).toBe("trusted");
  });

  test.each([
    ["is throttled", 1, "undecided transient throttled"],
    ["lies deeper than is read", 3, "undecided index-nested"],
  ])(
    "is undecided by a tag before anything is pulled while something of it %s",
    async (_, times, outcome) => {
      const inner = around([leaf], times);
      const index = around([inner], 1);
      court.front.sign(API, index);
      court.front.tag(API, "1.0", index);
      if (times === 1) court.answer(inner, throttled);
      expect(short(await court.judge(`${API}:1.0`, TAGS))).toBe(outcome);
    },
  );

  test.each([
    ["may lie deeper than is read", 3, undefined, "undecided index-nested"],
    ["is listed by an index that is throttled", 2, throttled, "undecided transient throttled"],
  ])("leaves undecided what %s, whoever signed that", async (_, times, reply, outcome) => {
    const { front } = court;
    const inner = around([leaf], times - 1);
    const index = around([inner], 1);
    front.sign(API, index);
    front.sign(API, leaf, { profileVersionArn: OTHER_VERSION });
    front.tag(API, "1.0", index);
    if (reply) court.answer(inner, reply);
    expect(short(await pulled(index))).toBe(outcome);
    expect(short(await court.judge(`${API}:1.0`, { ...TAGS, digest: leaf }))).toBe(outcome);
  });

  test("that readers may understand differently vouches for nothing, and is no reason to refuse", async () => {
    const inner = ambiguous([leaf]);
    for (const [index, named] of [
      [inner, inner],
      [around([inner], 1), inner],
    ] as const) {
      court.front.sign(API, index);
      court.front.tag(API, "1.0", index);
      expect(short(await court.judge(`${API}@${index}`))).toBe("trusted");
      const undecided = {
        outcome: "undecided",
        code: "index-ambiguous",
        message: `${named} is an index that two readers may take for two things`,
        transient: false,
      };
      expect(await pulled(index)).toMatchObject(undecided);
      expect(await court.judge(`${API}:1.0`, { ...TAGS, digest: leaf })).toMatchObject(undecided);
      expect(await court.judge(`${API}:1.0`, TAGS)).toMatchObject(undecided);
    }
  });

  test("that is gone from the registry leaves undecided what was pulled of it", async () => {
    const index = around([leaf], 1);
    court.front.sign(API, index);
    for (const key of court.front.stored.keys()) if (key.endsWith(index)) court.front.stored.delete(key);
    expect(short(await pulled(index))).toBe("undecided image-missing");
    court.front.sign(API, leaf, { profileVersionArn: OTHER_VERSION });
    expect(short(await pulled(index))).toBe("undecided image-missing");
  });

  test("that is gone from the registry keeps nothing running whose own signature is revoked", async () => {
    const index = around([leaf], 1);
    for (const digest of [index, leaf]) court.front.sign(API, digest);
    court.front.revoked.add(JOB);
    expect(short(await pulled(index))).toBe("refused revoked");
    court.answer(index, () => ({ failures: [{ failureCode: "ImageInaccessible" }] }));
    expect(short(await pulled(index))).toBe("refused revoked");
  });

  test("that is gone from the registry keeps nothing running that is buried in other signatures", async () => {
    const { front } = court;
    const index = around([leaf], 1);
    court.bury(leaf);
    for (const key of front.stored.keys()) if (key.endsWith(index)) front.stored.delete(key);
    expect(short(await pulled(index))).toBe("refused too-many-signatures");
  });
});

describe("an index that is not signed", () => {
  test.each([1, 2, 3])("vouches for nothing in %i of them", async (times) => {
    expect(short(await pulled(around([leaf], times)))).toBe("refused unsigned");
  });

  test.each<[string, () => string]>([
    ["deeper than is read", () => around([leaf], 3)],
    ["among more than are read", () => court.front.pushIndex(API, [...tenIndexes(), around([leaf], 1)])],
    ["in a form that readers may understand differently", () => ambiguous([leaf])],
    [
      "beside one that lies in the archive",
      () => {
        const inner = around([leaf], 1);
        court.answer(inner, () => ({ failures: [{ failureCode: "ImageInaccessible" }] }));
        return around([inner], 1);
      },
    ],
  ])("vouches for nothing %s, and no tag hides that", async (_, make) => {
    const index = make();
    court.front.tag(API, "1.0", index);
    expect(short(await pulled(index))).toBe("refused unsigned");
    expect(await court.judge(`${API}:1.0`, { ...TAGS, digest: leaf })).toMatchObject({
      outcome: "refused",
      code: "unsigned",
      image: { digest: leaf },
    });
  });

  test("is refused though an index in it cannot be read", async () => {
    const inner = around([leaf], 1);
    court.answer(inner, throttled);
    expect(short(await pulled(around([inner], 1)))).toBe("refused unsigned");
  });

  test("and that a tag means now is no reason to refuse what it may have meant before, while it is throttled", async () => {
    const inner = around([court.front.pushNew(API, "next")], 1);
    court.front.tag(API, "1.0", around([inner], 1));
    court.answer(inner, throttled);
    const ask = async () => short(await court.judge(`${API}:1.0`, { ...TAGS, digest: leaf }));
    expect(await ask()).toBe("undecided transient throttled");
    court.front.sign(API, leaf, { profileVersionArn: OTHER_VERSION });
    expect(await ask()).toBe("refused identity-untrusted");
  });
});

test("what a tag meant is judged by that digest, and may run where the tag may", async () => {
  const { front } = court;
  const index = around([leaf], 1);
  front.sign(API, index);
  front.tag(API, "1.0", front.pushNew(API, "next"));
  const ask = (cluster: string) =>
    court.judge(`${API}:1.0`, { cluster, digest: leaf, meant: index }, settingsWith());
  expect(await ask("tools")).toMatchObject({
    outcome: "trusted",
    image: { reference: `${API}:1.0`, digest: index },
  });
  expect(short(await ask("shop"))).toBe("refused tag-refused");
});
