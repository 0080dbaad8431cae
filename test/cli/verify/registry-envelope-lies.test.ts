import { settingForEach, TOO_MANY, TRUSTED } from "./registry-support";

const setting = settingForEach();
const { good, verify } = setting;
const JWS = "application/jose+json";

describe("a registry that lies about signatures", () => {
  const PLACE = "http://HOST/v2/shop/api";

  test("a signature that is listed and gone counts for nothing", async () => {
    const signature = setting.registry.sign(good());
    setting.registry.content.delete(`manifests/${signature}`);
    expect(await verify()).toMatchObject({ status: 1, image: { others: [{ signature }] } });
  });

  test("an envelope that is larger than it says counts for nothing", async () => {
    const signature = setting.registry.sign(Buffer.alloc(300_000), {
      layers: [
        { mediaType: JWS, digest: setting.registry.put("blobs", JWS, Buffer.alloc(300_000)), size: 1 },
      ],
    });
    expect(await verify()).toMatchObject({
      status: 1,
      image: { others: [{ signature, message: "its envelope is too large" }] },
    });
  });

  test("an envelope that cannot be read leaves it undecided, unless another is trusted", async () => {
    const layer = `blobs/sha256:${"2".repeat(64)}`;
    setting.registry.answers.set(layer, (_, response) => response.writeHead(500).end());
    const broken = setting.registry.sign(good(), {
      layers: [{ mediaType: JWS, digest: `sha256:${"2".repeat(64)}` }],
    });
    expect(await verify()).toMatchObject({
      status: 2,
      why: [`${PLACE}/${layer}: answered with status 500 [registry-answer]`],
    });
    setting.registry.sign(good());
    expect(await verify()).toMatchObject({
      ...TRUSTED,
      image: { others: [{ signature: broken, trusted: null, code: "registry-answer" }] },
    });
  });

  test("about the media type of an envelope is found out", async () => {
    setting.registry.sign(good(), {
      layers: [{ mediaType: "application/cose", digest: setting.registry.put("blobs", "x", good()) }],
    });
    expect(await verify()).toMatchObject({ status: 1, why: ["envelope envelope-malformed"] });
  });

  describe("with more than 100 signatures", () => {
    const signWorthless = (first: number, last: number) => {
      for (let index = first; index <= last; index += 1)
        setting.registry.sign(Buffer.from(`{"n":${String(index)}}`));
    };

    test("of which none is trusted leaves the image untrusted, as the functions that enforce have it", async () => {
      signWorthless(0, 100);
      expect(await verify()).toMatchObject({
        status: 1,
        trusted: false,
        why: ["envelope envelope-malformed"],
        image: { unread: TOO_MANY },
      });
      expect(setting.registry.asked.filter((line) => line.includes("/blobs/"))).toHaveLength(100);
    });

    test("says so in the list, too", async () => {
      signWorthless(0, 100);
      const { status, out } = await setting.run(setting.registry.reference);
      expect(status).toBe(1);
      expect(out).toContain(`\nthe image ${TOO_MANY.message} [${TOO_MANY.code}]\n`);
    });

    test("of which one cannot be read leaves it undecided", async () => {
      const layer = `blobs/sha256:${"2".repeat(64)}`;
      setting.registry.answers.set(layer, (_, response) => response.writeHead(500).end());
      setting.registry.sign(good(), { layers: [{ mediaType: JWS, digest: `sha256:${"2".repeat(64)}` }] });
      signWorthless(0, 100);
      expect(await verify()).toMatchObject({
        status: 2,
        trusted: null,
        why: [`${PLACE}/${layer}: answered with status 500 [registry-answer]`],
      });
    });

    test("of which one of the first is trusted is trusted, and says nothing of the rest", async () => {
      setting.registry.sign(good());
      signWorthless(0, 100);
      const verdict = await verify();
      expect(verdict).toMatchObject(TRUSTED);
      expect(verdict.image).not.toHaveProperty("unread");
    });
  });

  test("with worthless signatures does not hide a good one", async () => {
    for (let index = 0; index < 150; index += 1)
      setting.registry.sign(Buffer.from("{}"), { layers: [], index });
    setting.registry.sign(good());
    expect(await verify()).toMatchObject(TRUSTED);
  });
});
