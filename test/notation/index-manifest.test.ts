import { INDEX_TYPES } from "../../aws";
import { childrenOf, innerIndexesOf } from "../../notation/storage/signature-manifest";

const digestOf = (character: string) => `sha256:${character.repeat(64)}`;
const [A, B] = [digestOf("a"), digestOf("b")];
const [OCI = "", DOCKER = ""] = INDEX_TYPES;

test.each([OCI, DOCKER])("an index of the type %s lists its manifests", (mediaType) => {
  const manifest = JSON.stringify({ manifests: [{ digest: A }, { digest: B }] });
  expect(childrenOf(mediaType, Buffer.from(manifest))).toEqual([A, B]);
});

test("those that it calls indexes are told apart, and are listed like any other", () => {
  const manifests = [
    { digest: A, mediaType: "application/vnd.oci.image.manifest.v1+json" },
    { digest: B, mediaType: DOCKER },
    { digest: "none", mediaType: OCI },
    { digest: A, mediaType: 1 },
  ];
  const manifest = Buffer.from(JSON.stringify({ manifests }));
  expect(childrenOf(OCI, manifest)).toEqual([A, B, A]);
  expect(innerIndexesOf(OCI, manifest)).toEqual([B]);
});

test("the manifest of an image lists nothing, whatever it holds", () => {
  const manifest = JSON.stringify({ manifests: [{ digest: A }] });
  expect(childrenOf("application/vnd.oci.image.manifest.v1+json", Buffer.from(manifest))).toEqual([]);
});

test.each([
  ["entries without a digest", '{"manifests":[null,1,{},{"digest":2},{"digest":"sha256:a"}]}'],
  ["one entry instead of a list", `{"manifests":{"digest":"${A}"}}`],
  ["a list twice", `{"manifests":[{"digest":"${A}"}],"manifests":[{"digest":"${A}"}]}`],
  ["null", "null"],
  ["a list", "[]"],
  ["nothing", ""],
  ["no JSON", "{"],
])("an index that holds %s lists nothing", (_, manifest) => {
  expect(childrenOf(OCI, Buffer.from(manifest))).toEqual([]);
});
