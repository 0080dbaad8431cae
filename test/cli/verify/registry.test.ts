import { Repository } from "../../../cli/verify/registry/client";
import { cose } from "../../notation/support/envelope";
import { INDEX, MANIFEST } from "./registry-server";
import { settingForEach, TRUSTED } from "./registry-support";
import { AT, leaf } from "./support";

const setting = settingForEach();
const { good, verify } = setting;

test.each([
  ["JWS", good],
  ["COSE", () => cose({ signer: leaf, payload: { targetArtifact: setting.registry.subject } })],
])("a %s in a registry is trusted", async (_, envelope) => {
  const signature = setting.registry.sign(envelope());
  expect(await verify()).toEqual({
    ...TRUSTED,
    image: { reference: "HOST/shop/api@DIGEST", signatures: 1, signature },
  });
});

test("the list names the image by digest and the signature", async () => {
  const signature = setting.registry.sign(good());
  const { out } = await setting.run(`${setting.registry.repository}:1.4.2`);
  expect(out).toContain(
    `trusted: ${setting.registry.reference}\n1 signature in the registry, this is about ${signature}\nby the statement`,
  );
});

test("a tag is resolved, and the digest wins over it", async () => {
  setting.registry.sign(good());
  expect(await verify(`${setting.registry.repository}:1.4.2`)).toMatchObject(TRUSTED);
  expect(
    await verify(`${setting.registry.repository}:none@${setting.registry.subject.digest}`),
  ).toMatchObject(TRUSTED);
  expect(await verify(`${setting.registry.repository}:none`)).toMatchObject({
    status: 2,
    why: ["HOST/shop/api:none: is not in the registry [image-missing]"],
  });
});

test("a digest that is not there is told with the whole reference", async () => {
  const digest = `sha256:${"9".repeat(64)}`;
  expect(await verify(`${setting.registry.repository}@${digest}`)).toMatchObject({
    status: 2,
    why: [`HOST/shop/api@${digest}: is not in the registry [image-missing]`],
  });
});

test("a store that no folder was named for is told with what to change", async () => {
  setting.registry.sign(good());
  const { status, out } = await setting.disk.verify(
    setting.registry.reference,
    ...["--policy", setting.disk.path("policy.json"), "--at", AT],
  );
  expect(status).toBe(1);
  expect(out).toMatch(
    /\ntrustStore +failed +enforce +the trust store ca:release has no certificate; name the folder with it by --trust-store DIR \[trust-store-missing\]\n/,
  );
});

test("no signature is not trusted", async () => {
  expect(await verify()).toEqual({
    status: 1,
    trusted: false,
    why: ["envelope signature-missing"],
    image: { reference: "HOST/shop/api@DIGEST", signatures: 0 },
  });
});

test("the fallback tag is read beside the referrers API", async () => {
  const tag = `manifests/${setting.registry.subject.digest.replace(":", "-")}`;
  setting.registry.sign(good());
  setting.registry.answers.set(`referrers/${setting.registry.subject.digest}`, (_, response) => {
    response.writeHead(200, { "content-type": INDEX }).end('{"manifests":[]}');
  });
  expect(await verify()).toMatchObject(TRUSTED);
  setting.registry.content.delete(tag);
  expect(await verify()).toMatchObject({ status: 1, why: ["envelope signature-missing"] });
});

test.each(["{", "[]", "{}", '{"manifests":[{"digest":1},7]}'])(
  "%s under the fallback tag lists nothing",
  async (text) => {
    setting.registry.sign(good());
    setting.registry.content.set(`manifests/${setting.registry.subject.digest.replace(":", "-")}`, {
      type: INDEX,
      bytes: Buffer.from(text),
    });
    expect(await verify()).toMatchObject(TRUSTED);
    setting.registry.hasReferrers = false;
    expect(await verify()).toMatchObject({ status: 1, why: ["envelope signature-missing"] });
  },
);

test("the fallback tag is read where there is no referrers API", async () => {
  setting.registry.sign(good());
  setting.registry.hasReferrers = false;
  expect(await verify()).toMatchObject(TRUSTED);
  expect(setting.registry.asked.at(2)).toContain(
    `/manifests/${setting.registry.subject.digest.replace(":", "-")}`,
  );
  setting.registry.content.delete(`manifests/${setting.registry.subject.digest.replace(":", "-")}`);
  expect(await verify()).toMatchObject({ status: 1, why: ["envelope signature-missing"] });
});

test("one trusted signature among others is enough, and the others are told", async () => {
  const bad = setting.registry.sign(setting.bad());
  const malformed = setting.registry.sign(Buffer.from("{}"));
  const worthless = setting.registry.sign(Buffer.from("[]"), { layers: [] });
  const signature = setting.registry.sign(good());
  setting.registry.list({ mediaType: MANIFEST, digest: `sha256:${"0".repeat(64)}`, artifactType: "an/sbom" });
  const { image, ...verdict } = await verify();
  expect(verdict).toEqual(TRUSTED);
  expect(image).toMatchObject({ signatures: 4, signature });
  expect(
    image?.others?.map(({ signature: digest, trusted, code }) => [digest, trusted, code]).sort(),
  ).toEqual(
    [
      [bad, false, "subject-mismatch"],
      [malformed, false, "envelope-malformed"],
      [worthless, false, "signature-manifest"],
    ].sort(),
  );
});

test("the list shows the others, too", async () => {
  const worthless = setting.registry.sign(Buffer.from("[]"), { layers: [] });
  setting.registry.sign(good());
  const { status, out } = await setting.run(setting.registry.reference);
  expect(status).toBe(0);
  expect(out).toMatch(
    new RegExp(
      `\n\nother signature +outcome +why\n${worthless}  not trusted  it has not exactly one layer \\[signature-manifest\\]\n$`,
    ),
  );
});

test("of signatures that are all wrong the one that came furthest is told", async () => {
  const malformed = setting.registry.sign(Buffer.from("{}"));
  const signature = setting.registry.sign(setting.bad());
  expect(await verify()).toMatchObject({
    status: 1,
    trusted: false,
    why: ["subject subject-mismatch"],
    image: { signature, others: [{ signature: malformed, trusted: false }] },
  });
});

test.each<[string, (next: string) => string | string[]]>([
  ["as the specification writes it", (next) => `<${next}>; rel="next"`],
  ["with another parameter before", (next) => `<${next}>; title="more"; rel="next"`],
  ["in capital letters", (next) => `<${next}>; REL=next`],
  ["behind another one", (next) => `</v2/>; rel="first", <${next}>; rel="next"`],
  ["in a header of its own", (next) => ["</v2/>; rel=first", `<${next}>; rel=next`]],
])("pages of referrers are followed by a link %s", async (_, link) => {
  setting.registry.sign(good());
  const { digest } = setting.registry.subject;
  const list = setting.registry.index;
  setting.registry.content.delete(`manifests/${digest.replace(":", "-")}`);
  setting.registry.answers.set(`referrers/${digest}`, (request, response) => {
    const isLast = (request.url ?? "").includes("page=2");
    const next = link(`/v2/shop/api/referrers/${digest}?page=2`);
    response.writeHead(200, { "content-type": INDEX, ...(isLast ? {} : { link: next }) });
    response.end(isLast ? list : '{"manifests":[]}');
  });
  expect(await verify()).toMatchObject(TRUSTED);
});

test("a registry that hangs is given up", async () => {
  setting.registry.answers.set("manifests/1.4.2", () => undefined);
  const repository = new Repository(setting.registry.host, "shop/api", AbortSignal.timeout(50));
  await expect(repository.manifest("1.4.2", MANIFEST)).rejects.toMatchObject({
    problems: [
      {
        code: "registry-slow",
        path: `http://${setting.registry.host}/v2/shop/api/manifests/1.4.2`,
        message: "gave no answer in time",
      },
    ],
  });
});

test("a registry that is not there leaves it undecided", async () => {
  const { status, out } = await setting.run("127.0.0.1:1/shop/api:1", "--json");
  expect(status).toBe(2);
  expect(setting.disk.valid(out).problems).toEqual([
    {
      code: "registry-unreachable",
      path: "http://127.0.0.1:1/v2/shop/api/manifests/1",
      message: "cannot be read (ECONNREFUSED)",
      change: "check that 127.0.0.1:1 is right and can be reached",
    },
  ]);
});
