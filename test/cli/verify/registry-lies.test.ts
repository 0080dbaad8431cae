import { INDEX, MANIFEST, NOTARY } from "./registry-server";
import { settingForEach, TOO_MANY, TRUSTED } from "./registry-support";

const setting = settingForEach();
const { good, verify } = setting;
const JWS = "application/jose+json";

describe("a registry that lies", () => {
  const PLACE = "http://HOST/v2/shop/api";
  type Answer = Parameters<typeof setting.registry.answers.set>[1];
  const path = () => `manifests/${setting.registry.subject.digest}`;

  test.each<[string, Answer, string]>([
    [
      "another content",
      (_, to) => to.end("{}"),
      `${PLACE}/manifests/DIGEST: the content has another digest [digest-mismatch]`,
    ],
    [
      "an error",
      (_, to) => to.writeHead(500).end(),
      `${PLACE}/manifests/DIGEST: answered with status 500 [registry-answer]`,
    ],
    [
      "half of it",
      (_, to) => to.writeHead(200, { "content-length": "99" }).write("x", () => to.destroy()),
      `${PLACE}/manifests/DIGEST: cannot be read (ECONNRESET) [registry-unreachable]`,
    ],
    [
      "nothing",
      (_, to) => to.destroy(),
      `${PLACE}/manifests/DIGEST: cannot be read (ECONNRESET) [registry-unreachable]`,
    ],
    [
      "another protocol",
      ({ socket }) =>
        socket.write("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n"),
      `${PLACE}/manifests/DIGEST: answered with status 101 [registry-answer]`,
    ],
    [
      "too much",
      (_, to) => to.end(Buffer.alloc(5_000_000)),
      `${PLACE}/manifests/DIGEST: answered with more than 4194304 bytes [answer-too-large]`,
    ],
    [
      "a redirect in a circle",
      (from, to) => to.writeHead(307, { location: from.url ?? "" }).end(),
      `${PLACE}/manifests/DIGEST: redirects more than 3 times [registry-answer]`,
    ],
    [
      "a redirect nowhere",
      (_, to) => to.writeHead(307).end(),
      `${PLACE}/manifests/DIGEST: redirects to no address [registry-answer]`,
    ],
    [
      "a redirect without TLS",
      (_, to) => to.writeHead(307, { location: "http://example.com/" }).end(),
      `${PLACE}/manifests/DIGEST: redirects to another host without TLS [address-refused]`,
    ],
    ...["shop@", ":secret@"].map((user): [string, Answer, string] => [
      `a redirect with ${user} in it`,
      (_, to) => to.writeHead(307, { location: `https://${user}127.0.0.1:1/x` }).end(),
      `${PLACE}/manifests/DIGEST: redirects to another host with a name or password in the address [address-refused]`,
    ]),
    [
      "a redirect to metadata",
      (_, to) => to.writeHead(307, { location: "https://169.254.169.254/x" }).end(),
      "https://169.254.169.254/x: leads to an address that is not public [address-refused]",
    ],
    [
      "a redirect to loopback",
      (_, to) => to.writeHead(307, { location: "https://localhost:1/x" }).end(),
      "https://localhost:1/x: leads to an address that is not public [address-refused]",
    ],
  ])("with %s leaves it undecided", async (_, answer, message) => {
    setting.registry.sign(good());
    setting.registry.answers.set(path(), answer);
    expect(await verify()).toMatchObject({ status: 2, trusted: null, why: [message] });
  });

  const SCHEMA_1 = "application/vnd.docker.distribution.manifest.v1+prettyjws";
  const noImage = (type: string) =>
    `the registry answered with the media type ${JSON.stringify(type)}, which is no image's`;
  const NO_JSON = "the registry answered with a manifest that is no JSON object";

  test.each([
    ["text/html; charset=utf-8", "<!doctype html><title>Sign in</title>", noImage("text/html")],
    ["application/json", '{"schemaVersion":2}', noImage("application/json")],
    [SCHEMA_1, '{"schemaVersion":1}', noImage(SCHEMA_1)],
    ["", '{"schemaVersion":2}', noImage("")],
    [`x/${"y".repeat(200)}`, "{}", noImage(`x/${"y".repeat(98)}`)],
    [MANIFEST, "<!doctype html><title>Sign in</title>", NO_JSON],
    [MANIFEST, "", NO_JSON],
    [MANIFEST, "[]", NO_JSON],
    [MANIFEST, '{"errors":[]}', "the registry's manifest has not the schemaVersion 2"],
    [
      MANIFEST,
      JSON.stringify({ schemaVersion: 2, mediaType: INDEX }),
      `the registry answered with the media type "${MANIFEST}", and its manifest names another`,
    ],
  ])("with %s and %j in the place of an image leaves it undecided", async (type, body, message) => {
    setting.registry.answers.set("manifests/1.4.2", (_, to) =>
      to.writeHead(200, { "content-type": type }).end(body),
    );
    expect(await verify(`${setting.registry.repository}:1.4.2`)).toMatchObject({
      status: 2,
      trusted: null,
      why: [`HOST/shop/api:1.4.2: ${message} [registry-answer]`],
    });
    expect(setting.registry.asked).toEqual(["nobody /v2/shop/api/manifests/1.4.2"]);
  });

  test("about the media type of a digest leaves it undecided", async () => {
    setting.registry.sign(good());
    setting.registry.answers.set(path(), (_, to) =>
      to.writeHead(200, { "content-type": "text/html" }).end(setting.registry.image),
    );
    expect((await verify()).why).toEqual([`HOST/shop/api@DIGEST: ${noImage("text/html")} [registry-answer]`]);
  });

  test("with a manifest that leaves its own type out is believed", async () => {
    setting.registry.answers.set("manifests/1.4.2", (_, to) =>
      to.writeHead(200, { "content-type": INDEX }).end('{"schemaVersion":2,"manifests":[]}'),
    );
    expect(await verify(`${setting.registry.repository}:1.4.2`)).toMatchObject({
      status: 1,
      why: ["envelope signature-missing"],
    });
  });

  test("with a redirect to itself is followed", async () => {
    setting.registry.sign(good());
    const other = `/v2/shop/api/manifests/1.4.2`;
    setting.registry.answers.set(path(), (_, to) => to.writeHead(307, { location: other }).end());
    expect(await verify()).toMatchObject(TRUSTED);
  });

  test("with endless pages lists too many, so that the image is not trusted", async () => {
    setting.registry.answers.set(`referrers/${setting.registry.subject.digest}`, (request, response) => {
      const link = `<${request.url ?? ""}>; rel="next"`;
      response.writeHead(200, { "content-type": INDEX, link }).end('{"manifests":[]}');
    });
    expect(await verify()).toMatchObject({
      status: 1,
      trusted: false,
      why: ["envelope signature-missing"],
      image: { unread: TOO_MANY },
    });
    expect(setting.registry.asked.filter((line) => line.includes("/referrers/"))).toHaveLength(20);
  });

  test.each(["http://169.254.169.254/", "/v2/other/referrers/x", "/", "https://[/"])(
    "with a next page at %s leaves it undecided",
    async (next) => {
      setting.registry.answers.set(`referrers/${setting.registry.subject.digest}`, (_, response) => {
        response.writeHead(200, { "content-type": INDEX, link: `<${next}>; rel="next"` });
        response.end('{"manifests":[]}');
      });
      expect((await verify()).why.join()).toContain(
        "the next page is not below the repository [registry-answer]",
      );
    },
  );

  test("with a Link header that is none leaves it undecided: there may be a next page", async () => {
    setting.registry.answers.set(`referrers/${setting.registry.subject.digest}`, (_, response) => {
      response.writeHead(200, { "content-type": INDEX, link: "/more; rel=next" }).end('{"manifests":[]}');
    });
    const { status, why } = await verify();
    expect(status).toBe(2);
    expect(why.join()).toContain("says in no readable Link header where the list goes on [registry-answer]");
  });

  test.each<[string, object, string]>([
    ["no subject", { subject: undefined }, "its subject is another manifest"],
    [
      "another subject",
      { subject: { digest: `sha256:${"1".repeat(64)}` } },
      "its subject is another manifest",
    ],
    ["no layer", { layers: [] }, "it has not exactly one layer"],
    ["two layers", { layers: [{}, {}] }, "it has not exactly one layer"],
    ["a layer without digest", { layers: [{ mediaType: JWS }] }, "its layer has no digest"],
    [
      "a layer of another type",
      { layers: [{ mediaType: "x", digest: `sha256:${"1".repeat(64)}` }] },
      "its layer has not the media type of an envelope",
    ],
    [
      "a layer that is not there",
      { layers: [{ mediaType: JWS, digest: `sha256:${"1".repeat(64)}` }] },
      "its layer is not there",
    ],
    [
      "a layer that says it is large",
      { layers: [{ mediaType: JWS, digest: `sha256:${"1".repeat(64)}`, size: 262_145 }] },
      "its envelope is too large",
    ],
    ["64 KiB more", { padding: "x".repeat(65_536) }, "it is listed and not there, or too large"],
  ])("a signature's manifest with %s counts for nothing", async (_, change, message) => {
    const signature = setting.registry.sign(good(), change);
    expect(await verify()).toMatchObject({
      status: 1,
      trusted: false,
      why: ["envelope signature-missing"],
      image: { others: [{ signature, trusted: false, code: "signature-manifest", message }] },
    });
  });

  test("about a referrer's digest lists nothing", async () => {
    setting.registry.list({ artifactType: NOTARY, digest: "../../x" });
    expect(await verify()).toMatchObject({ status: 1, why: ["envelope signature-missing"] });
    setting.registry.sign(good());
    expect(await verify()).toMatchObject(TRUSTED);
  });

  test("about what is a list leaves it undecided", async () => {
    setting.registry.answers.set(`referrers/${setting.registry.subject.digest}`, (_, response) => {
      response.writeHead(200, { "content-type": INDEX }).end("{}");
    });
    expect((await verify()).why).toEqual(["DIGEST: the answer has no manifests [registry-answer]"]);
  });
});
