import { createHash } from "node:crypto";
import { descriptorOf, EMPTY_CONFIG, payloadOf, signatureManifest } from "../../backfill";
import { digestOf } from "../../notation/storage/digest";
import { digest } from "./support";

const IMAGE = {
  mediaType: "application/vnd.docker.distribution.manifest.v2+json",
  digest: digest("a"),
  size: 16_724,
};

test("the payload names the image and nothing else", () => {
  expect(Buffer.from(payloadOf({ ...IMAGE, more: 1 } as typeof IMAGE)).toString()).toBe(
    `{"targetArtifact":{"mediaType":"application/vnd.docker.distribution.manifest.v2+json","digest":"${digest("a")}","size":16724}}`,
  );
});

test("the manifest is the one of the Notary Project, byte for byte", () => {
  const envelope = Buffer.from('{"payload":"é"}');
  const sha = createHash("sha256").update(envelope).digest("hex");
  expect(signatureManifest(IMAGE, envelope, ["aa", "bb"])).toBe(
    '{"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",' +
      '"artifactType":"application/vnd.cncf.notary.signature",' +
      '"config":{"mediaType":"application/vnd.oci.empty.v1+json",' +
      '"digest":"sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a","size":2},' +
      `"layers":[{"mediaType":"application/jose+json","digest":"sha256:${sha}","size":16}],` +
      `"subject":{"mediaType":"application/vnd.docker.distribution.manifest.v2+json","digest":"${digest("a")}","size":16724},` +
      '"annotations":{"io.cncf.notary.x509chain.thumbprint#S256":"[\\"aa\\",\\"bb\\"]"}}',
  );
});

test("the empty configuration is what its descriptor says", () => {
  expect(EMPTY_CONFIG.bytes.toString()).toBe("{}");
  expect(digestOf(EMPTY_CONFIG.bytes)).toBe(EMPTY_CONFIG.descriptor.digest);
});

test("sizes are those of bytes, not of characters", () => {
  expect(descriptorOf("text/plain", "é").size).toBe(2);
});
