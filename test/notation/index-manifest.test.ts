import { INDEX_TYPES } from "../../aws";
import { listedIn } from "../../notation/storage/index-manifest";

const digestOf = (character: string) => `sha256:${character.repeat(64)}`;
const [A, B] = [digestOf("a"), digestOf("b")];
const [OCI = "", DOCKER = ""] = INDEX_TYPES;

test.each([OCI, DOCKER])("an index of the type %s lists its manifests", (mediaType) => {
  const manifest = JSON.stringify({ manifests: [{ digest: A }, { digest: B }] });
  expect(listedIn(mediaType, Buffer.from(manifest))).toEqual([
    { digest: A, isIndex: false },
    { digest: B, isIndex: false },
  ]);
});

test("those that it calls indexes are told apart, and are listed like any other", () => {
  const manifests = [
    { digest: A, mediaType: "application/vnd.oci.image.manifest.v1+json" },
    { digest: B, mediaType: DOCKER },
    { digest: "none", mediaType: OCI },
    { digest: A, mediaType: 1 },
  ];
  const manifest = Buffer.from(JSON.stringify({ manifests }));
  expect(listedIn(OCI, manifest)).toEqual([
    { digest: A, isIndex: false },
    { digest: B, isIndex: true },
    { digest: A, isIndex: false },
  ]);
});

test("the manifest of an image lists nothing, whatever it holds", () => {
  const manifest = JSON.stringify({ manifests: [{ digest: A }] });
  expect(listedIn("application/vnd.oci.image.manifest.v1+json", Buffer.from(manifest))).toEqual([]);
});

test("entries of an index without a digest are nobody's", () => {
  const manifest = '{"manifests":[null,1,{},{"digest":2},{"digest":"sha256:a"}]}';
  expect(listedIn(OCI, Buffer.from(manifest))).toEqual([]);
});

test.each([
  ["one entry instead of a list", `{"manifests":{"digest":"${A}"}}`],
  ["a list twice", `{"manifests":[{"digest":"${A}"}],"manifests":[{"digest":"${A}"}]}`],
  ["half a character", `{"manifests":[{"digest":"${A}"}],"annotations":{"a":"\\ud800"}}`],
  ["null", "null"],
  ["a list", "[]"],
  ["nothing", ""],
  ["no JSON", "{"],
])("an index that holds %s says nothing that all readers would understand", (_, manifest) => {
  expect(listedIn(OCI, Buffer.from(manifest))).toBeUndefined();
});
