import { API, Court, short } from "./support";

// What somebody who may push can put beside an image: it must never make a refusal into a doubt.
let court: Court;
let digest: string;
beforeEach(async () => {
  court = await new Court().start();
  digest = court.front.push(API);
});
afterEach(async () => {
  await court.front.stop();
});

const OTHER = { digest: `sha256:${"1".repeat(64)}` };

test.each<[string, Readonly<Record<string, unknown>>, string]>([
  ["no subject", { subject: undefined }, "its subject is another manifest"],
  ["another subject", { subject: OTHER }, "its subject is another manifest"],
  ["another type", { artifactType: "an/sbom" }, "it is not of a signature"],
  ["no type", { artifactType: undefined }, "it is not of a signature"],
  ["no layer", { layers: [] }, "it has not exactly one layer"],
  ["two layers", { layers: [{}, {}] }, "it has not exactly one layer"],
  ["a layer without digest", { layers: [{}] }, "its layer has no digest or media type"],
  ["a layer that is not there", { layers: [{ ...OTHER, mediaType: "x" }] }, "its layer is not there"],
  [
    "an envelope that is too large",
    { layers: [{ ...OTHER, mediaType: "x", size: 300_000 }] },
    "its envelope is too large",
  ],
  ["64 KiB more", { padding: "x".repeat(65_536) }, "it is listed and not there, or too large"],
])("a signature's manifest with %s counts for nothing", async (_, manifest, message) => {
  const signature = court.front.sign(API, digest, { manifest });
  expect(await court.judge(`${API}@${digest}`)).toMatchObject({
    outcome: "refused",
    code: "signature-manifest",
    message: `${signature}: ${message}`,
  });
});

test("the older form of a signature's manifest counts", async () => {
  const config = { mediaType: "application/vnd.cncf.notary.signature", ...OTHER, size: 2 };
  court.front.sign(API, digest, { manifest: { artifactType: undefined, config } });
  expect(short(await court.judge(`${API}@${digest}`))).toBe("trusted");
});

test.each(["", "{}", "\xff"])("an envelope that is %j counts for nothing", async (text) => {
  court.front.sign(API, digest, { envelope: Buffer.from(text, "latin1") });
  expect(await court.judge(`${API}@${digest}`)).toMatchObject({ outcome: "refused", check: "envelope" });
});

test.each([
  "{",
  "[]",
  '{"manifests":[{"artifactType":"application/vnd.cncf.notary.signature","digest":"x"}]}',
])("%s under the fallback tag lists nothing", async (text) => {
  const { front } = court;
  const index = front.pushIndex(API, []);
  front.tag(API, digest.replace(":", "-"), index);
  const { BatchGetImage } = front.ecr;
  front.ecr.BatchGetImage = (input, count) =>
    input.imageIds?.[0]?.imageTag === undefined
      ? (BatchGetImage?.(input, count) ?? {})
      : { images: [{ imageManifest: text, imageId: input.imageIds[0] }] };
  expect(short(await court.judge(`${API}@${digest}`))).toBe("refused unsigned");
});

test("a signature that is listed and gone counts for nothing", async () => {
  const signature = court.front.sign(API, digest);
  for (const key of court.front.stored.keys()) if (key.endsWith(signature)) court.front.stored.delete(key);
  expect(short(await court.judge(`${API}@${digest}`))).toBe("refused signature-manifest");
});

test("99 worthless signatures do not hide a good one", async () => {
  const { front } = court;
  for (let n = 0; n < 99; n += 1) front.sign(API, digest, { manifest: { layers: [], n } });
  front.sign(API, digest);
  expect(short(await court.judge(`${API}@${digest}`))).toBe("trusted");
});

test("more than a hundred without a good one are refused as too many", async () => {
  const { front } = court;
  for (let n = 0; n <= 100; n += 1) front.sign(API, digest, { manifest: { layers: [], n } });
  front.sign(API, digest);
  expect(await court.judge(`${API}@${digest}`)).toMatchObject({
    outcome: "refused",
    code: "too-many-signatures",
    message: "of 102 signatures the first 100 are not trusted",
  });
});

test("of several that are refused the one that came furthest is told", async () => {
  const { front } = court;
  front.sign(API, digest, { manifest: { layers: [] } });
  front.sign(API, digest);
  front.sign(API, digest, { envelope: Buffer.from("x") });
  front.revoked.add("arn:aws:signer:eu-central-1:333333333333:/signing-profiles/release/0123456789");
  expect(short(await court.judge(`${API}@${digest}`))).toBe("refused revoked");
});
