import { NOTARY_TYPE } from "../../../notation/storage/signature-manifest";
import { digestOf, INDEX, JWS, MANIFEST, signerEnvelope } from "../../support/registry";
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
  ["a layer without digest", { layers: [{ mediaType: JWS }] }, "its layer has no digest"],
  [
    "a layer of another type",
    { layers: [{ ...OTHER, mediaType: "x" }] },
    "its layer has not the media type of an envelope",
  ],
  ["a layer that is not there", { layers: [{ ...OTHER, mediaType: JWS }] }, "its layer is not there"],
  [
    "an envelope that says it is too large",
    { layers: [{ ...OTHER, mediaType: JWS, size: 300_000 }] },
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

test("an envelope that is larger than it says counts for nothing", async () => {
  const signature = court.front.sign(API, digest, { envelope: Buffer.alloc(300_000) });
  expect(await court.judge(`${API}@${digest}`)).toMatchObject({
    outcome: "refused",
    code: "signature-manifest",
    message: `${signature}: its envelope is too large`,
  });
});

test("400 worthless signatures do not hide a good one", async () => {
  const { front } = court;
  for (let n = 0; n < 400; n += 1) front.sign(API, digest, { manifest: { layers: [], n } });
  front.sign(API, digest);
  expect(short(await court.judge(`${API}@${digest}`))).toBe("trusted");
});

test("one envelope is verified once, however often it is listed", async () => {
  const { front } = court;
  for (let n = 0; n < 101; n += 1) front.sign(API, digest, { envelope: Buffer.from("{}"), manifest: { n } });
  front.sign(API, digest);
  expect(short(await court.judge(`${API}@${digest}`))).toBe("trusted");
  expect(front.downloads).toHaveLength(2);
});

test("a good envelope under a wrong name does not hide it", async () => {
  const { front } = court;
  const envelope = signerEnvelope(front.descriptor(API, digest));
  const layers = [{ mediaType: "application/cose", digest: digestOf(envelope), size: envelope.length }];
  front.sign(API, digest, { envelope, manifest: { layers } });
  front.sign(API, digest, { envelope });
  expect(short(await court.judge(`${API}@${digest}`))).toBe("trusted");
});

test("what the tag says of a signature changes nothing of what the registry says", async () => {
  const { front } = court;
  const signature = front.sign(API, digest);
  const index = front.push(
    API,
    {
      schemaVersion: 2,
      mediaType: INDEX,
      manifests: [{ mediaType: MANIFEST, digest: signature, size: 1_000_000, artifactType: NOTARY_TYPE }],
    },
    INDEX,
  );
  front.tag(API, digest.replace(":", "-"), index);
  expect(short(await court.judge(`${API}@${digest}`))).toBe("trusted");
});

describe("more signatures than are verified", () => {
  const TOO_MANY = {
    outcome: "refused",
    code: "too-many-signatures",
    message: expect.stringContaining(
      "has more signatures than are verified, and none of the first ones is trusted",
    ) as string,
  };

  test("are refused when the first hundred are not trusted", async () => {
    const { front } = court;
    for (let n = 0; n <= 100; n += 1) front.sign(API, digest, { envelope: Buffer.from(String(n)) });
    front.sign(API, digest);
    expect(await court.judge(`${API}@${digest}`)).toMatchObject(TOO_MANY);
    expect(front.downloads).toHaveLength(100);
  });

  test("are refused after five hundred worthless ones", async () => {
    const { front } = court;
    for (let n = 0; n < 500; n += 1) front.sign(API, digest, { manifest: { layers: [], n } });
    front.sign(API, digest);
    expect(await court.judge(`${API}@${digest}`)).toMatchObject(TOO_MANY);
  });

  test("are trusted when one of the first hundred is", async () => {
    const { front } = court;
    front.sign(API, digest);
    for (let n = 0; n <= 100; n += 1) front.sign(API, digest, { envelope: Buffer.from(String(n)) });
    expect(short(await court.judge(`${API}@${digest}`))).toBe("trusted");
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
