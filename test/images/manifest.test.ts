import { CHILDREN, entriesOf, listedBy } from "../../images";

const childrenOf = (text: string) => listedBy(text).children;
import { digestOf } from "../where/sample";

const INDEX = "application/vnd.oci.image.index.v1+json";
const ATTESTATION = { "vnd.docker.reference.type": "attestation-manifest" };
const child = (seed: number, members: object = {}) => ({ digest: digestOf(seed), ...members });

test.each([
  ["an OCI index", INDEX],
  ["a Docker manifest list", "application/vnd.docker.distribution.manifest.list.v2+json"],
  ["an index that does not say what it is", undefined],
])("%s has children", (_, mediaType) => {
  expect(childrenOf(JSON.stringify({ mediaType, manifests: [child(1), child(2)] }))).toEqual([
    digestOf(1),
    digestOf(2),
  ]);
});

test("attestations are no images", () => {
  const platform = { os: "unknown", architecture: "unknown" };
  const manifests = [child(1), child(2, { annotations: ATTESTATION, platform })];
  const text = JSON.stringify({ mediaType: INDEX, manifests });
  expect(childrenOf(text)).toEqual([digestOf(1)]);
  expect(entriesOf(text)).toEqual({ children: [digestOf(1)], indexes: [], attestations: [digestOf(2)] });
});

test("an index that an index lists is told apart from images", () => {
  const manifests = [child(1), child(2, { mediaType: INDEX })];
  expect(listedBy(JSON.stringify({ mediaType: INDEX, manifests }))).toEqual({
    children: [digestOf(1), digestOf(2)],
    indexes: [digestOf(2)],
  });
});

test.each([
  ["names a platform", { platform: { os: "linux", architecture: "amd64" } }],
  ["names none", {}],
])("what calls itself an attestation and %s may be started", (_, members) => {
  const manifests = [child(1, { annotations: ATTESTATION, ...members })];
  expect(childrenOf(JSON.stringify({ mediaType: INDEX, manifests }))).toEqual([digestOf(1)]);
});

test("a child that is listed twice is one", () => {
  expect(childrenOf(JSON.stringify({ mediaType: INDEX, manifests: [child(1), child(1)] }))).toEqual([
    digestOf(1),
  ]);
});

test("more children than any index has are not looked at, which is said", () => {
  const manifests = Array.from({ length: CHILDREN + 1 }, (_, index) => child(index));
  const text = JSON.stringify({ mediaType: INDEX, manifests });
  expect(listedBy(text)).toMatchObject({ children: { length: CHILDREN }, cut: true });
  expect(entriesOf(text)?.children).toHaveLength(CHILDREN + 1);
});

test("an index that is an image, too, has an empty list, which is cut", () => {
  const text = JSON.stringify({ mediaType: INDEX, layers: [], manifests: [child(1)] });
  expect(listedBy(text)).toEqual({ children: [], cut: true });
});

test.each<[string, string]>([
  [
    "the manifest of an image",
    JSON.stringify({ mediaType: "application/vnd.oci.image.manifest.v1+json", layers: [] }),
  ],
  ["no JSON", "{"],
  ["null", "null"],
])("%s has none", (_, text) => {
  expect(childrenOf(text)).toBeUndefined();
});

test.each<[string, unknown]>([
  ["no list", "x"],
  ["entries of other kinds", [null, 1, "x", {}, { digest: "sha256:short" }]],
])("an index with %s has an empty list, which is cut", (_, manifests) => {
  expect(listedBy(JSON.stringify({ mediaType: INDEX, manifests }))).toEqual({ children: [], cut: true });
});
